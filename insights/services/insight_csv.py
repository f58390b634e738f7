"""A conversation as a table."""

import csv
import io

from insights.models import Insight
from insights.queries.ask import evidence_of
from insights.services.keywords import harmless

HEADINGS = ("question", "kind", "title", "text", "confidence", "state", "rule", "evidence")


def as_csv(insight: Insight) -> str:
    """A line for each finding, with its facts; safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADINGS)
    for turn in insight.turns.all():
        for card in turn.cards.all():
            facts = "; ".join(f"{fact['label_ko']}: {fact['value']}" for fact in evidence_of(card, turn))
            texts = (turn.prompt, card.kind, card.title, card.text)
            writer.writerow([*map(harmless, texts), card.confidence, card.state, card.rule, harmless(facts)])
    return "\ufeff" + out.getvalue()

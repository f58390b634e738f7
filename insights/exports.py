"""Insights as files."""

import csv
import io
from collections.abc import Mapping

from artnex.web.tables import FORMULA_START
from insights.models import Insight

COLUMNS = ("question", "kind", "title", "text", "confidence", "confidence_why", "evidence", "state", "engine")


def insight_as_csv(insight: Insight) -> str:
    """A line for each result with its evidence, safe to open in a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    question = insight.title
    for message in insight.messages.all():
        if message.role == "user":
            question = message.content
        for card in message.cards.all():
            facts = "; ".join(_in_words(fact) for fact in card.evidence)
            row = (question, card.kind, card.title, card.text, card.confidence, card.confidence_why, facts)
            writer.writerow([_harmless(str(cell)) for cell in (*row, card.state, message.engine)])
    return "\ufeff" + out.getvalue()


def _in_words(fact: Mapping[str, str]) -> str:
    return f"[{fact['id']}] {fact['label']}: {fact['value']} {fact['as_of']}".strip()


def _harmless(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(FORMULA_START) else text

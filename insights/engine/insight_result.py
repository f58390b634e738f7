"""From an engine's answer to what is shown: every sentence held against the facts, evidence resolved, confidence added.

Confidence is no probability. It says how much of the brand's own data stands behind a card: 0.2 to begin with, 0.2 for
each kind of own data (brand, persona, competitor, product, KPI, content; three at most), 0.1 when a measured figure is
among them, 0.1 for a rule; halved when a sentence of the card has no support.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from artnex.ai.facts import Fact, FactSheet
from artnex.ai.grounding import Verdict, ground
from insights.engine.brand_snapshot import clipped
from insights.engine.insight_answer import InfluencerProfile, InsightAnswer
from insights.engine.insight_words import confidence_in_words, followers_of

NAMES = re.compile(r"brand\.(?:name|category)|(?:persona|competitor|project)\.\d+")  # being called so is no reason
MEASURED = frozenset({"kpi", "content"})
NOT_OWN = frozenset({"rule", "method"})
LONGEST_EVIDENCE = 300
BASE, PER_KIND, MOST_KINDS, FOR_FIGURE, FOR_RULE = 0.2, 0.2, 3, 0.1, 0.1


@dataclass(frozen=True, slots=True)
class Card:
    """One result that a person keeps, dismisses or adds to a report. `detail` holds the fields of its kind."""

    kind: str
    title: str
    text: str
    detail: dict[str, Any]
    evidence: list[dict[str, Any]]
    confidence: float
    confidence_why: str


@dataclass(slots=True)
class InsightResult:
    """`data` is the API's result, `cards` the same one by one, `unsupported` how many sentences had no support."""

    data: dict[str, Any]
    cards: list[Card]
    unsupported: int = 0


@dataclass(slots=True)
class _Checker:
    """Grounds texts of one answer and counts what had no support."""

    sheet: FactSheet
    language: str
    unsupported: int = 0
    is_shaky: bool = False
    cited: list[str] = field(default_factory=list)

    def marked(self, text: str) -> str:
        """The text with unsupported sentences marked; remembers what it rests on."""
        checked = ground(text, self.sheet, language=self.language)
        self.unsupported += checked.unsupported_count
        self.is_shaky = self.is_shaky or checked.unsupported_count > 0
        self.cited += [
            fact_id
            for sentence in checked.sentences
            if sentence.verdict == Verdict.SUPPORTED
            for fact_id in sentence.fact_ids
        ]
        return checked.marked()

    def is_supported(self, text: str) -> bool:
        """Whether a text that cannot be marked may stand; what may not is counted."""
        count = ground(text, self.sheet, language=self.language).unsupported_count
        self.unsupported += count
        return count == 0

    def card(self, kind: str, title: str, text: str, given: Sequence[str], **detail: str) -> Card:
        """A card with checked texts; every text of `detail` is checked too."""
        self.is_shaky, self.cited = False, []
        title, text = self.marked(title), self.marked(text)
        checked = {name: self.marked(value) for name, value in detail.items()}
        ids = [fact_id for fact_id in dict.fromkeys((*given, *self.cited)) if fact_id in self.sheet]
        facts = [fact for fact_id in ids if (fact := self.sheet.get(fact_id))]
        value, why = confidence(facts, is_shaky=self.is_shaky, language=self.language)
        return Card(kind, title, text, checked, [evidence_of(fact, self.language) for fact in facts], value, why)


def confidence(facts: Iterable[Fact], *, is_shaky: bool, language: str) -> tuple[float, str]:
    """The figure, and how it came about in words."""
    sources = {fact.source for fact in facts if not NAMES.fullmatch(fact.id)}
    own = sources - NOT_OWN
    value = BASE + PER_KIND * min(len(own), MOST_KINDS)
    value += FOR_FIGURE if own & MEASURED else 0
    value += FOR_RULE if "rule" in sources else 0
    value = value / 2 if is_shaky else value
    why = confidence_in_words(len(own), bool(own & MEASURED), "rule" in sources, is_shaky, language)
    return round(min(value, 1.0), 2), why


def evidence_of(fact: Fact, language: str) -> dict[str, Any]:
    """A fact as page, API and export show it."""
    return {
        "id": fact.id,
        "label": fact.label(language),
        "value": clipped(fact.quoted(language), LONGEST_EVIDENCE),
        "as_of": fact.as_of,
        "source": fact.source,
        "url": fact.url,
    }


def finish(answer: InsightAnswer, sheet: FactSheet, *, language: str) -> InsightResult:
    """The result of an answer by any engine."""
    checker = _Checker(sheet, language)
    cards = [
        *(checker.card("opportunities", one.title, one.description, one.evidence) for one in answer.opportunities),
        *(
            checker.card(
                "product_ideas", one.name, one.description, one.evidence,
                target_segment=one.target_segment, unique_value=one.unique_value,
            )
            for one in answer.product_ideas
        ),
        *(_influencer(checker, one) for one in answer.influencers),
        *(checker.card("visual_ideas", one.title, one.description, one.evidence) for one in answer.visual_ideas),
    ]  # fmt: skip
    if answer.positioning.text.strip():
        cards.append(checker.card("positioning", "", answer.positioning.text, answer.positioning.evidence))
    market = [row for one in answer.market_data if (row := _market(checker, one.statement, one.fact_id))]
    data = {
        "summary": checker.marked(answer.summary),
        "opportunities": [_row(card, "title", "description") for card in cards if card.kind == "opportunities"],
        "product_ideas": [_row(card, "name", "description") for card in cards if card.kind == "product_ideas"],
        "keywords": [one.model_dump() for one in answer.keywords if checker.is_supported(one.term)],
        "influencers": [_row(card, "profile", "why") for card in cards if card.kind == "influencers"],
        "market_data": market,
        "positioning": next((card.text for card in cards if card.kind == "positioning"), ""),
        "visual_ideas": [_row(card, "title", "description") for card in cards if card.kind == "visual_ideas"],
        "questions": [checker.marked(text) for text in answer.questions],
    }
    return InsightResult(data, cards, checker.unsupported)


def _row(card: Card, title: str, text: str) -> dict[str, Any]:
    row = {title: card.title, text: card.text, **card.detail}
    return row | {"evidence": card.evidence, "confidence": card.confidence, "confidence_why": card.confidence_why}


def _influencer(checker: _Checker, one: InfluencerProfile) -> Card:
    card = checker.card("influencers", one.profile, one.why, one.evidence, platform=one.platform)
    card.detail["follower_range"] = followers_of(one.tier, checker.language)
    return card


def _market(checker: _Checker, statement: str, fact_id: str) -> dict[str, Any] | None:
    """Only what the brand's people entered, and only when the statement says no more than that."""
    fact = checker.sheet.get(fact_id)
    if fact is None or fact.number is None or not checker.is_supported(statement):
        return None
    number: Decimal = fact.number * 100 if fact.unit == "ratio" else fact.number
    return {
        "statement": statement,
        "value": float(number),
        "unit": "%" if fact.unit == "ratio" else fact.unit,
        "source": ", ".join(filter(None, (fact.label(checker.language), fact.as_of))),
        "fact_id": fact.id,
    }

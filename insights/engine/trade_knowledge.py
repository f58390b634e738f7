"""What we know of trades and topics beyond words: rules in both languages, each with an id that answers cite.

They live in `trade_knowledge.tsv`: general experience without figures, certificates or superlatives. `trade` is the
English name of a trade of brands/engine/trades.py, or a topic with the `marks` of questions it belongs to.
"""

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FILE = Path(__file__).with_suffix(".tsv")


@dataclass(frozen=True, slots=True)
class Rule:
    """`kind` is opportunity, product, influencer or visual; influencer titles hold the platform after a semicolon."""

    id: str
    trade: str
    kind: str
    marks: tuple[str, ...]
    title_ko: str
    text_ko: str
    title_en: str
    text_en: str

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_ko

    def text(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_ko


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(Rule(marks=tuple(filter(None, row.pop("marks").split(","))), **row) for row in rows)


def rules_of(trade: str) -> list[Rule]:
    """The rules of a trade."""
    return [rule for rule in rules() if rule.trade == trade]


def topics_in(question: str) -> list[Rule]:
    """The rules of topics that the question names."""
    lowered = question.lower()
    return [rule for rule in rules() if rule.trade == "topic" and any(_occurs(mark, lowered) for mark in rule.marks)]


def _occurs(mark: str, text: str) -> bool:
    """Korean anywhere, as words stick together; English as a word, or its plural."""
    return bool(re.search(rf"\b{re.escape(mark)}s?\b", text)) if mark.isascii() else mark in text

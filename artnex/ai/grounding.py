"""No invented numbers: every claim of a text is held against the facts it may quote (see design/honesty.md).

    sheet = FactSheet([Fact("kpi.followers", "팔로워", "followers", 55725, as_of="2026-11-28", source="kpi")])
    checked = ground("팔로워는 5만 5천 명입니다. 업계 1위입니다.", sheet, language="ko")
    checked.kept()    # what a report prints: sentences without a fact behind their claims are left out
    checked.marked()  # what a conversation shows: they are marked

A claim is a number however it is written, a rank, a superlative, a certificate, a health or environmental promise. It
is supported when a fact says the same within the rounding of what is written and in the same unit, or, for words, when
a text on the sheet says them. A sentence that calls itself an assumption stands as one.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from artnex.ai.claims import Claim, claims_in, plain_text
from artnex.ai.facts import RATIO, Fact, FactSheet

__all__ = ["Fact", "FactSheet", "Grounded", "Sentence", "Verdict", "ground", "ground_all", "note_unsupported"]

ASSUMPTION = re.compile(r"가정|assum(?:e|ing|ption|ed)|hypothe", re.IGNORECASE)
CITATION = re.compile(r"\s*\[([A-Za-z0-9_.:-]{1,80})\]")
SENTENCE_END = re.compile(r"(?<=[.!?…。])[\"'”’)\]]*\s+|\n+")
NOT_AN_END = re.compile(r"(?:^\(?\d{1,2}[.)]|\b(?:No|no|vs|e\.g|i\.e|approx|Inc|Co|Ltd|Mr|Ms|Dr|St)\.)$")
LIST_NUMBER = re.compile(r"^\s*(?:\(?\d{1,2}[.)]|[-*•])\s+")
UNSUPPORTED_MARK = {"ko": "(근거 없음)", "en": "(unsupported)"}
ASSUMPTION_MARK = {"ko": "(가정)", "en": "(assumption)"}
MOST_ROUNDED = Decimal("0.05")  # 55,725 may be called 56,000 or 5.6만, not 60,000
SHORTEST_NAME = 2  # characters of a text on the sheet that may be taken out of a sentence as a name


class Verdict(StrEnum):
    """What was found out about a sentence."""

    SUPPORTED = "supported"  # it claims something, and facts say so
    PLAIN = "plain"  # it claims nothing that needs a fact
    ASSUMPTION = "assumption"  # it says of itself that it assumes something
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True)
class Sentence:
    """A sentence without its citations, the facts that support it, and the claims nothing supports."""

    text: str
    verdict: Verdict
    fact_ids: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


@dataclass(frozen=True)
class Grounded:
    """A checked text."""

    sentences: tuple[Sentence, ...]
    language: str

    @property
    def unsupported_count(self) -> int:
        return sum(sentence.verdict == Verdict.UNSUPPORTED for sentence in self.sentences)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(fact_id for sentence in self.sentences for fact_id in sentence.fact_ids))

    def kept(self) -> str:
        """The text without unsupported sentences."""
        return _joined(s.text for s in self.sentences if s.verdict != Verdict.UNSUPPORTED)

    def marked(self) -> str:
        """The whole text, unsupported sentences marked."""
        mark = UNSUPPORTED_MARK.get(self.language, UNSUPPORTED_MARK["en"])
        return _joined(f"{s.text} {mark}" if s.verdict == Verdict.UNSUPPORTED else s.text for s in self.sentences)


def ground(text: str, sheet: FactSheet, *, language: str = "ko") -> Grounded:
    """Check a text sentence by sentence."""
    index = _Index(sheet)
    return Grounded(tuple(_check(part, index) for part in _sentences(text)), language)


def ground_all(value: Any, sheet: FactSheet, *, language: str = "ko", drop: bool = True) -> tuple[Any, int]:
    """Check every text in lists and mappings; returns the same structure, and how many sentences had no support.

    Unsupported sentences are dropped, or marked with `drop=False`. Keys are left as they are.
    """
    if isinstance(value, str):
        checked = ground(value, sheet, language=language)
        return (checked.kept() if drop else checked.marked()), checked.unsupported_count
    if isinstance(value, Mapping):
        pairs = {key: ground_all(inner, sheet, language=language, drop=drop) for key, inner in value.items()}
        return {key: made for key, (made, _) in pairs.items()}, sum(count for _, count in pairs.values())
    if isinstance(value, list | tuple):
        made = [ground_all(inner, sheet, language=language, drop=drop) for inner in value]
        return [inner for inner, _ in made], sum(count for _, count in made)
    return value, 0


def note_unsupported(call_id: int, count: int) -> None:
    """Write into the ledger how many sentences of this call's answer had no support."""
    from django.db.models import F

    from artnex.ai.models import AiCall

    if count:
        AiCall.objects.filter(pk=call_id).update(unsupported=F("unsupported") + count)


# ── sentences ──────────────────────────────────────────────────────────────────────────────────────
def _sentences(text: str) -> list[str]:
    """Sentences and lines; a list number or an abbreviation stays with what follows it."""
    parts: list[str] = []
    for part in (found.strip() for found in SENTENCE_END.split(text) if found and found.strip()):
        if parts and NOT_AN_END.search(parts[-1]):
            parts[-1] = f"{parts[-1]} {part}"
        else:
            parts.append(part)
    return parts


def _joined(parts: Iterable[str]) -> str:
    return " ".join(parts)


def _check(written: str, index: "_Index") -> Sentence:
    cited = [fact_id for fact_id in CITATION.findall(written) if index.has(fact_id)]
    text = CITATION.sub(lambda found: "" if index.has(found[1]) else found[0], written).strip()
    claims = list(claims_in(index.without_names(LIST_NUMBER.sub("", plain_text(text)))))
    supports = [(claim, index.support(claim)) for claim in claims]
    problems = tuple(claim.text for claim, fact_id in supports if fact_id is None)
    fact_ids = tuple(dict.fromkeys([*cited, *index.named_in(text), *(f for _, f in supports if f is not None)]))
    if problems:
        verdict = Verdict.ASSUMPTION if ASSUMPTION.search(text) else Verdict.UNSUPPORTED
    else:
        verdict = Verdict.SUPPORTED if fact_ids else Verdict.PLAIN
    return Sentence(text, verdict, fact_ids, problems)


# ── facts, ready to be asked ───────────────────────────────────────────────────────────────────────
class _Index:
    """The sheet's numbers, days and texts; texts are claims of their own too ("220 V", "ISO 9001")."""

    def __init__(self, sheet: FactSheet) -> None:
        self.sheet = sheet
        self.numbers: list[tuple[Fact, Decimal, str]] = []
        self.texts: list[tuple[Fact, str]] = []
        self.days: list[tuple[Fact, str]] = []
        for fact in sheet:
            number = fact.number
            if number is not None:
                self.numbers.append((fact, number, fact.unit))
            else:
                text = plain_text(str(fact.value))
                self.texts.append((fact, text))
                self.days += [(fact, text)] if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else []
            self.days += [(fact, fact.as_of)] if fact.as_of else []
        self.said = [(fact, claim) for fact, text in self.texts for claim in claims_in(text)]
        self.names = sorted({text for _fact, text in self.texts if len(text) >= SHORTEST_NAME}, key=len, reverse=True)

    def has(self, fact_id: str) -> bool:
        return fact_id in self.sheet

    def without_names(self, sentence: str) -> str:
        """The sentence without texts that stand on the sheet: what they say is known."""
        for name in self.names:
            if any(letter.isdigit() for letter in name) or list(claims_in(name)):
                sentence = re.sub(rf"(?<![\w-]){re.escape(name)}(?![\d-])", " ", sentence, flags=re.IGNORECASE)
        return sentence

    def named_in(self, text: str) -> list[str]:
        """Facts whose text the sentence says."""
        lower = plain_text(text).casefold()
        return [fact.id for fact, said in self.texts if len(said) >= SHORTEST_NAME and said.casefold() in lower]

    def support(self, claim: Claim) -> str | None:
        """The id of a fact that says the same."""
        if claim.kind == "vague":
            return None
        if claim.kind in ("date", "year", "month"):
            return self._day(claim) or self._said(claim)
        if claim.kind == "word":
            return self._word(claim)
        return self._number(claim) or self._said(claim)

    def _word(self, claim: Claim) -> str | None:
        wanted = _squeezed(claim.text)
        for fact, text in self.texts:
            if wanted in _squeezed(text) or wanted in _squeezed(fact.label_ko + fact.label_en):
                return fact.id
        return None

    def _day(self, claim: Claim) -> str | None:
        for fact, day in self.days:
            year, month = day[:4], day[5:7]
            if claim.kind == "date" and day[:10] == claim.text:
                return fact.id
            if claim.kind == "year" and year.isdigit() and Decimal(year) == claim.value:
                return fact.id
            if claim.kind == "month" and month.isdigit() and Decimal(month) == claim.value:
                return fact.id
        return None

    def _number(self, claim: Claim) -> str | None:
        for fact, number, unit in self.numbers:
            value = _comparable(number, unit, claim)
            if value is not None and claim.value is not None and _says(claim.value, claim.slack, value):
                return fact.id
        return None

    def _said(self, claim: Claim) -> str | None:
        """A text on the sheet that says this number in this unit, such as an age range or a measure."""
        for fact, said in self.said:
            same = said.text == claim.text if claim.value is None else said.value == claim.value
            if same and said.kind == claim.kind and said.unit.lower() == claim.unit.lower():
                return fact.id
        return None


def _says(written: Decimal, slack: Decimal, fact: Decimal) -> bool:
    """Whether the number that is written is the fact's, rounded no more than people do."""
    return abs(fact - written) <= min(slack, max(abs(fact) * MOST_ROUNDED, Decimal("0.5")))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\-_/]", "", plain_text(text)).casefold()


def _comparable(number: Decimal, unit: str, claim: Claim) -> Decimal | None:
    """The fact's number in the unit of the claim; None when they cannot be the same thing."""
    match claim.kind:
        case "percent":
            return abs(number) * 100 if unit == RATIO else abs(number) if unit == "%" else None
        case "times":
            return number if unit in {"times", "배"} else None
        case "money":
            return number if unit == claim.unit else None
        case "rank":
            return number if unit == "rank" else None
        case _:
            currencies = len(unit) == 3 and unit.isupper()
            return None if unit in {RATIO, "%", "rank", "times"} or currencies else abs(number)

"""The chapters of a report: who writes which, and what they are given.

A module adds a chapter (and with it charts) by one function, in a module that is loaded at start:

    @chapter("campaigns", order=85, title=Bilingual("캠페인", "Campaigns"))
    def campaigns(ctx: ChapterContext) -> SectionContent | None:
        return section("campaigns", ctx, blocks=[…])

None leaves the chapter out. Chapters only read: they run side by side, each in a thread of its own when an outside
engine writes. Statements quote facts by `ctx.fact(id)` and name their ids; what an engine writes is held against
`ctx.facts` (see artnex/ai/grounding.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from artnex.ai.facts import FactSheet
from insights.engine.brand_snapshot import BrandSnapshot
from reports.content import Action, Bilingual, Block, Paragraph, SectionContent, Statement
from reports.engine.scoring import Scores
from reports.enums import ReportType

Series = Sequence[tuple[date, Decimal]]


@dataclass(frozen=True)
class KeptFinding:
    """A finding of an insight that somebody kept for the report."""

    title: str
    text: str
    kind: str
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChapterContext:
    """All that chapters are made from, as plain values; `previous` are the scores of the report before, by area."""

    brand_id: int
    brand_name: str
    category: str
    snapshot: BrandSnapshot
    facts: FactSheet
    scores: Scores
    data: Mapping[str, Mapping[str, Any]]
    series: Mapping[str, Series]
    completeness: Mapping[str, bool]
    popularity: Any
    trend: Any
    rivals: Sequence[Mapping[str, Any]]
    findings: Sequence[KeptFinding] = ()
    previous: Mapping[str, float] = field(default_factory=dict)
    actions: Sequence[Action] = ()
    today: date = field(default_factory=date.today)

    def quote(self, fact_id: str) -> Bilingual:
        """The value of a fact as each language writes it."""
        return Bilingual(self.facts.quote(fact_id, "ko"), self.facts.quote(fact_id, "en"))


Write = Callable[[ChapterContext], SectionContent | None]


@dataclass(frozen=True)
class Chapter:
    name: str
    order: int
    title: Bilingual
    write: Write
    report_types: tuple[str, ...]


_chapters: dict[str, Chapter] = {}


def chapter(
    name: str, *, order: int, title: Bilingual, report_types: Sequence[str] = (ReportType.DIAGNOSIS,)
) -> Callable[[Write], Write]:
    """Register the decorated function; registering the same name again replaces it."""

    def register(write: Write) -> Write:
        _chapters[name] = Chapter(name, order, title, write, tuple(report_types))
        return write

    return register


def chapters_for(report_type: str) -> list[Chapter]:
    """Those of this kind of report, in their order."""
    from reports import diagnosis_chapters

    diagnosis_chapters.load()
    found = [one for one in _chapters.values() if report_type in one.report_types]
    return sorted(found, key=lambda one: one.order)


def title_of(name: str) -> Bilingual:
    return _chapters[name].title


def say(korean: str, english: str, *fact_ids: str, kind: Any = None) -> Statement:
    """A sentence in both languages; a fact when it names facts, else plain."""
    return Statement(Bilingual(korean, english), fact_ids, kind or ("fact" if fact_ids else "plain"))


def paragraph(key: str, *statements: Statement | None) -> Paragraph:
    """The sentences that there are."""
    return Paragraph(key, tuple(one for one in statements if one is not None))


def section(
    name: str, blocks: Sequence[Block | None], *, score: float | None = None, note: Bilingual | None = None
) -> SectionContent:
    """A chapter from the blocks that there are; paragraphs without a sentence are left out."""
    kept = tuple(one for one in blocks if one is not None and not (isinstance(one, Paragraph) and not one.statements))
    return SectionContent(name, title_of(name), kept, score=score, score_note=note)

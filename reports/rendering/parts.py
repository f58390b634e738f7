"""A report written out in one language: blocks with finished texts, charts and tables, for every form alike."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artnex.charts import Chart, RadarChart, Series
from artnex.errors import Message
from reports.content import Action, Block, BulletList, Cell, ChartBlock, Paragraph, Statement, TableBlock
from reports.enums import Area
from reports.rendering.charts import chart_of
from reports.rendering.columns import column_shares
from reports.rendering.document import ACTIONS, Chapter, Fact, ReportDocument
from reports.rendering.values import cell_text, day_text, fact_text, is_figure, score_text, source_text

MODULES: dict[str, Message] = {
    "brands": gettext_lazy("Brands"),
    "insights": gettext_lazy("Insights"),
    "studio": gettext_lazy("Studio"),
    "campaigns": gettext_lazy("Campaigns"),
    "reports": gettext_lazy("Reports"),
}
FEWEST_CORNERS = 3  # of a radar


@dataclass(frozen=True)
class Evidence:
    """A numbered line of the fact sheet."""

    number: int
    label: str
    value: str
    as_of: str
    source: str


@dataclass(frozen=True)
class Sentence:
    """A finished sentence; `mark` says that it is an assumption, `evidence` what it rests on."""

    text: str
    mark: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def full_text(self) -> str:
        """With its mark, for forms that have no badges."""
        return f"({self.mark}) {self.text}" if self.mark else self.text


@dataclass(frozen=True)
class Column:
    label: str
    is_figure: bool


@dataclass(frozen=True)
class Drawn:
    """One block. Which fields are filled follows from `type`; `source` is the block itself, for typed values."""

    type: str
    id: str
    source: Block
    title: str = ""
    sentences: tuple[Sentence, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    shares: tuple[float, ...] = ()  # of the columns in the width, in percent
    chart: Chart | None = None
    note: str = ""
    edited_by: str = ""
    edited_at: str = ""
    evidence: tuple[Evidence, ...] = ()

    @property
    def text(self) -> str:
        return " ".join(sentence.full_text for sentence in self.sentences)


@dataclass(frozen=True)
class DrawnAction:
    rank: int
    title: str
    reason: str
    owner: str
    first_step: str
    module: str
    impact: int
    effort: int
    confidence: int
    priority: int
    url: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class DrawnChapter:
    """`anchor` is unique in the whole document, also when it holds both languages."""

    name: str
    title: str
    score: str  # empty without one
    score_value: float | None
    blocks: tuple[Drawn, ...]
    anchor: str
    actions: tuple[DrawnAction, ...] = ()

    @property
    def is_area(self) -> bool:
        """One of the five areas, which have a score or say that there is too little for one."""
        return self.name in Area.values


@dataclass(frozen=True)
class Part:
    """The whole report in one language."""

    language: str
    title: str
    brand_name: str
    day: str
    overall: str
    overall_value: float | None
    chapters: tuple[DrawnChapter, ...]
    evidence: tuple[Evidence, ...]
    radar: Chart | None
    written_by_ai: bool
    engines: str

    @property
    def evidence_anchor(self) -> str:
        return f"{self.language}-evidence"


@dataclass
class _Writer:
    """Writes blocks out in one language and numbers the facts they rest on."""

    language: str
    numbered: Mapping[str, Evidence] = field(default_factory=dict)

    def evidence(self, fact_ids: Iterable[str]) -> tuple[Evidence, ...]:
        found = {fact_id: self.numbered[fact_id] for fact_id in fact_ids if fact_id in self.numbered}
        return tuple(sorted(found.values(), key=lambda row: row.number))

    def sentence(self, statement: Statement) -> Sentence:
        mark = _("assumption") if statement.kind == "assumption" else ""
        return Sentence(statement.text.in_language(self.language), mark, self.evidence(statement.fact_ids))

    def block(self, block: Block) -> Drawn:
        match block:
            case Paragraph():
                sentences = tuple(map(self.sentence, block.statements))
                return replace(
                    self._plain(block, ""),
                    sentences=sentences,
                    edited_by=block.edited_by,
                    edited_at=day_text(block.edited_at),
                    evidence=self._of(block.statements),
                )
            case BulletList():
                return replace(
                    self._plain(block, block.title.in_language(self.language)),
                    sentences=tuple(map(self.sentence, block.items)),
                    evidence=self._of(block.items),
                )
            case TableBlock():
                return self._table(block)
            case ChartBlock():
                note = block.note.in_language(self.language) if block.note else ""
                drawn = self._plain(block, block.title.in_language(self.language))
                chart = chart_of(block, self.language)
                return replace(drawn, chart=chart, note=note, evidence=self.evidence(block.fact_ids))

    def _plain(self, block: Block, title: str) -> Drawn:
        return Drawn(block.type, block.id, block, title)

    def _of(self, statements: Iterable[Statement]) -> tuple[Evidence, ...]:
        return self.evidence(fact_id for statement in statements for fact_id in statement.fact_ids)

    def _table(self, block: TableBlock) -> Drawn:
        def row_texts(row: tuple[Cell, ...]) -> tuple[str, ...]:
            return tuple(cell_text(cell, column) for cell, column in zip(row, block.columns, strict=True))

        columns = tuple(Column(column.label.in_language(self.language), is_figure(column)) for column in block.columns)
        rows = tuple(map(row_texts, block.rows))
        figures = [column.is_figure for column in columns]
        return replace(
            self._plain(block, block.title.in_language(self.language)),
            columns=columns,
            rows=rows,
            shares=column_shares([column.label for column in columns], rows, figures),
            evidence=self.evidence(block.fact_ids),
        )

    def action(self, rank: int, action: Action) -> DrawnAction:
        return DrawnAction(
            rank,
            action.title.in_language(self.language),
            action.reason.in_language(self.language),
            action.owner.in_language(self.language),
            action.first_step.in_language(self.language),
            str(MODULES.get(action.module, action.module)),
            action.impact,
            action.effort,
            action.confidence,
            action.priority,
            action.url,
            self.evidence(action.fact_ids),
        )

    def chapter(self, chapter: Chapter) -> DrawnChapter:
        return DrawnChapter(
            chapter.name,
            chapter.title.in_language(self.language),
            "" if chapter.score is None else score_text(chapter.score),
            chapter.score,
            tuple(map(self.block, chapter.blocks)),
            f"{self.language}-{chapter.name}",
        )


def part_of(document: ReportDocument, language: str) -> Part:
    """The document in "ko" or "en"."""
    with translation.override(language):
        evidence = tuple(_evidence(number, fact, language) for number, fact in enumerate(document.facts, 1))
        ids = (fact.id for fact in document.facts)
        writer = _Writer(language, dict(zip(ids, evidence, strict=True)))
        chapters = _with_actions([writer.chapter(chapter) for chapter in document.chapters], document, writer)
        return Part(
            language=language,
            title=document.title.in_language(language),
            brand_name=document.brand_name,
            day=day_text(document.day),
            overall=score_text(document.overall_score),
            overall_value=document.overall_score,
            chapters=tuple(chapters),
            evidence=evidence,
            radar=radar_of(document, language),
            written_by_ai=document.written_by_ai,
            engines=", ".join(document.engines),
        )


def _evidence(number: int, fact: Fact, language: str) -> Evidence:
    return Evidence(
        number,
        fact.label.in_language(language),
        fact_text(fact.value, fact.unit),
        day_text(fact.as_of),
        source_text(fact.source.in_language(language)),
    )


def _with_actions(chapters: list[DrawnChapter], document: ReportDocument, writer: _Writer) -> list[DrawnChapter]:
    """The ranked actions stand in their own section, which is added when the report has none."""
    actions = tuple(writer.action(rank, action) for rank, action in enumerate(document.actions, 1))
    if not actions:
        return chapters
    if any(chapter.name == ACTIONS for chapter in chapters):
        return [replace(chapter, actions=actions) if chapter.name == ACTIONS else chapter for chapter in chapters]
    own = DrawnChapter(ACTIONS, _("What to do next"), "", None, (), f"{writer.language}-{ACTIONS}", actions)
    return [*chapters, own]


def radar_of(document: ReportDocument, language: str) -> Chart | None:
    """The scores of the five areas as one shape; None while too few of them are scored."""
    areas = [chapter for chapter in document.chapters if chapter.name in Area.values]
    if sum(area.score is not None for area in areas) < FEWEST_CORNERS:
        return None
    with translation.override(language):
        return RadarChart(
            title=_("Scores by area"),
            labels=[str(Area(area.name).label) for area in areas],
            series=[Series(document.brand_name, [area.score for area in areas])],
            maximum=100,
        )

"""What a report is made of: plain blocks that every form of it (page, PDF, DOCX, PPTX, XLSX, HTML, API) is drawn from.

A section holds blocks; a block carries both languages and typed values, so that all forms show the same numbers and a
report can be printed in Korean, in English or in both. Stored as JSON in `ReportSection.blocks`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Language = Literal["ko", "en"]
LANGUAGES: tuple[Language, ...] = ("ko", "en")


@dataclass(frozen=True)
class Bilingual:
    """A text in both languages."""

    ko: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.ko


StatementKind = Literal["fact", "assumption", "advice", "plain"]


@dataclass(frozen=True)
class Statement:
    """A sentence, and the facts of the report's fact sheet that it rests on (see artnex/ai/grounding.py)."""

    text: Bilingual
    fact_ids: tuple[str, ...] = ()
    kind: StatementKind = "plain"


@dataclass(frozen=True)
class Paragraph:
    """Sentences that belong together. `edited_by` is the name of the person who rewrote it, `edited_at` when (ISO)."""

    id: str
    statements: tuple[Statement, ...]
    edited_by: str = ""
    edited_at: str = ""
    type: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class BulletList:
    """Points, such as strengths."""

    id: str
    title: Bilingual
    items: tuple[Statement, ...]
    type: Literal["list"] = "list"


ColumnKind = Literal["text", "number", "percent", "money", "date", "score"]


@dataclass(frozen=True)
class TableColumn:
    """`percent` values are fractions 0-1, `date` values ISO days, `money` is in `unit` (a currency)."""

    label: Bilingual
    kind: ColumnKind = "text"
    unit: str = ""
    decimals: int = 0


Cell = str | float | int | None | Bilingual


@dataclass(frozen=True)
class TableBlock:
    """A table; a cell is a typed value, a text, or a text in both languages. None is shown as missing."""

    id: str
    title: Bilingual
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    fact_ids: tuple[str, ...] = ()
    type: Literal["table"] = "table"


ChartKind = Literal["line", "area", "bar", "horizontal_bar", "stacked", "radar", "donut", "scatter", "heatmap", "gauge"]


@dataclass(frozen=True)
class ChartSeries:
    """Values over the chart's labels; None is a gap. `xs` are the positions of a scatter chart's dots."""

    name: Bilingual
    values: tuple[float | None, ...]
    low: tuple[float | None, ...] = ()
    high: tuple[float | None, ...] = ()
    xs: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class ChartBlock:
    """A chart as its data. `note` says what it was computed from; a heat map's rows are its series."""

    id: str
    kind: ChartKind
    title: Bilingual
    labels: tuple[Bilingual, ...]
    series: tuple[ChartSeries, ...]
    unit: str = ""
    maximum: float | None = None
    note: Bilingual | None = None
    fact_ids: tuple[str, ...] = ()
    type: Literal["chart"] = "chart"


Block = Paragraph | BulletList | TableBlock | ChartBlock


@dataclass(frozen=True)
class Action:
    """One thing to do: `impact`, `effort`, `confidence` are 1-5, `priority` = impact × (6 − effort) × confidence."""

    id: str
    title: Bilingual
    reason: Bilingual
    owner: Bilingual
    first_step: Bilingual
    module: str  # the part of ArtNex that does it: "brands", "insights", "studio", "campaigns", "reports"
    impact: int
    effort: int
    confidence: int
    fact_ids: tuple[str, ...] = ()
    url: str = ""

    @property
    def priority(self) -> int:
        return self.impact * (6 - self.effort) * self.confidence


@dataclass(frozen=True)
class SectionContent:
    """What a chapter gives: `name` is the API's `section_name`, `score` 0-100 or None when there is none."""

    name: str
    title: Bilingual
    blocks: tuple[Block, ...]
    score: float | None = None
    score_note: Bilingual | None = None
    engine: str = "builtin"
    actions: tuple[Action, ...] = field(default_factory=tuple)


def blocks_to_json(blocks: Iterable[Block]) -> list[dict[str, Any]]:
    """As stored in `ReportSection.blocks`."""
    return [asdict(block) for block in blocks]


def blocks_from_json(rows: Sequence[Mapping[str, Any]]) -> list[Block]:
    """What `blocks_to_json` wrote; ValueError for a type that is unknown."""
    return [_block(row) for row in rows]


def action_from_json(row: Mapping[str, Any]) -> Action:
    """What `asdict(action)` gave."""
    texts = {name: _bilingual(row[name]) for name in ("title", "reason", "owner", "first_step")}
    return Action(**{**row, **texts, "fact_ids": tuple(row["fact_ids"])})


def _block(row: Mapping[str, Any]) -> Block:
    match row["type"]:
        case "paragraph":
            return Paragraph(
                row["id"], tuple(map(_statement, row["statements"])), row.get("edited_by", ""), row.get("edited_at", "")
            )
        case "list":
            return BulletList(row["id"], _bilingual(row["title"]), tuple(map(_statement, row["items"])))
        case "table":
            columns = tuple(
                TableColumn(**{**column, "label": _bilingual(column["label"])}) for column in row["columns"]
            )
            rows = tuple(tuple(map(_cell, cells)) for cells in row["rows"])
            return TableBlock(row["id"], _bilingual(row["title"]), columns, rows, tuple(row["fact_ids"]))
        case "chart":
            return _chart(row)
        case unknown:
            raise ValueError(f"unknown block {unknown!r}")


def _chart(row: Mapping[str, Any]) -> ChartBlock:
    series = tuple(
        ChartSeries(
            _bilingual(one["name"]), tuple(one["values"]), tuple(one["low"]), tuple(one["high"]), tuple(one["xs"])
        )
        for one in row["series"]
    )
    note = row.get("note")
    return ChartBlock(
        id=row["id"],
        kind=row["kind"],
        title=_bilingual(row["title"]),
        labels=tuple(map(_bilingual, row["labels"])),
        series=series,
        unit=row["unit"],
        maximum=row["maximum"],
        note=_bilingual(note) if note else None,
        fact_ids=tuple(row["fact_ids"]),
    )


def _statement(row: Mapping[str, Any]) -> Statement:
    return Statement(_bilingual(row["text"]), tuple(row["fact_ids"]), row["kind"])


def _bilingual(row: Mapping[str, str]) -> Bilingual:
    return Bilingual(row["ko"], row["en"])


def _cell(value: Any) -> Cell:
    return _bilingual(value) if isinstance(value, Mapping) else value

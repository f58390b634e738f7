"""The report as a workbook: typed numbers, a sheet for each table and chart, the texts with their evidence."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from artnex.web.tables import plain
from reports.content import Bilingual, Cell, ChartBlock, TableBlock, TableColumn
from reports.rendering.document import ReportDocument
from reports.rendering.options import ExportOptions
from reports.rendering.parts import Drawn, Part, part_of
from reports.rendering.texts import origin_note, without_controls
from reports.rendering.values import unit_text

NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\']")
LONGEST_SHEET_NAME = 31
LONGEST_CELL = 32_767
WIDEST, NARROWEST = 60, 9


def render_xlsx(document: ReportDocument, options: ExportOptions) -> bytes:
    """An .xlsx file; in both languages, the English sheets follow the Korean ones."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = document.title.ko[:255], "ArtNex"
    if document.provenance is not None:
        book.properties.keywords = document.provenance.source_type.uri
    for language in options.language.parts:
        with translation.override(language):
            _PartSheets(book, part_of(document, language), options).write()
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _PartSheets:
    """Writes the sheets of one language."""

    def __init__(self, book: Any, part: Part, options: ExportOptions) -> None:
        self.book, self.part, self.options = book, part, options

    def write(self) -> None:
        self._overview()
        self._texts()
        for chapter in self.part.chapters:
            for block in chapter.blocks:
                if isinstance(block.source, TableBlock):
                    self._table(block, block.source)
                elif isinstance(block.source, ChartBlock):
                    self._chart(block, block.source)
        self._actions()
        self._evidence()

    def _overview(self) -> None:
        part = self.part
        rows: list[Sequence[Any]] = [
            (_("Report"), part.title),
            (_("Brand"), part.brand_name),
            (_("Day"), part.day),
            (_("Overall score"), part.overall_value),
        ]
        if part.written_by_ai:
            rows.append(("", origin_note(part.engines)))
        rows += [(), (_("Section"), _("Score"))]
        rows += [(chapter.title, chapter.score_value) for chapter in part.chapters if chapter.is_area]
        sheet = self._sheet(_("Overview"), rows, head_row=None)
        for row in sheet.iter_rows(min_col=2, max_col=2):
            if isinstance(row[0].value, float):
                row[0].number_format = "0.0"

    def _texts(self) -> None:
        rows = [
            (chapter.title, block.title, sentence.full_text, ", ".join(str(row.number) for row in sentence.evidence))
            for chapter in self.part.chapters
            for block in chapter.blocks
            for sentence in block.sentences
        ]
        self._sheet(_("Texts"), [(_("Section"), _("Heading"), _("Text"), _("Evidence")), *rows])

    def _table(self, block: Drawn, source: TableBlock) -> None:
        head = [_with_unit(column.label, column.unit) for column in source.columns]
        rows = [tuple(map(_typed, row, source.columns)) for row in source.rows]
        sheet = self._sheet(block.title, [head, *rows])
        for place, column in enumerate(source.columns, 1):
            for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
                if isinstance(cell.value, int | float | date):
                    cell.number_format = _number_format(column)

    def _chart(self, block: Drawn, source: ChartBlock) -> None:
        """The numbers behind a chart: a row for each label, a column for each series and its bounds."""
        language = self.part.language
        columns: list[tuple[str, Sequence[float | None]]] = []
        for row in source.series:
            name = _with_unit(row.name, source.unit)
            if source.kind == "scatter":
                columns.append((f"{name} x", row.xs))
            columns.append((name, row.values))
            columns += [
                (f"{name} {label}", values) for label, values in ((_("low"), row.low), (_("high"), row.high)) if values
            ]
        labels = [label.in_language(language) for label in source.labels]
        rows = [
            (label, *(values[place] if place < len(values) else None for _name, values in columns))
            for place, label in enumerate(labels)
        ]
        self._sheet(block.title, [("", *(name for name, _values in columns)), *rows])

    def _actions(self) -> None:
        actions = [action for chapter in self.part.chapters for action in chapter.actions]
        if not actions:
            return
        head = [
            *(_("Rank"), _("Action"), _("Reason"), _("Who"), _("First step"), _("Where in ArtNex")),
            *(_("Impact"), _("Effort"), _("Confidence"), _("Priority")),
        ]
        rows = [
            (a.rank, a.title, a.reason, a.owner, a.first_step, a.module, a.impact, a.effort, a.confidence, a.priority)
            for a in actions
        ]
        self._sheet(_("Actions"), [head, *rows])

    def _evidence(self) -> None:
        head = [_("No."), _("Fact"), _("Value"), _("As of"), _("Source")]
        rows = [(row.number, row.label, row.value, row.as_of, row.source) for row in self.part.evidence]
        self._sheet(_("Evidence"), [head, *rows])

    def _sheet(self, title: str, rows: Iterable[Sequence[Any]], head_row: int | None = 1) -> Any:
        """A sheet with this name, made unique; the head stays in sight."""
        from openpyxl.styles import Alignment, Font
        from openpyxl.utils import get_column_letter

        sheet = self.book.create_sheet(self._name(title))
        widths: dict[int, int] = {}
        for row in rows:
            sheet.append([_safe(value) for value in row])
            for place, value in enumerate(row, 1):
                widths[place] = max(
                    widths.get(place, NARROWEST), *(_width(line) for line in str(value or "").split("\n"))
                )
        for place, width in widths.items():
            sheet.column_dimensions[get_column_letter(place)].width = min(width + 2, WIDEST)
        for line in sheet.iter_rows():
            for cell in line:
                cell.alignment = Alignment(wrap_text=isinstance(cell.value, str), vertical="top")
        if head_row:
            for cell in sheet[head_row]:
                cell.font = Font(bold=True)
            sheet.freeze_panes = f"A{head_row + 1}"
        return sheet

    def _name(self, title: str) -> str:
        mark = "" if len(self.options.language.parts) == 1 else f"{self.part.language} "
        stem = NOT_IN_SHEET_NAMES.sub(" ", mark + without_controls(title)).strip()[:LONGEST_SHEET_NAME] or "-"
        name, number = stem, 2
        taken = {known.casefold() for known in self.book.sheetnames}
        while name.casefold() in taken:
            name = f"{stem[: LONGEST_SHEET_NAME - len(str(number)) - 1]} {number}"
            number += 1
        return name


def _typed(value: Cell, column: TableColumn) -> Any:
    """A cell as a spreadsheet counts with it: numbers stay numbers, days become dates."""
    if isinstance(value, Bilingual):
        return value.in_language(translation.get_language() or "ko")
    if column.kind == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            return value
    return value


def _safe(value: Any) -> Any:
    """Text that a spreadsheet would run as a formula is quoted, and what it cannot hold is taken out."""
    return plain(without_controls(value))[:LONGEST_CELL] if isinstance(value, str) else value


def _with_unit(label: Bilingual, unit: str) -> str:
    text = label.in_language(translation.get_language() or "ko")
    return f"{text} ({unit_text(unit)})" if unit else text


def _number_format(column: TableColumn) -> str:
    decimals = "0" * (column.decimals or (1 if column.kind == "score" else 0))
    point = f".{decimals}" if decimals else ""
    match column.kind:
        case "percent":
            return f"0{point}%"
        case "date":
            return "yyyy-mm-dd"
        case _:
            return f"#,##0{point}"


def _width(text: str) -> int:
    """Columns that a text takes: Hangul is twice as wide as Latin."""
    return sum(2 if ord(character) > 0x1100 else 1 for character in text)

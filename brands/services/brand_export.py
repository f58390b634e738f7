"""Brands as a file for a spreadsheet: Korean opens intact, and no cell is run as a formula."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from artnex.web.tables import plain
from brands.models import Brand

# What a column of a file is called by the API, and by people. Order is that of the file.
WRITABLE: dict[str, str | Promise] = {
    "brand_name": _("Brand name"),
    "category": _("Category"),
    "slogan": _("Slogan"),
    "mission": _("Mission"),
    "vision": _("Vision"),
    "keywords": _("Keywords"),
    "website": _("Website"),
    "voice": _("Voice"),
    "target": _("Target"),
    "palette": _("Palette"),
}
FIGURES: dict[str, str | Promise] = {
    "followers": _("Followers"),
    "engagement_rate": _("Engagement rate"),
    "popularity_index": _("Popularity"),
    "trend_score": _("Trend"),
    "created_at": _("Registered"),
    "updated_at": _("Updated"),
}
COLUMNS = {"id": "id"} | WRITABLE | FIGURES
LISTS = ("keywords", "palette")
EXPORT_FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL = 32_767  # more than that no XLSX cell holds


@dataclass(frozen=True)
class ExportedFile:
    content: bytes
    content_type: str
    name: str


def export_brands(rows: QuerySet[Brand], kind: str, *, translated: bool = False) -> ExportedFile:
    """The brands as "csv" or "xlsx"; headings are the API's names, or with `translated` the words of the pages."""
    headings = [str(label) if translated else name for name, label in COLUMNS.items()]
    table = _table_rows(rows)
    content = _as_csv(headings, table) if kind == "csv" else _as_xlsx(headings, table)
    return ExportedFile(content, EXPORT_FORMATS[kind], f"artnex-brands-{timezone.localdate():%Y-%m-%d}.{kind}")


def _table_rows(rows: QuerySet[Brand]) -> Iterator[list[Any]]:
    for brand in rows.iterator(chunk_size=500):
        yield [_cell(name, getattr(brand, name)) for name in COLUMNS]


def _cell(name: str, value: Any) -> Any:
    if name in LISTS:
        value = ";".join(value)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    return plain(value)


def _as_csv(headings: list[str], table: Iterator[list[Any]]) -> bytes:
    text = io.StringIO()
    text.write("\ufeff")  # Excel takes the file for UTF-8 by this mark
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows(table)
    return text.getvalue().encode("utf-8")


def _as_xlsx(headings: list[str], table: Iterator[list[Any]]) -> bytes:
    from openpyxl import Workbook  # takes a while to load
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("brands")
    sheet.freeze_panes = "C2"
    for letter, width in zip("ABCDEFGHIJKL", (8, 28, 18, 32, 40, 40, 32, 28, 32, 32, 24, 12), strict=True):
        sheet.column_dimensions[letter].width = width

    def cell(value: Any) -> Any:
        if not isinstance(value, str):
            return value
        made = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
        made.data_type = "s"  # text, whatever it begins with
        return made

    top = [cell(heading) for heading in headings]
    for heading in top:
        heading.font = Font(bold=True)
    sheet.append(top)
    for row in table:
        sheet.append([cell(value) for value in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()

"""KPI values from a table: a file or cells pasted from a spreadsheet.

Two layouts are understood: one value a row (`kpi_type`, `value`, `measurement_date`), and one day a row with a column
for each KPI. Headings may be the names of the API or the labels of the pages, Korean or English.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from artnex.errors import ValidationFailed
from brands.engine.numbers import parse_number
from brands.engine.sheets import UnreadableSheetError, read_sheet, read_text_table
from brands.kpi_types import KPI_TYPES, OWN_TYPE
from brands.services.kpis import check_kpi

MOST_VALUES = 5000
MOST_ROWS = 10_001
DAY = re.compile(r"(\d{4})[-./]?\s?(\d{1,2})[-./]?\s?(\d{1,2})\.?(?:[T ]00:00(?::00)?)?", re.ASCII)
HEADINGS = {
    "measurement_date": ("measurement_date", "date", "day", "날짜", "일자", "측정일", "기준일"),
    "kpi_type": ("kpi_type", "kpi", "type", "지표", "종류"),
    "value": ("value", "값", "수치"),
}


@dataclass(frozen=True, slots=True)
class BadCell:
    """A value that cannot be taken: in which row (1 is the heading), what stands there, and why not."""

    row: int
    text: str
    reason: str


@dataclass(slots=True)
class KpiTable:
    """What a table holds: values ready for `enter_kpis`, and what is wrong with the others."""

    values: list[dict[str, Any]] = field(default_factory=list)
    bad: list[BadCell] = field(default_factory=list)


def read_kpi_file(content: bytes) -> KpiTable:
    """Read CSV or XLSX; ValidationFailed on `file` when it is no table of KPIs at all."""
    try:
        rows = read_sheet(content, most_rows=MOST_ROWS)
    except UnreadableSheetError as unreadable:
        raise ValidationFailed.field("file", _("This file cannot be read as a table.")) from unreadable
    return read_kpi_rows(rows, source_field="file")


def read_kpi_text(text: str) -> KpiTable:
    """Read pasted cells; ValidationFailed on `pasted`."""
    try:
        rows = read_text_table(text, most_rows=MOST_ROWS)
    except UnreadableSheetError as unreadable:
        raise ValidationFailed.field("pasted", _("This text cannot be read as a table.")) from unreadable
    return read_kpi_rows(rows, source_field="pasted")


def read_kpi_rows(rows: Sequence[Sequence[str]], *, source_field: str) -> KpiTable:
    """Take the values apart; ValidationFailed on `source_field` when headings are missing or there is too much."""
    if not rows:
        raise ValidationFailed.field(source_field, _("There are no rows."))
    columns = [_meaning(heading) for heading in rows[0]]
    if "measurement_date" not in columns:
        raise ValidationFailed.field(source_field, _("The first row needs a heading for the day, such as date."))
    table = KpiTable()
    day_at = columns.index("measurement_date")
    places: list[tuple[int | None, int]]
    if "kpi_type" in columns and "value" in columns:
        places = [(columns.index("kpi_type"), columns.index("value"))]
    else:
        places = [(None, at) for at, meaning in enumerate(columns) if _is_kpi(meaning)]
    if not places:
        message = _("The first row needs the headings kpi_type and value, or one heading for each KPI.")
        raise ValidationFailed.field(source_field, message)
    for number, row in enumerate(rows[1:], start=2):
        if any(row):
            _read_row(table, number, row, columns, day_at, places)
    if len(table.values) > MOST_VALUES:
        message = _("At most %(most)s values at once; these are %(count)s.")
        numbers = {"most": f"{MOST_VALUES:,}", "count": f"{len(table.values):,}"}
        raise ValidationFailed.field(source_field, message % numbers)
    if not table.values and not table.bad:
        raise ValidationFailed.field(source_field, _("There are no values."))
    return table


def _read_row(
    table: KpiTable,
    number: int,
    row: Sequence[str],
    columns: Sequence[str],
    day_at: int,
    places: Sequence[tuple[int | None, int]],
) -> None:
    day_text = _cell(row, day_at)
    day = parse_day(day_text)
    if day is None:
        table.bad.append(BadCell(number, day_text, _("This is no day. Write it as 2026-01-31.")))
        return
    for type_at, value_at in places:
        text = _cell(row, value_at)
        kind = columns[value_at] if type_at is None else _meaning(_cell(row, type_at))
        if type_at is None and not text:
            continue  # a day without a value for this KPI
        problem = _take(table, kind, text, day)
        if problem:
            table.bad.append(BadCell(number, f"{kind}: {text}", problem))


def _take(table: KpiTable, kind: str, text: str, day: date) -> str:
    """Add the value to the table, or say what is wrong with it."""
    value: Decimal | None = parse_number(text)
    if value is None:
        return _("This is no number.")
    try:
        check_kpi(kpi=kind, value=value, day=day)
    except ValidationFailed as wrong:
        return " ".join(str(detail["message"]) for detail in wrong.details)
    table.values.append({"kpi_type": kind, "value": value, "measurement_date": day})
    return ""


def _cell(row: Sequence[str], at: int) -> str:
    return row[at] if at < len(row) else ""


def _is_kpi(meaning: str) -> bool:
    return meaning in KPI_TYPES or bool(OWN_TYPE.fullmatch(meaning))


def parse_day(text: str) -> date | None:
    """2026-01-31, 2026.1.31., 2026/1/31, 20260131, 2026. 1. 31."""
    found = DAY.fullmatch(text.strip())
    if found is None:
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _meaning(heading: str) -> str:
    """What a heading (or the name of a KPI in a cell) stands for; the text itself when nothing known."""
    plain = heading.strip().casefold()
    for meaning, names in HEADINGS.items():
        if plain in names:
            return meaning
    return _labels().get(plain, plain)


def _labels() -> dict[str, str]:
    """The KPIs by what pages call them, in both languages."""
    labels: dict[str, str] = {}
    for language in ("ko", "en"):
        with override(language):
            labels |= {str(kpi.label).casefold(): kpi.name for kpi in KPI_TYPES.values()}
    return labels

"""Values written out as people read them. Every form takes its texts from here, so a number is the same in all."""

import re
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from artnex.charts.numbers import exact, plain, with_unit
from artnex.errors import Message
from reports.content import Bilingual, Cell, TableColumn

MISSING = "–"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
WON = "KRW"
SOURCES: dict[str, Message] = {
    "brand": gettext_lazy("Identity of the brand"),
    "brand_dna": gettext_lazy("Brand DNA"),
    "competitor": gettext_lazy("Competitors entered"),
    "diagnosis": gettext_lazy("Answers of the diagnosis"),
    "kpi": gettext_lazy("KPIs entered"),
    "product": gettext_lazy("Product sheets"),
    "tracking": gettext_lazy("Tracked contents"),
    "trend": gettext_lazy("Trend of the KPIs"),
}
MONEY_UNITS = {WON: {"ko": "원", "en": "₩"}, "USD": {"ko": "$", "en": "$"}, "EUR": {"ko": "€", "en": "€"}}


def score_text(score: float | None) -> str:
    """A score of 0–100 with one decimal; a dash where there is none."""
    return MISSING if score is None else plain(score, 1)


def day_text(value: str | date | None) -> str:
    """A day as this language writes it; a text that is no day stays as it is."""
    if not value:
        return ""
    if isinstance(value, str):
        try:
            return date_format(date.fromisoformat(value[:10]), "DATE_FORMAT")
        except ValueError:
            return value
    return date_format(value, "DATE_FORMAT")


def unit_text(unit: str) -> str:
    """A unit as it is written in the language at hand: KRW is 원 in Korean."""
    language = (translation.get_language() or "ko")[:2]
    return MONEY_UNITS.get(unit, {}).get(language, unit)


def cell_text(value: Cell, column: TableColumn) -> str:
    """A table's cell in the language at hand."""
    if value is None:
        return MISSING
    if isinstance(value, Bilingual):
        return value.in_language(translation.get_language() or "ko")
    if isinstance(value, str):
        return day_text(value) if column.kind == "date" else value
    match column.kind:
        case "percent":
            return f"{plain(value * 100, column.decimals)}%"
        case "score":
            return plain(value, column.decimals or 1)
        case "money":
            return with_unit(plain(value, column.decimals), unit_text(column.unit))
        case _:
            return with_unit(plain(value, column.decimals), unit_text(column.unit))


def is_figure(column: TableColumn) -> bool:
    """Whether a column is set flush right."""
    return column.kind not in {"text", "date"}


def fact_text(value: float | str | bool | None, unit: str) -> str:
    """The value of a fact with its unit."""
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, str):
        return day_text(value) if DAY.fullmatch(value) else value
    match unit:
        case "ratio":
            return f"{exact(round(value * 100, 2))}%"
        case "rank":
            return _("No. %(rank)s") % {"rank": exact(value)}
        case _:
            return exact(value, unit_text(unit))


def source_text(source: str) -> str:
    """Whose figure a fact is: the short names that our own queries use in words, any other as it stands."""
    return str(SOURCES.get(source, source))

"""Charts of a brand's figures, for its pages and its printed documents."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from artnex.charts import LineChart, RadarChart, Series
from artnex.charts.numbers import exact
from brands.engine.buckets import bucket_ends, bucket_size, last_in_buckets
from brands.kpi_types import KpiType, kpi_type
from brands.models import Brand
from brands.queries.competitors import COMPARED, Side, beside_the_best
from brands.queries.figures import kpi_series

UNITS = {"money": "₩", "fraction": "%"}
MOST_RIVALS = 5


def shown_value(kpi: KpiType, value: Any) -> str:
    """A value as people read it: 12,840 · ₩1,200,000 · 3.4%."""
    number = float(value) * (100 if kpi.unit == "fraction" else 1)
    return exact(round(number, 2), UNITS.get(kpi.unit, ""))


@dataclass(frozen=True, slots=True)
class KpiChart:
    """One KPI over a period: the chart, how many values went in, and what each point of it is."""

    kpi: KpiType
    chart: LineChart
    count: int
    previous_count: int
    note: str
    start: date
    end: date


def kpi_chart(brand: Brand, name: str, *, start: date, end: date, compare: bool = False) -> KpiChart:
    """Draw one KPI from `start` to `end`, with `compare` beside the period of equal length before it."""
    series = kpi_series(brand, name, start=start, end=end)
    kpi = kpi_type(name) or KpiType(name, name, "count", None)
    points = {row["date"]: row["value"] for row in series["points"]}
    length = (end - start).days + 1
    shift = timedelta(days=length)
    earlier = {row["date"] + shift: row["value"] for row in series["previous"]} if compare else {}
    size = bucket_size([*points], length)
    ends = bucket_ends(start, end, size)
    rows = [Series(_("This period"), _scaled(kpi, last_in_buckets(points, ends, size)))]
    if compare:
        rows.append(Series(_("The period before"), _scaled(kpi, last_in_buckets(earlier, ends, size))))
    chart = LineChart(
        title=_("%(kpi)s from %(start)s to %(end)s")
        % {"kpi": kpi.label, "start": date_format(start, "SHORT_DATE_FORMAT"), "end": _short_day(end)},
        labels=[_label(day, length) for day in ends],
        series=rows,
        unit=UNITS.get(kpi.unit, ""),
        width=760,
    )
    return KpiChart(kpi, chart, len(points), len(earlier), _note(size), start, end)


def _scaled(kpi: KpiType, values: Sequence[Decimal | None]) -> list[float | None]:
    factor = 100 if kpi.unit == "fraction" else 1
    return [None if value is None else float(value) * factor for value in values]


def _short_day(day: date) -> str:
    return date_format(day, "SHORT_DATE_FORMAT")


def _label(day: date, length: int) -> str:
    return f"{day.year % 100:02d}.{day.month}.{day.day}" if length > 200 else f"{day.month}.{day.day}"


def _note(size: int) -> str:
    return {
        1: _("Each point is the value of one day."),
        7: _("Each point is the last value of a week."),
    }.get(size, _("Each point is the last value of four weeks."))


def comparison_radar(sides: Sequence[Side]) -> RadarChart:
    """The brand and its first competitors, each figure in percent of the best among them."""
    drawn = [side for side in sides if side.figures][: MOST_RIVALS + 1]
    return RadarChart(
        title=_("In percent of the best among those compared"),
        labels=[str(kpi_type(name).label) for name in COMPARED],  # type: ignore[union-attr]
        series=[Series(side.name, values) for side, values in zip(drawn, beside_the_best(drawn), strict=True)],
        unit="%",
        maximum=100,
        width=520,
        height=380,
    )

"""Charts as SVG, drawn in plain Python: the same for pages, PDF and exports.

A chart is its data: `LineChart(title=…, labels=…, series=[Series("…", […])])`. Then

- `chart.svg()` for a page (colours follow static/css/charts.css), `chart.svg("print")` for PDF and files,
- `chart.table()` for those who cannot see it, `chart.narrow()` for a phone,
- `{% load charts %}{% chart chart %}` puts all of this on a page.

The functions below draw at once. Missing values (None, NaN) stay gaps, no data says so, nothing is ever made up.
"""

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString

from artnex.charts.bars import BarChart, HorizontalBarChart, StackedChart
from artnex.charts.base import Chart, LabelledChart, Series
from artnex.charts.fields import Dot, HeatMap, ScatterChart
from artnex.charts.line import AreaChart, LineChart, Sparkline, sparkline_of
from artnex.charts.rounds import DonutChart, GaugeChart, RadarChart

__all__ = [
    "AreaChart",
    "BarChart",
    "Chart",
    "DonutChart",
    "Dot",
    "GaugeChart",
    "HeatMap",
    "HorizontalBarChart",
    "LabelledChart",
    "LineChart",
    "RadarChart",
    "ScatterChart",
    "Series",
    "Sparkline",
    "StackedChart",
    "area",
    "bar",
    "donut",
    "gauge",
    "heatmap",
    "horizontal_bar",
    "line",
    "radar",
    "scatter",
    "sparkline",
    "stacked",
]


def line(*, title: str, labels: Sequence[str], series: Sequence[Series], **options: Any) -> SafeString:
    return _draw(LineChart, options, title=title, labels=labels, series=series)


def area(*, title: str, labels: Sequence[str], series: Sequence[Series], **options: Any) -> SafeString:
    return _draw(AreaChart, options, title=title, labels=labels, series=series)


def bar(*, title: str, labels: Sequence[str], series: Sequence[Series], **options: Any) -> SafeString:
    return _draw(BarChart, options, title=title, labels=labels, series=series)


def horizontal_bar(*, title: str, labels: Sequence[str], series: Sequence[Series], **options: Any) -> SafeString:
    return _draw(HorizontalBarChart, options, title=title, labels=labels, series=series)


def stacked(*, title: str, labels: Sequence[str], series: Sequence[Series], **options: Any) -> SafeString:
    return _draw(StackedChart, options, title=title, labels=labels, series=series)


def radar(*, title: str, labels: Sequence[str], series: Sequence[Series], **options: Any) -> SafeString:
    return _draw(RadarChart, options, title=title, labels=labels, series=series)


def donut(*, title: str, labels: Sequence[str], values: Sequence[object], **options: Any) -> SafeString:
    return _draw(DonutChart, options, title=title, labels=labels, values=values)


def scatter(*, title: str, dots: Sequence[Dot], **options: Any) -> SafeString:
    return _draw(ScatterChart, options, title=title, dots=dots)


def heatmap(
    *, title: str, columns: Sequence[str], row_names: Sequence[str], values: Sequence[Sequence[object]], **options: Any
) -> SafeString:
    return _draw(HeatMap, options, title=title, columns=columns, row_names=row_names, values=values)


def gauge(*, title: str, value: object, **options: Any) -> SafeString:
    return _draw(GaugeChart, options, title=title, value=value)


def sparkline(values: Sequence[object], *, title: str, theme: Any = "page", **options: Any) -> SafeString:
    return sparkline_of(values, title=title, **options).svg(theme)


def _draw(kind: type[Chart], options: dict[str, Any], **data: Any) -> SafeString:
    theme = options.pop("theme", "page")
    return kind(**data, **options).svg(theme)

"""Charts that PowerPoint itself draws and edits."""

from collections.abc import Callable
from typing import Any

from artnex.charts.canvas import PALETTE
from reports.content import ChartBlock
from reports.rendering.texts import without_controls
from reports.rendering.values import unit_text

NOT_NATIVE = frozenset({"heatmap"})  # PowerPoint has none: its numbers stand in a table
FEWEST_CORNERS = 3
FONT_SIZE = 12


def can_be_native(block: ChartBlock) -> bool:
    """Whether PowerPoint knows this kind of chart."""
    return block.kind not in NOT_NATIVE and bool(block.series)


def add_native_chart(slide: Any, block: ChartBlock, language: str, box: list[Any], *, font: str) -> None:
    """Put the chart on the slide; what is missing stays a gap."""
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    data = _scatter_data(block, language) if block.kind == "scatter" else _category_data(block, language)
    chart = slide.shapes.add_chart(_chart_type(block), *box, data).chart
    chart.font.size, chart.font.name = Pt(FONT_SIZE), font
    chart.has_title = False
    chart.has_legend = len(block.series) > 1 or block.kind in {"donut", "gauge"}
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    _colour(chart, block)
    if block.kind == "horizontal_bar":
        chart.category_axis.reverse_order = True  # the first label at the top, as on paper


def _colour(chart: Any, block: ChartBlock) -> None:
    """The colours of our own charts: by series, or by part where one series is a whole."""
    from pptx.dml.color import RGBColor

    def paint(target: Any, place: int) -> None:
        colour = RGBColor.from_string(PALETTE[place % len(PALETTE)][1:].upper())
        if block.kind in {"line", "radar"}:
            target.format.line.color.rgb = colour
        if block.kind == "scatter":
            target.format.line.fill.background()  # dots, not a path through them
            target = target.marker
        target.format.fill.solid()
        target.format.fill.fore_color.rgb = colour

    for place, series in enumerate(chart.plots[0].series):
        if block.kind in {"donut", "gauge"}:
            for part in range(len(series.values)):
                paint(series.points[part], part if block.kind == "donut" else part * 7)
        else:
            paint(series, place)


def _chart_type(block: ChartBlock) -> Any:
    from pptx.enum.chart import XL_CHART_TYPE as KIND

    radar = KIND.RADAR_MARKERS if len(block.labels) >= FEWEST_CORNERS else KIND.BAR_CLUSTERED
    kinds = {
        "line": KIND.LINE_MARKERS,
        "area": KIND.AREA,
        "bar": KIND.COLUMN_CLUSTERED,
        "horizontal_bar": KIND.BAR_CLUSTERED,
        "stacked": KIND.COLUMN_STACKED,
        "radar": radar,
        "donut": KIND.DOUGHNUT,
        "gauge": KIND.DOUGHNUT,
        "scatter": KIND.XY_SCATTER,
    }
    return kinds[block.kind]


def _category_data(block: ChartBlock, language: str) -> Any:
    from pptx.chart.data import CategoryChartData

    data = CategoryChartData()
    name_of = _names(block, language)
    if block.kind == "gauge":
        value, whole = block.series[0].values[0], block.maximum or 100
        data.categories = [name_of(0), "–"]
        data.add_series(name_of(0), [value, None if value is None else max(whole - value, 0)])
        return data
    data.categories = [without_controls(label.in_language(language)) for label in block.labels]
    for place, row in enumerate(block.series):
        data.add_series(name_of(place), row.values)
    return data


def _scatter_data(block: ChartBlock, language: str) -> Any:
    from pptx.chart.data import XyChartData

    data = XyChartData()
    name_of = _names(block, language)
    for place, row in enumerate(block.series):
        dots = data.add_series(name_of(place))
        for x, y in zip(row.xs, row.values, strict=False):
            if x is not None and y is not None:
                dots.add_data_point(x, y)
    return data


def _names(block: ChartBlock, language: str) -> Callable[[int], str]:
    unit = unit_text(block.unit)

    def name_of(place: int) -> str:
        name = without_controls(block.series[place].name.in_language(language))
        return f"{name} ({unit})" if unit else name

    return name_of

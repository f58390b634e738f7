"""A chart block as a chart of artnex/charts, its words in one language."""

from collections.abc import Sequence

from artnex.charts import (
    AreaChart,
    BarChart,
    Chart,
    DonutChart,
    Dot,
    GaugeChart,
    HeatMap,
    HorizontalBarChart,
    LabelledChart,
    LineChart,
    RadarChart,
    ScatterChart,
    Series,
    StackedChart,
)
from reports.content import Bilingual, ChartBlock
from reports.rendering.values import unit_text

LABELLED: dict[str, type[LabelledChart]] = {
    "line": LineChart,
    "area": AreaChart,
    "bar": BarChart,
    "horizontal_bar": HorizontalBarChart,
    "stacked": StackedChart,
}


def chart_of(block: ChartBlock, language: str) -> Chart:
    """The chart with title, labels and series in `language`; call it with that language active, for its numbers."""
    title, unit = block.title.in_language(language), unit_text(block.unit)
    labels = [label.in_language(language) for label in block.labels]
    match block.kind:
        case "radar":
            return RadarChart(
                title=title, unit=unit, labels=labels, series=_series(block, language), maximum=block.maximum
            )
        case "donut":
            return DonutChart(title=title, unit=unit, labels=labels, values=_first(block))
        case "gauge":
            value = next(iter(_first(block)), None)
            caption = labels[0] if labels else ""
            return GaugeChart(title=title, unit=unit, value=value, maximum=block.maximum or 100, caption=caption)
        case "scatter":
            return ScatterChart(title=title, unit=unit, dots=_dots(block, language))
        case "heatmap":
            return HeatMap(
                title=title,
                unit=unit,
                columns=labels,
                row_names=[row.name.in_language(language) for row in block.series],
                values=[row.values for row in block.series],
            )
    return LABELLED[block.kind](title=title, unit=unit, labels=labels, series=_series(block, language))


def _series(block: ChartBlock, language: str) -> list[Series]:
    return [Series(row.name.in_language(language), row.values, row.low, row.high) for row in block.series]


def _first(block: ChartBlock) -> Sequence[float | None]:
    return block.series[0].values if block.series else ()


def _dots(block: ChartBlock, language: str) -> list[Dot]:
    """Dots whose place is known; each series is a group of its own."""
    nothing = Bilingual("", "")
    labels = [*block.labels, *[nothing] * max((len(row.values) for row in block.series), default=0)]
    return [
        Dot(x, y, label.in_language(language), row.name.in_language(language))
        for row in block.series
        for x, y, label in zip(row.xs, row.values, labels, strict=False)
        if x is not None and y is not None
    ]

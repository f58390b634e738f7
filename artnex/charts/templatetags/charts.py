"""{% chart some_chart %} puts a chart on a page, for wide and narrow screens, with its table behind it."""

from django import template
from django.utils.safestring import SafeString

from artnex.charts import Chart, sparkline_of

register = template.Library()


@register.inclusion_tag("charts/chart.html")
def chart(chart: Chart, *, heading: str = "", caption: str = "", table: bool = True) -> dict[str, object]:
    """The chart as a figure with a visible `heading` and `caption`; `table=False` leaves the table out."""
    narrow = chart.narrow()
    return {
        "wide": chart.svg(),
        "narrow": narrow.svg() if narrow.width < chart.width else "",
        "table": chart.table() if table and not chart.is_empty else "",
        "heading": heading,
        "caption": caption,
    }


@register.simple_tag
def sparkline(values: list[object], title: str) -> SafeString:
    """A small line in running text or a table cell."""
    return sparkline_of(values, title=title).svg()

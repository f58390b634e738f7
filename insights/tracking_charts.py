"""Charts of content tracking."""

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from artnex.charts import LineChart, Series
from insights.models import Content, Tracking


def trend_chart(tracking: Tracking, trend: dict[str, Any]) -> LineChart:
    """The interest in a keyword over time; its name says where the figures come from."""
    if trend["source"] == "naver_datalab":
        title, name = _("Searches for “%(keyword)s” on Naver"), _("Busiest day = 100")
    else:
        title, name = _("Contents found about “%(keyword)s”"), _("Published a day")
    return LineChart(
        title=title % {"keyword": tracking.keyword},
        labels=[f"{point['date'].month}.{point['date'].day}" for point in trend["points"]],
        series=[Series(name, [point["value"] for point in trend["points"]])],
        from_zero=True,
        width=760,
        height=220,
    )


def history_charts(content: Content, history: dict[str, Any]) -> list[LineChart]:
    """Views, likes and comments of a content over time, each on an axis of its own."""
    labels = [date_format(localtime(point["taken_at"]), "n.j") for point in history["points"]]
    names = {
        "view_count": _("Views"),
        "like_count": _("Likes"),
        "comment_count": pgettext("numbers of a content", "Comments"),
    }
    charts = []
    for field, name in names.items():
        values = [point[field] for point in history["points"]]
        if any(value is not None for value in values):
            title = _("%(number)s of “%(title)s”") % {"number": name, "title": content.title[:60]}
            charts.append(LineChart(title=title, labels=labels, series=[Series(name, values)], width=760, height=220))
    return charts

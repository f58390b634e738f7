"""The first tab of a brand: who it is and how it is doing."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.events.queries import activity_for
from brands.figure_charts import kpi_chart
from brands.forms.figures import PeriodForm
from brands.kpi_types import KPI_TYPES
from brands.models import Brand, BrandDna
from brands.overview import OverviewCard, cards_of, register_card
from brands.queries.figures import Newest, kpi_names_of, newest_kpis
from brands.services.kpis import TREND_KPI
from brands.tabs import BrandTab, register_tab
from brands.views.base import BrandPage

ACTIVITY_LINES = 8
SMALLEST_CHANGE = 0.05  # percent; less is written as 0.0 and has no direction
AXIS_LABELS = {
    "density": _("density"),
    "warmth": _("warmth"),
    "playfulness": _("playfulness"),
    "sophistication": _("sophistication"),
    "energy": _("energy"),
}
HEADLINES = ("followers", "engagement_rate", "views", "revenue")


class ChartMixin:
    """The chart of one KPI with its controls; what was chosen is in the URL."""

    request: Any
    brand: Brand

    @cached_property
    def newest(self) -> Newest:
        return newest_kpis(self.brand)

    def chart_context(self) -> dict[str, Any]:
        names = kpi_names_of(self.newest)
        if not names:
            return {"period_form": None, "kpi_chart": None}
        form = PeriodForm(self.request.GET, kpis=names, default=TREND_KPI if TREND_KPI in names else names[0])
        form.full_clean()
        start, end = form.period()
        kpi = form.cleaned_data.get("kpi") or form.data["kpi"]
        drawn = kpi_chart(
            self.brand,
            kpi if kpi in names else names[0],
            start=start,
            end=end,
            compare=bool(form.cleaned_data.get("compare")),
        )
        return {"period_form": form, "kpi_chart": drawn}


def headlines_of(newest: Newest, names: Sequence[str]) -> list[dict[str, Any]]:
    """The latest values with the change since the value before, as the cards show them."""
    rows = []
    for name in names:
        values = newest.get(name)
        if not values:
            continue
        before = values[1][1] if len(values) > 1 else None
        better = KPI_TYPES[name].more_is_better if name in KPI_TYPES else None
        change = None if not before else (values[0][1] - before) / abs(before) * 100
        direction = (
            ""
            if change is None or abs(change) < SMALLEST_CHANGE or better is None
            else "up"
            if (change > 0) == better
            else "down"
        )
        rows.append({"name": name, "value": values[0][1], "day": values[0][0], "change": change, "trend": direction})
    return rows


class OverviewPage(ChartMixin, BrandPage):
    tab = "overview"
    template_name = "brands/figures/overview.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(
            **self.chart_context(),
            headlines=headlines_of(self.newest, HEADLINES),
            cards=cards_of(self.brand, self.request),
            activity=activity_for(self.request.user, self.brand.pk, limit=ACTIVITY_LINES),
            **extra,
        )


def dna_card(brand: Brand, user: Any) -> dict[str, Any]:
    """The brand's latest DNA, or none yet."""
    dna = BrandDna.objects.restrict(user, "read").filter(brand=brand).first()
    if dna is None:
        return {"dna": None}
    colours = [value for name, value in dna.tokens.items() if name.startswith("color.") and str(value).startswith("#")]
    axes = [(AXIS_LABELS[name], round(value * 100)) for name, value in dna.axes.items()]
    return {"dna": dna, "axes": axes, "colours": colours[:8]}


OVERVIEW_SHOWS = ("brand", "kpi", "brand_dna", "project", "task", "persona", "competitor", "product")
register_tab(BrandTab("overview", _("Overview"), "brands:brand", order=10, shows=OVERVIEW_SHOWS))
register_card(OverviewCard("dna", "brands/figures/_dna_card.html", dna_card, order=10))

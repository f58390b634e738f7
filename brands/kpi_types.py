"""The KPIs a brand can have: what each is called, its unit, and whether more is better."""

import re
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from artnex.errors import Message

OWN_TYPE = re.compile(r"x_[a-z0-9_]{1,38}")
LARGEST = Decimal(10) ** 13


@dataclass(frozen=True, slots=True)
class KpiType:
    """`unit` is count, money, fraction, points or score; `more_is_better` None where neither is."""

    name: str
    label: Message
    unit: str
    more_is_better: bool | None = True
    low: Decimal = Decimal(0)
    high: Decimal = LARGEST


KPI_TYPES = {
    kpi.name: kpi
    for kpi in (
        KpiType("followers", _("Followers"), "count"),
        KpiType("engagement_rate", _("Engagement rate"), "fraction", high=Decimal(1)),
        KpiType("posts", _("Posts"), "count", None),
        KpiType("views", _("Views"), "count"),
        KpiType("revenue", _("Revenue"), "money"),
        KpiType("orders", _("Orders"), "count"),
        KpiType("visitors", _("Visitors"), "count"),
        KpiType("nps", _("Net promoter score"), "points", low=Decimal(-100), high=Decimal(100)),
        KpiType("popularity_index", _("Popularity"), "score", high=Decimal(100)),
        KpiType("trend_score", _("Trend"), "score", low=Decimal(-100), high=Decimal(100)),
    )
}


def kpi_type(name: str) -> KpiType | None:
    """The known type, or one made for an own `x_…` name; None for anything else."""
    if name in KPI_TYPES:
        return KPI_TYPES[name]
    if OWN_TYPE.fullmatch(name):
        return KpiType(name, name.removeprefix("x_").replace("_", " "), "count", None, low=-LARGEST)
    return None


def value_problem(kpi: KpiType, value: Decimal) -> Message | None:
    """What is wrong with `value` for this KPI, or None."""
    if not value.is_finite():
        return _("Enter a number.")
    if not kpi.low <= value <= kpi.high:
        return _("Enter a value from %(low)s to %(high)s.") % {"low": f"{kpi.low:,f}", "high": f"{kpi.high:,f}"}
    return None

"""A brand beside its competitors: the same figures for all, from what is known of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from artnex.access import RestrictedQuerySet
from brands.engine.popularity import SHARES, brand_popularity
from brands.models import Brand, Competitor, CompetitorKpi
from brands.queries.figures import newest_kpis

COMPARED = tuple(SHARES)


@dataclass(frozen=True, slots=True)
class Figure:
    value: Decimal
    day: date


@dataclass(frozen=True, slots=True)
class Side:
    """One column of the comparison; `competitor` is None for the brand itself."""

    name: str
    competitor: Competitor | None
    figures: Mapping[str, Figure]

    @property
    def popularity(self) -> float | None:
        return brand_popularity({kpi: float(figure.value) for kpi, figure in self.figures.items()}).index


def competitors_of(brand: Brand, user: Any) -> RestrictedQuerySet[Competitor]:
    """The competitors with their figures, in two statements."""
    rows = Competitor.objects.restrict(user, "read").filter(brand=brand)
    figures = CompetitorKpi.objects.filter(kpi_type__in=COMPARED)
    return rows.prefetch_related(Prefetch("kpis", queryset=figures))  # type: ignore[return-value]


def comparison(brand: Brand, competitors: list[Competitor]) -> list[Side]:
    """The brand first, then its competitors."""
    own = {kpi: Figure(values[0][1], values[0][0]) for kpi, values in newest_kpis(brand, most=1).items()}
    sides = [Side(brand.brand_name, None, {kpi: own[kpi] for kpi in COMPARED if kpi in own})]
    for row in competitors:
        figures = {kpi.kpi_type: Figure(kpi.value, kpi.measurement_date) for kpi in row.kpis.all()}  # type: ignore[attr-defined]
        sides.append(Side(row.competitor_name, row, figures))
    return sides


def beside_the_best(sides: Sequence[Side]) -> list[list[float | None]]:
    """For each side its compared figures in percent of the best among them; None where a figure is not known."""
    best = {
        name: max((float(side.figures[name].value) for side in sides if name in side.figures), default=0.0)
        for name in COMPARED
    }
    return [
        [
            100 * float(side.figures[name].value) / best[name] if name in side.figures and best[name] > 0 else None
            for name in COMPARED
        ]
        for side in sides
    ]

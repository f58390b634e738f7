"""How well known a brand is: one figure from four KPIs, and how it came about."""

from dataclasses import dataclass
from math import log10


@dataclass(frozen=True, slots=True)
class Term:
    """One part of the index: the KPI that went in, its weight, and the points it gave."""

    kpi_type: str
    value: float | None
    weight: float
    points: float


@dataclass(frozen=True, slots=True)
class Popularity:
    """`index` is 0–100, or None when none of the four KPIs is known."""

    index: float | None
    terms: tuple[Term, ...]
    method: str = "0.3·log10(1+followers)/7 + 0.4·engagement + 0.2·log10(1+views)/8 + 0.1·posts/30, ×100, each capped"


def _log_share(value: float, decades: float) -> float:
    return min(log10(1 + max(value, 0)) / decades, 1)


SHARES = {
    "followers": (0.3, lambda v: _log_share(v, 7)),
    "engagement_rate": (0.4, lambda v: min(max(v, 0), 1)),
    "views": (0.2, lambda v: _log_share(v, 8)),
    "posts": (0.1, lambda v: min(max(v, 0) / 30, 1)),
}


def brand_popularity(latest: dict[str, float]) -> Popularity:
    """Compute the index from the latest value of each KPI type; an unknown KPI adds nothing."""
    terms = tuple(
        Term(kpi, latest.get(kpi), weight, 100 * weight * share(latest[kpi]) if kpi in latest else 0.0)
        for kpi, (weight, share) in SHARES.items()
    )
    known = any(term.value is not None for term in terms)
    return Popularity(round(sum(term.points for term in terms), 2) if known else None, terms)

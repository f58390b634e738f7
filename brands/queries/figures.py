"""What the KPIs of a brand say, for page and API alike."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import F, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from artnex.errors import BadRequest
from brands.engine.popularity import brand_popularity
from brands.kpi_types import KPI_TYPES, kpi_type
from brands.models import Brand, Kpi
from brands.services.kpis import TREND_KPI, brand_trend

DEFAULT_DAYS = 90
Newest = dict[str, list[tuple[date, Decimal]]]  # of each KPI: the last (day, value) pairs, the newest first


def kpi_series(brand: Brand, kpi: str, *, start: date | None = None, end: date | None = None) -> dict[str, Any]:
    """The values of one KPI from `start` to `end`, and those of the period of equal length before it.

    Without dates: the 90 days up to today.
    """
    known = kpi_type(kpi)
    if known is None:
        raise BadRequest(details=[{"field": "kpi_type", "message": "unknown"}])
    end = end or timezone.localdate()
    start = start or end - timedelta(days=DEFAULT_DAYS - 1)
    length = end - start + timedelta(days=1)
    rows = Kpi.objects.filter(brand=brand, kpi_type=kpi, measurement_date__range=(start - length, end))
    pairs = list(rows.order_by("measurement_date").values_list("measurement_date", "value"))
    return {
        "kpi_type": kpi,
        "unit": known.unit,
        "from": start,
        "to": end,
        "points": [{"date": day, "value": value} for day, value in pairs if day >= start],
        "previous": [{"date": day, "value": value} for day, value in pairs if day < start],
    }


def newest_kpis(brand: Brand, most: int = 2) -> Newest:
    """The last `most` values of each KPI, the newest first."""
    place = Window(RowNumber(), partition_by=[F("kpi_type")], order_by=F("measurement_date").desc())
    rows = Kpi.objects.filter(brand=brand).annotate(place=place).filter(place__lte=most).order_by("kpi_type", "place")
    newest: Newest = {}
    for kpi, day, value in rows.values_list("kpi_type", "measurement_date", "value"):
        newest.setdefault(kpi, []).append((day, value))
    return newest


def kpi_summary(brand: Brand, newest: Newest | None = None) -> dict[str, Any]:
    """The latest value of each KPI with the change since the value before, and how the two indices came about.

    `newest` spares a statement where the caller has read them already.
    """
    newest = newest_kpis(brand) if newest is None else newest
    index = brand_popularity({kpi: float(values[0][1]) for kpi, values in newest.items()})
    trend = brand_trend(brand)
    return {
        "latest": [_latest(kpi, values) for kpi, values in newest.items()],
        "popularity": {
            "index": index.index,
            "method": index.method,
            "terms": [
                {
                    "kpi_type": t.kpi_type,
                    "value": t.value,
                    "as_of": newest[t.kpi_type][0][0] if t.kpi_type in newest else None,
                    "weight": t.weight,
                    "points": round(t.points, 2),
                }
                for t in index.terms
            ],
        },
        "trend": {
            "kpi_type": TREND_KPI,
            "verdict": trend.verdict,
            "score": trend.score,
            "growth_30_days": trend.growth_30_days,
            "p_value": trend.p_value,
            "points": trend.points,
            "from": None if trend.first_day is None else date.fromordinal(trend.first_day),
            "to": None if trend.last_day is None else date.fromordinal(trend.last_day),
            "method": trend.method,
        },
    }


def _latest(kpi: str, values: list[tuple[date, Any]]) -> dict[str, Any]:
    day, value = values[0]
    before = values[1][1] if len(values) > 1 else None
    known = kpi_type(kpi)
    return {
        "kpi_type": kpi,
        "unit": known.unit if known else "count",
        "value": value,
        "measurement_date": day,
        "previous": before,
        "change": None if before is None else value - before,
        "change_percent": None if not before else round(float((value - before) / abs(before)) * 100, 2),
    }


def kpi_names_of(newest: Newest) -> list[str]:
    """The KPIs there are values of: the known ones in their usual order, then the brand's own."""
    return [name for name in KPI_TYPES if name in newest] + sorted(set(newest) - set(KPI_TYPES))

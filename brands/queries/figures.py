"""What the KPIs of a brand say, for page and API alike."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from artnex.errors import BadRequest
from brands.kpi_types import kpi_type
from brands.models import Brand, Kpi
from brands.services.kpis import brand_trend, popularity

DEFAULT_DAYS = 90


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


def kpi_summary(brand: Brand) -> dict[str, Any]:
    """The latest value of each KPI with the change since the value before, and how the two indices came about."""
    newest: dict[str, list[tuple[date, Any]]] = {}
    rows = Kpi.objects.filter(brand=brand).order_by("kpi_type", "-measurement_date")
    for kpi, day, value in rows.values_list("kpi_type", "measurement_date", "value"):
        values = newest.setdefault(kpi, [])
        if len(values) < 2:
            values.append((day, value))
    index, trend = popularity(brand), brand_trend(brand)
    return {
        "latest": [_latest(kpi, values) for kpi, values in newest.items()],
        "popularity": {
            "index": index.index,
            "method": index.method,
            "terms": [
                {"kpi_type": t.kpi_type, "value": t.value, "weight": t.weight, "points": round(t.points, 2)}
                for t in index.terms
            ],
        },
        "trend": {
            "verdict": trend.verdict,
            "score": trend.score,
            "growth_30_days": trend.growth_30_days,
            "p_value": trend.p_value,
            "points": trend.points,
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

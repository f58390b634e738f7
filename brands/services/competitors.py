"""What is known of competitors' figures, and whether the shares make sense."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Sum

from artnex.errors import ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand, Competitor, CompetitorKpi
from brands.services.kpis import check_kpi

FULL_SHARE = 100


def share_total(brand: Brand) -> Decimal:
    """What the competitors' market shares add up to, in percent; more than 100 cannot be."""
    return Competitor.objects.filter(brand=brand).aggregate(total=Sum("market_share"))["total"] or Decimal(0)


@transaction.atomic
def set_competitor_kpis(*, user: Any, competitor: Competitor, values: Mapping[str, Decimal | None], day: date) -> bool:
    """Note the latest figures of a competitor, of `day`; None takes a figure away. Returns whether anything changed.

    Event `competitor.updated`. ValidationFailed naming the KPI whose value is wrong.
    """
    problems = []
    for kpi, value in values.items():
        if value is not None:
            problems += _problems(kpi, value, day)
    if problems:
        raise ValidationFailed(details=problems)
    known = {row.kpi_type: row for row in CompetitorKpi.objects.filter(competitor=competitor)}
    changed = False
    for kpi, value in values.items():
        row = known.get(kpi)
        if value is None:
            changed |= row is not None
            CompetitorKpi.objects.filter(competitor=competitor, kpi_type=kpi).delete()
        elif row is None or (row.value, row.measurement_date) != (value, day):
            changed = True
            CompetitorKpi.objects.update_or_create(
                competitor=competitor, kpi_type=kpi, defaults={"value": value, "measurement_date": day}
            )
    if changed:
        data = {"id": competitor.pk, "fields": ["kpis"]}
        record_event("competitor.updated", actor=user, subject=competitor, brand_id=competitor.brand_id, data=data)
    return changed


def _problems(kpi: str, value: Decimal, day: date) -> list[dict[str, Any]]:
    try:
        check_kpi(kpi=kpi, value=value, day=day)
    except ValidationFailed as wrong:
        return [{**row, "field": kpi if row["field"] == "value" else row["field"]} for row in wrong.details]
    return []

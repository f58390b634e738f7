"""Entering KPI values, and keeping what the brand row repeats of them true."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from artnex.errors import Conflict, ValidationFailed
from artnex.events.services import record_event
from brands.engine.popularity import Popularity, brand_popularity
from brands.engine.trend import Trend, kpi_trend
from brands.enums import KpiSource
from brands.kpi_types import kpi_type, value_problem
from brands.models import Brand, Kpi, KpiRevision

TREND_KPI = "followers"
TREND_WINDOW = 365


def check_kpi(*, kpi: str, value: Decimal, day: date) -> None:
    """Raise ValidationFailed naming each field that is wrong."""
    problems = []
    known = kpi_type(kpi)
    if known is None:
        message = _("Unknown KPI. Own ones start with x_ and use small letters, digits and underscores.")
        problems.append({"field": "kpi_type", "message": message})
    elif problem := value_problem(known, value):
        problems.append({"field": "value", "message": problem})
    if day > timezone.localdate():
        problems.append({"field": "measurement_date", "message": _("The day must not be in the future.")})
    if problems:
        raise ValidationFailed(details=problems)


@transaction.atomic
def enter_kpi(
    *, user: Any, brand: Brand, kpi_type: str, value: Decimal, measurement_date: date, source: str = KpiSource.MANUAL
) -> tuple[Kpi, bool]:
    """Store the day's value, or replace it and keep the former as a revision; returns (row, whether it is new)."""
    check_kpi(kpi=kpi_type, value=value, day=measurement_date)
    lock_brand(brand)
    row, created = _store(user, brand, kpi_type, value, measurement_date, source)
    refresh_brand_figures(brand)
    record_event(
        "kpi.created" if created else "kpi.updated",
        actor=user,
        subject=row,
        brand_id=brand.pk,
        data={"id": row.pk} if created else {"id": row.pk, "fields": ["value"]},
    )
    return row, created


@transaction.atomic
def enter_kpis(*, user: Any, brand: Brand, rows: Iterable[Mapping[str, Any]], source: str = KpiSource.API) -> list[Kpi]:
    """Many values at once, all or none; one event for the lot."""
    rows = list(rows)
    problems = []
    for index, row in enumerate(rows):
        try:
            check_kpi(kpi=row["kpi_type"], value=row["value"], day=row["measurement_date"])
        except ValidationFailed as wrong:
            problems += [{**detail, "field": f"items.{index}.{detail['field']}"} for detail in wrong.details]
    if problems:
        raise ValidationFailed(details=problems)
    lock_brand(brand)
    stored = [_store(user, brand, r["kpi_type"], r["value"], r["measurement_date"], source)[0] for r in rows]
    refresh_brand_figures(brand)
    record_event("kpi.bulk_entered", actor=user, subject=brand, brand_id=brand.pk, data={"count": len(stored)})
    return stored


@transaction.atomic
def change_kpi(*, user: Any, kpi: Kpi, fields: Mapping[str, Any]) -> Kpi:
    """Correct value, day or type; a former value stays as a revision. Conflict when that day has a value already."""
    lock_brand(kpi.brand)
    kpi.refresh_from_db()
    changed = [
        name
        for name in ("kpi_type", "value", "measurement_date")
        if fields.get(name, getattr(kpi, name)) != getattr(kpi, name)
    ]
    if not changed:
        return kpi
    former = kpi.value
    for name in changed:
        setattr(kpi, name, fields[name])
    check_kpi(kpi=kpi.kpi_type, value=kpi.value, day=kpi.measurement_date)
    same_day = Kpi.objects.filter(brand=kpi.brand_id, kpi_type=kpi.kpi_type, measurement_date=kpi.measurement_date)
    if same_day.exclude(pk=kpi.pk).exists():
        raise Conflict(_("This KPI has a value for that day already."))
    if "value" in changed:
        KpiRevision.objects.create(kpi=kpi, value=former, replaced_by=user)
    kpi.save(update_fields=[*changed, "updated_at"])
    refresh_brand_figures(kpi.brand)
    data = {"id": kpi.pk, "fields": changed}
    record_event("kpi.updated", actor=user, subject=kpi, brand_id=kpi.brand_id, data=data)
    return kpi


@transaction.atomic
def delete_kpi(*, user: Any, kpi: Kpi) -> None:
    """Remove a value with its history; the event keeps who did it."""
    brand = kpi.brand
    lock_brand(brand)
    record_event("kpi.deleted", actor=user, subject=kpi, brand_id=brand.pk, data={"id": kpi.pk})
    kpi.delete()
    refresh_brand_figures(brand)


def lock_brand(brand: Brand) -> None:
    """Serialise writers of one brand's figures until the transaction ends."""
    Brand.objects.select_for_update().only("pk").get(pk=brand.pk)


def _store(user: Any, brand: Brand, kpi: str, value: Decimal, day: date, source: str) -> tuple[Kpi, bool]:
    row, created = Kpi.objects.get_or_create(
        brand=brand,
        kpi_type=kpi,
        measurement_date=day,
        defaults={"value": value, "source": source, "created_by": user},
    )
    if not created and row.value != value:
        KpiRevision.objects.create(kpi=row, value=row.value, replaced_by=user)
        row.value, row.source = value, source
        row.save(update_fields=["value", "source", "updated_at"])
    return row, created


def latest_values(brand: Brand) -> dict[str, float]:
    """The newest value of each KPI type."""
    same = Kpi.objects.filter(brand=brand, kpi_type=OuterRef("kpi_type")).order_by("-measurement_date")
    newest = Kpi.objects.filter(brand=brand, measurement_date=Subquery(same.values("measurement_date")[:1]))
    return {kpi: float(value) for kpi, value in newest.order_by().values_list("kpi_type", "value")}


def brand_trend(brand: Brand, kpi: str = TREND_KPI) -> Trend:
    """The trend of one KPI over the last year."""
    newest = Kpi.objects.filter(brand=brand, kpi_type=kpi).order_by("-measurement_date")
    rows = newest.values_list("measurement_date", "value")[:TREND_WINDOW]
    return kpi_trend([(day.toordinal(), float(value)) for day, value in rows])


def popularity(brand: Brand) -> Popularity:
    return brand_popularity(latest_values(brand))


def refresh_brand_figures(brand: Brand) -> None:
    """Write what the brand row repeats of its KPIs."""
    latest = latest_values(brand)
    followers = latest.get("followers")
    brand.followers = None if followers is None else int(followers)
    brand.engagement_rate = latest.get("engagement_rate")
    brand.popularity_index = brand_popularity(latest).index
    brand.trend_score = brand_trend(brand).score
    brand.save(update_fields=["followers", "engagement_rate", "popularity_index", "trend_score"])

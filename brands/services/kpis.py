"""Entering KPI values, and keeping what the brand row repeats of them true."""

from collections.abc import Collection, Iterable, Mapping
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
    problems: list[dict[str, Any]] = []
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
    refresh_brand_figures(brand, {kpi_type})
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
    """Many values at once, all or none; one event for the lot. Of two values for one day the later one stays.

    A value that is there already is replaced and kept as a revision; an equal one is left alone.
    """
    wanted = {(row["kpi_type"], row["measurement_date"]): row["value"] for row in _checked(rows)}
    lock_brand(brand)
    known = _known_values(brand, wanted)
    new = [
        Kpi(brand=brand, kpi_type=kpi, measurement_date=day, value=value, source=source, created_by=user)
        for (kpi, day), value in wanted.items()
        if (kpi, day) not in known
    ]
    Kpi.objects.bulk_create(new, batch_size=500)
    corrected = [row for key, row in known.items() if row.value != wanted[key]]
    _correct_all(user, corrected, wanted, source)
    refresh_brand_figures(brand, {kpi for kpi, _day in wanted})
    data = {"count": len(wanted), "created": len(new), "corrected": len(corrected)}
    record_event("kpi.bulk_entered", actor=user, subject=brand, brand_id=brand.pk, data=data)
    rows_by_key = known | {(row.kpi_type, row.measurement_date): row for row in new}
    return [rows_by_key[key] for key in wanted]


def _checked(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rows as they came; ValidationFailed naming every one that is wrong as `items.<n>.<field>`."""
    rows = list(rows)
    problems = []
    for index, row in enumerate(rows):
        try:
            check_kpi(kpi=row["kpi_type"], value=row["value"], day=row["measurement_date"])
        except ValidationFailed as wrong:
            problems += [{**detail, "field": f"items.{index}.{detail['field']}"} for detail in wrong.details]
    if problems:
        raise ValidationFailed(details=problems)
    return rows


def _known_values(brand: Brand, wanted: Mapping[tuple[str, date], Decimal]) -> dict[tuple[str, date], Kpi]:
    if not wanted:
        return {}
    days = [day for _kpi, day in wanted]
    rows = Kpi.objects.filter(brand=brand, kpi_type__in={kpi for kpi, _day in wanted})
    near = rows.filter(measurement_date__range=(min(days), max(days)))
    return {key: row for row in near if (key := (row.kpi_type, row.measurement_date)) in wanted}


def _correct_all(user: Any, rows: list[Kpi], wanted: Mapping[tuple[str, date], Decimal], source: str) -> None:
    """Replace values, each former one kept as a revision."""
    KpiRevision.objects.bulk_create(
        [KpiRevision(kpi=row, value=row.value, replaced_by=user) for row in rows], batch_size=500
    )
    for row in rows:
        row.value = wanted[row.kpi_type, row.measurement_date]
        row.source, row.updated_at = source, timezone.now()
    Kpi.objects.bulk_update(rows, ["value", "source", "updated_at"], batch_size=500)


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
    former, kinds = kpi.value, {kpi.kpi_type}
    for name in changed:
        setattr(kpi, name, fields[name])
    check_kpi(kpi=kpi.kpi_type, value=kpi.value, day=kpi.measurement_date)
    same_day = Kpi.objects.filter(brand=kpi.brand_id, kpi_type=kpi.kpi_type, measurement_date=kpi.measurement_date)
    if same_day.exclude(pk=kpi.pk).exists():
        raise Conflict(_("This KPI has a value for that day already."))
    if "value" in changed:
        KpiRevision.objects.create(kpi=kpi, value=former, replaced_by=user)
    kpi.save(update_fields=[*changed, "updated_at"])
    refresh_brand_figures(kpi.brand, kinds | {kpi.kpi_type})
    data = {"id": kpi.pk, "fields": changed}
    record_event("kpi.updated", actor=user, subject=kpi, brand_id=kpi.brand_id, data=data)
    return kpi


@transaction.atomic
def delete_kpi(*, user: Any, kpi: Kpi) -> None:
    """Remove a value with its history; the event keeps who did it."""
    brand = kpi.brand
    lock_brand(brand)
    record_event("kpi.deleted", actor=user, subject=kpi, brand_id=brand.pk, data={"id": kpi.pk})
    kinds = {kpi.kpi_type}
    kpi.delete()
    refresh_brand_figures(brand, kinds)


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


def refresh_brand_figures(brand: Brand, changed: Collection[str]) -> None:
    """Write what the brand row repeats of its KPIs, after values of the `changed` types came or went.

    The trend is the one figure that costs something to compute (every pair of days counts): only when it may differ.
    """
    latest = latest_values(brand)
    followers = latest.get("followers")
    brand.followers = None if followers is None else int(followers)
    brand.engagement_rate = latest.get("engagement_rate")
    brand.popularity_index = brand_popularity(latest).index
    fields = ["followers", "engagement_rate", "popularity_index"]
    if TREND_KPI in changed:
        brand.trend_score = brand_trend(brand).score
        fields.append("trend_score")
    brand.save(update_fields=fields)

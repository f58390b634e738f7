"""What AI calls cost: reads that the endpoints and the costs page share."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import TruncMonth
from django.utils import timezone

from artnex.access import RestrictedQuerySet
from artnex.ai.budgets import describe_budgets
from artnex.ai.enums import CallStatus, JobType
from artnex.ai.models import AiCall
from artnex.ai.money import CURRENCY, ZERO, end_of_month, exact, month_of, start_of

DAYS_NEEDED = 7
DAYS_LOOKED_AT = 28


@dataclass(frozen=True, kw_only=True)
class CostFilter:
    """Which calls count. Days are those of the site's time zone; both ends are included."""

    user_id: int | None = None
    brand_id: int | None = None
    since: date | datetime | None = None
    until: date | datetime | None = None


def ended_calls(user: Any, wanted: CostFilter | None = None) -> RestrictedQuerySet[AiCall]:
    """The calls that the person may see and that are over; those under way cost nothing yet."""
    wanted = wanted or CostFilter()
    rows = AiCall.objects.restrict(user).exclude(status=CallStatus.RESERVED)
    if wanted.user_id is not None:
        rows = rows.filter(user_id=wanted.user_id)
    if wanted.brand_id is not None:
        rows = rows.filter(brand_id=wanted.brand_id)
    if wanted.since:
        rows = rows.filter(created_at__gte=start_of(wanted.since))
    if isinstance(wanted.until, datetime):
        rows = rows.filter(created_at__lte=start_of(wanted.until))
    elif wanted.until:
        rows = rows.filter(created_at__lt=start_of(wanted.until + timedelta(days=1)))
    return rows


def summary(user: Any, wanted: CostFilter) -> dict[str, Any]:
    """Totals by kind, model and brand for a period (this month when none is given), with budget and projection."""
    if wanted.since is None and wanted.until is None:
        wanted = CostFilter(
            user_id=wanted.user_id, brand_id=wanted.brand_id, since=month_of(timezone.now()), until=timezone.localdate()
        )
    rows = ended_calls(user, wanted)
    text, image = Q(job_type=JobType.TEXT), Q(job_type=JobType.IMAGE)
    total = rows.aggregate(
        total_jobs=Count("pk"),
        total_cost=Sum("cost"),
        text_jobs=Count("pk", filter=text),
        image_jobs=Count("pk", filter=image),
        text_cost=Sum("cost", filter=text),
        image_cost=Sum("cost", filter=image),
        first=Min("created_at"),
    )
    return {
        "total_cost": amount(total["total_cost"]),
        "total_jobs": total["total_jobs"],
        "text_jobs": total["text_jobs"],
        "image_jobs": total["image_jobs"],
        "text_cost": amount(total["text_cost"]),
        "image_cost": amount(total["image_cost"]),
        "cost_by_model": cost_by(rows, "model"),
        "cost_by_brand": cost_by(rows.filter(brand_id__isnull=False), "brand_id"),
        "budget": describe_budgets(user),
        "projection": projection(user, wanted),
        "period": {
            "start": wanted.since or (timezone.localdate(total["first"]) if total["first"] else None),
            "end": wanted.until or timezone.localdate(),
        },
        "currency": CURRENCY,
    }


def amount(value: Decimal | None) -> float:
    """A sum for JSON; the database's own rounding noise (SQLite adds in floating point) is taken off."""
    return float(exact(Decimal(value))) if value is not None else 0.0


def cost_by(rows: RestrictedQuerySet[AiCall], column: str) -> dict[str, float]:
    """Cost for each value of a column, the dearest first."""
    grouped = rows.order_by().values(column).annotate(total=Sum("cost")).order_by("-total", column)
    return {str(row[column]): amount(row["total"]) for row in grouped}


def by_month(user: Any, wanted: CostFilter, *, months: int = 12) -> list[dict[str, Any]]:
    """Calls and cost of each of the last months, oldest first; months without calls are zeros."""
    first = month_of(timezone.now())
    names = [first]
    for _step in range(months - 1):
        names.append((names[-1] - timedelta(days=1)).replace(day=1))
    rows = ended_calls(user, wanted).filter(created_at__gte=start_of(names[-1]))
    grouped = rows.order_by().annotate(month=TruncMonth("created_at")).values("month")
    found: Mapping[date, Any] = {
        timezone.localdate(row["month"]): row for row in grouped.annotate(cost=Sum("cost"), jobs=Count("pk"))
    }
    return [
        {
            "month": name.strftime("%Y-%m"),
            "cost": amount(found[name]["cost"]) if name in found else 0.0,
            "jobs": found[name]["jobs"] if name in found else 0,
        }
        for name in reversed(names)
    ]


def by_model(user: Any, wanted: CostFilter) -> list[dict[str, Any]]:
    """Calls, tokens, pictures, failures and cost of each model, the dearest first."""
    grouped = ended_calls(user, wanted).order_by().values("provider", "model", "job_type")
    rows = grouped.annotate(
        cost=Sum("cost"),
        jobs=Count("pk"),
        failed=Count("pk", filter=Q(status=CallStatus.FAILED)),
        prompt_tokens=Sum("prompt_tokens"),
        completion_tokens=Sum("completion_tokens"),
        images=Sum("image_count"),
    ).order_by("-cost", "model")
    return [{**row, "cost": amount(row["cost"])} for row in rows]


def projection(user: Any, wanted: CostFilter, *, today: date | None = None) -> dict[str, Any] | None:
    """What this month will have cost at its end if the days to come are like the last ones.

    The cost so far, plus the mean of the last full days (at most 28) for today's rest and each day to come. None while
    there are fewer than 7 full days since the first paid call: too little to say anything.
    """
    today = today or timezone.localdate()
    scope = CostFilter(user_id=wanted.user_id, brand_id=wanted.brand_id)
    paid = ended_calls(user, scope).filter(cost__gt=0)
    first = paid.aggregate(first=Min("created_at"))["first"]
    if first is None:
        return None
    earliest = max(timezone.localdate(first), today - timedelta(days=DAYS_LOOKED_AT))
    days = (today - earliest).days
    if days < DAYS_NEEDED:
        return None
    seen = paid.filter(created_at__gte=start_of(earliest), created_at__lt=start_of(today)).aggregate(s=Sum("cost"))["s"]
    month = today.replace(day=1)
    so_far = paid.filter(created_at__gte=start_of(month)).aggregate(s=Sum("cost"))["s"] or ZERO
    of_today = paid.filter(created_at__gte=start_of(today)).aggregate(s=Sum("cost"))["s"] or ZERO
    daily = (seen or ZERO) / days
    days_after_today = (timezone.localdate(end_of_month(month)) - today).days - 1
    expected = so_far + max(ZERO, daily - of_today) + daily * days_after_today
    return {
        "value": amount(expected),
        "currency": CURRENCY,
        "month": month.strftime("%Y-%m"),
        "method": "cost so far plus the mean of the last full days for each day left; no interval is claimed",
        "based_on": {"days": days, "from": earliest, "to": today - timedelta(days=1)},
    }

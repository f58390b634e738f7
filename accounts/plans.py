"""Plans: what each allows in a month, and how much of it is used.

Other apps tell how much of a limit a person has used by `register_usage`; enforcing a limit is theirs too.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from django.db.models import Sum
from django.utils import timezone

from accounts.enums import Plan
from accounts.models import User
from artnex.ai.enums import Engine, JobType
from artnex.ai.quota import paid_calls, refuse_beyond, register_quota_check
from artnex.files.models import StoredFile

GIGABYTE = 1024**3
LIMIT_NAMES = ("brands", "ai_calls", "designs", "storage_bytes", "seats")
Limits = dict[str, int | None]
Counter = Callable[[User, datetime], int]

# None means unlimited.
LIMITS: dict[Plan, Limits] = {
    Plan.FREE: {"brands": 100, "ai_calls": 100, "designs": 10, "storage_bytes": GIGABYTE, "seats": 5},
    Plan.STARTER: {"brands": 100, "ai_calls": 1_000, "designs": 100, "storage_bytes": 10 * GIGABYTE, "seats": 10},
    Plan.PROFESSIONAL: {
        "brands": 100,
        "ai_calls": 10_000,
        "designs": 1_000,
        "storage_bytes": 100 * GIGABYTE,
        "seats": 50,
    },
    Plan.ENTERPRISE: {"brands": 100, "ai_calls": None, "designs": None, "storage_bytes": None, "seats": None},
}
_counters: dict[str, Counter] = {}


def register_usage(name: str, counter: Counter) -> None:
    """Tell how much of a limit is used, by `counter(user, since)` from the start of the month. Called at start."""
    if name not in LIMIT_NAMES:
        raise ValueError(f"there is no limit called {name}")
    _counters[name] = counter


def limits_of(user: User) -> Limits:
    return LIMITS[Plan(user.plan)]


def used_by(user: User, names: Collection[str] = LIMIT_NAMES) -> dict[str, int]:
    """How much of each limit is used in this month, or altogether where the limit is not monthly."""
    since = month_start()
    return {name: _counters[name](user, since) if name in _counters else 0 for name in names}


def month_start() -> datetime:
    """When the present month began, in the installation's time zone."""
    return timezone.localtime().replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def resets_at() -> datetime:
    """When the monthly limits begin anew."""
    start = month_start()
    return start.replace(year=start.year + start.month // 12, month=start.month % 12 + 1)


def subscription_of(user: User) -> dict[str, Any]:
    return {
        "plan": user.plan,
        "status": "active",
        "limits": limits_of(user),
        "used": used_by(user),
        "resets_at": resets_at(),
    }


def count_storage(user: User, since: datetime) -> int:
    """Bytes of the files that belong to the person now."""
    files = StoredFile.objects.filter(owner=user, deleted_at__isnull=True)
    return files.aggregate(total=Sum("size"))["total"] or 0


def count_ai_calls(user: User, since: datetime) -> int:
    """Calls of outside engines this month that did not fail; the built-in engine is free of limits."""
    return paid_calls(user=user)


def refuse_beyond_plan(*, user: User | None, brand_id: int | None, job_type: JobType, engine: Engine) -> None:
    """The AI gateway's question before each call: QuotaExceeded when the plan's calls of the month are used up."""
    if user is not None and engine != Engine.BUILTIN:
        refuse_beyond(limits_of(user)["ai_calls"], user=user)


def register_own_usage() -> None:
    """What the platform's own tables tell; called at start."""
    register_usage("storage_bytes", count_storage)
    register_usage("ai_calls", count_ai_calls)
    register_quota_check(refuse_beyond_plan)

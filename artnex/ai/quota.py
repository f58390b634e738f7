"""AI calls against a plan: the hook for the floor that knows plans, and a count that many may ask for at once."""

from typing import Any, Protocol

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.ai.budgets import owner_of
from artnex.ai.enums import CallStatus, Engine, JobType
from artnex.ai.models import AiCall, BudgetMonth
from artnex.ai.money import end_of_month, month_of, start_of
from artnex.errors import QuotaExceeded


class QuotaCheck(Protocol):
    def __call__(self, *, user: Any, brand_id: int | None, job_type: JobType, engine: Engine) -> None:
        """Count one call, or raise QuotaExceeded.

        Called inside the transaction that opens the ledger row: what it writes is undone when the budget says no.
        """


_checks: list[QuotaCheck] = []


def register_quota_check(check: QuotaCheck) -> None:
    """Ask `check` before every AI call, the built-in engine's too; `engine` tells it which."""
    if check not in _checks:
        _checks.append(check)


def check_quota(*, user: Any, brand_id: int | None, job_type: JobType, engine: Engine) -> None:
    for check in _checks:
        check(user=user, brand_id=brand_id, job_type=job_type, engine=engine)


def refuse_beyond(limit: int | None, *, user: Any) -> None:
    """Raise QuotaExceeded when the person has made `limit` paid calls this month; for quota checks.

    Locks the person's account of the month until the ledger row is written: calls at the same moment are counted one
    after the other, and exactly as many get through as are left.
    """
    if limit is None:
        return
    month = month_of(timezone.now())
    row, _new = BudgetMonth.objects.get_or_create(owner=owner_of(user_id=user.pk), month=month)
    BudgetMonth.objects.select_for_update().get(pk=row.pk)
    used = paid_calls(user=user)
    if used >= limit:
        raise QuotaExceeded(
            details=[
                {
                    "field": "ai_calls",
                    "message": _("The AI calls of your plan are used up for this month."),
                    "limit": limit,
                    "used": used,
                    "resets_at": end_of_month(month),
                }
            ]
        )


def paid_calls(*, user: Any) -> int:
    """Calls of outside engines this month, under way or done; failed ones and the built-in engine's do not count."""
    rows = AiCall.objects.filter(user=user.pk, created_at__gte=start_of(month_of(timezone.now())))
    return rows.exclude(engine=Engine.BUILTIN).exclude(status=CallStatus.FAILED).count()

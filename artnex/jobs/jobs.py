"""The regular work of this room."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.jobs.context import JobContext
from artnex.jobs.enums import OPEN_JOB_STATUSES
from artnex.jobs.models import Job, WorkerPulse
from artnex.jobs.registry import job

DAY = 86_400
DAYS_KEPT = 90
DAYS_KEPT_OF_REGULAR_JOBS = 3
ROWS_AT_ONCE = 1000


@job("jobs.clean_up", label=_("Remove old jobs"), every=DAY, notify=False)
def clean_up(ctx: JobContext) -> dict[str, Any]:
    """Remove jobs that ended long ago, and sooner those the server started by itself."""
    now = timezone.now()
    ended = Job.objects.exclude(status__in=OPEN_JOB_STATUSES).order_by()
    old = ended.filter(finished_at__lt=now - timedelta(days=DAYS_KEPT))
    regular = ended.filter(user__isnull=True, finished_at__lt=now - timedelta(days=DAYS_KEPT_OF_REGULAR_JOBS))
    removed = sum(_remove(ctx, rows) for rows in (old, regular.filter(unique_key="regular")))
    WorkerPulse.objects.filter(seen_at__lt=now - timedelta(days=1)).delete()
    return {"removed": removed}


def _remove(ctx: JobContext, rows: Any) -> int:
    removed = 0
    while ids := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        removed += Job.objects.filter(pk__in=ids).delete()[0]
        ctx.check_cancelled()
    return removed

"""How far the jobs of connected people are. Jobs keep no history, so changes are found by comparing."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from artnex.jobs.enums import OPEN_JOB_STATUSES
from artnex.jobs.models import Job

MOST_JOBS = 500
FIELDS = (
    *("id", "kind", "status", "user_id", "brand_id", "progress", "step_texts", "engine", "result_url", "page_url"),
    *("error_code", "error_texts", "cancel_requested", "finished_at"),
)


@dataclass(slots=True)
class JobWatch:
    """The open jobs as they were at the last look. Used by one thread at a time."""

    known: dict[Any, tuple[Any, ...]] = field(default_factory=dict)

    def read(self, *, user_ids: Collection[int], brand_ids: Collection[int], ended: Collection[str]) -> list[Job]:
        """The jobs that moved: of these people or on these brands, and those in `ended`, whose end is known already."""
        mine = Q(user_id__in=user_ids) | Q(brand_id__in=brand_ids)
        rows = Job.objects.only(*FIELDS)
        jobs = list(rows.filter(mine, status__in=OPEN_JOB_STATUSES).order_by()[:MOST_JOBS])
        now_open = {job.pk: _state(job) for job in jobs}
        gone = {str(pk) for pk in self.known.keys() - now_open.keys()} | set(ended)
        closed = list(rows.filter(mine, pk__in=gone).exclude(status__in=OPEN_JOB_STATUSES)) if gone else []
        moved = [job for job in jobs if self.known.get(job.pk) != now_open[job.pk]]
        self.known = now_open
        return [*moved, *closed]


def _state(job: Job) -> tuple[Any, ...]:
    return job.status, job.progress, tuple(job.step_texts.items()), job.cancel_requested

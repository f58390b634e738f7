"""Reads of jobs that pages, metrics and health share."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, Min
from django.utils import timezone

from artnex.access import RestrictedQuerySet
from artnex.jobs.enums import JobStatus, Queue
from artnex.jobs.models import Job, WorkerPulse
from artnex.jobs.registry import label_of_kind

KINDS_OFFERED = 50


def jobs_shown_to(user: Any) -> RestrictedQuerySet[Job]:
    """One's own jobs, for the page "My jobs"; an administrator's page shows his own too, the admin shows all."""
    return Job.objects.restrict(user, "read").filter(user=user)


def kinds_of(user: Any) -> list[tuple[str, str]]:
    """The kinds of the person's jobs, with their labels."""
    names = jobs_shown_to(user).order_by("kind").values_list("kind", flat=True).distinct()[:KINDS_OFFERED]
    return sorted(((name, str(label_of_kind(name))) for name in names), key=lambda pair: pair[1])


def queue_depths(status: JobStatus = JobStatus.QUEUED) -> dict[str, int]:
    """How many jobs wait (or run) in each queue."""
    counts = Job.objects.filter(status=status).order_by().values_list("queue").annotate(Count("pk"))
    return dict.fromkeys(Queue.values, 0) | dict(counts)


def oldest_waiting_seconds() -> float:
    """How long the job that has waited longest is due; 0 when none waits."""
    now = timezone.now()
    due = Job.objects.filter(status=JobStatus.QUEUED).exclude(next_attempt_at__gt=now)
    oldest = due.aggregate(oldest=Min("created_at"))["oldest"]
    return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0


def live_workers(*, within_seconds: float = 90) -> list[WorkerPulse]:
    """Workers seen lately, the last seen first. The sweeper leaves a sign every JOB_SWEEP_SECONDS."""
    since = timezone.now() - timedelta(seconds=within_seconds)
    return list(WorkerPulse.objects.filter(seen_at__gte=since).order_by("-seen_at"))

"""Nothing accepted is lost: the regular round that picks up what fell through."""

from datetime import datetime, timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from artnex.jobs import dispatch
from artnex.jobs.closing import close_cancelled, close_failed
from artnex.jobs.enums import JobStatus
from artnex.jobs.errors import JobCancelled, UnknownKind, WorkerDied
from artnex.jobs.models import Job, WorkerPulse
from artnex.jobs.registry import job_kinds
from artnex.jobs.runner import reopen
from artnex.jobs.services import enqueue_job

ROWS_A_ROUND = 500
LONGEST_RESEND_SECONDS = 3600
log = structlog.get_logger("artnex.jobs")


def sweep(*, worker: str) -> dict[str, int]:
    """One round; says how many jobs it re-opened, gave up, sent again and started. Rounds may overlap."""
    WorkerPulse.objects.update_or_create(worker=worker[:120], defaults={"seen_at": timezone.now()})
    started = start_regular_jobs()
    reopened, given_up = free_dead_jobs()
    counts = {"reopened": reopened, "given_up": given_up, "sent": send_forgotten_jobs(), "started": started}
    if any(counts.values()):
        log.info("jobs swept", **counts)
    return counts


def free_dead_jobs() -> tuple[int, int]:
    """Take jobs from workers that gave no sign of life; those out of attempts fail. Returns (re-opened, given up)."""
    reopened = given_up = 0
    dead = Job.objects.filter(status=JobStatus.RUNNING, lease_until__lt=timezone.now())
    for job_id in list(dead.values_list("pk", flat=True)[:ROWS_A_ROUND]):
        with transaction.atomic():
            job = (
                Job.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("user")
                .filter(pk=job_id, status=JobStatus.RUNNING, lease_until__lt=timezone.now())
                .first()
            )
            if job is None:
                continue
            log.warning("worker lost", job_id=str(job.pk), kind=job.kind, worker=job.worker, attempt=job.attempts)
            if job.cancel_requested:
                close_cancelled(job, JobCancelled())
            elif job.attempts >= job.max_attempts:
                close_failed(job, WorkerDied())
                given_up += 1
            else:
                reopen(job, delay=0)
                reopened += 1
    return reopened, given_up


def send_forgotten_jobs() -> int:
    """Send waiting jobs that nobody has claimed: the broker was down, or lost the message, or the sender died.

    In a long queue most are merely waiting their turn, so each is sent again after twice the time of the last.
    """
    sent = 0
    known = {kind.name for kind in job_kinds()}
    now = timezone.now()
    due = Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=now)
    forgotten = Job.objects.filter(due, status=JobStatus.QUEUED, resend_at__lte=now)
    for job in forgotten.order_by("resend_at")[:ROWS_A_ROUND]:
        if job.kind not in known:
            _give_up_unknown(job)
            continue
        if not dispatch.send(job):
            break
        wait = min(settings.JOB_RESEND_SECONDS * 2**job.sends, LONGEST_RESEND_SECONDS)
        Job.objects.filter(pk=job.pk, status=JobStatus.QUEUED, sends=job.sends).update(
            sends=job.sends + 1, resend_at=timezone.now() + timedelta(seconds=wait)
        )
        sent += 1
    return sent


@transaction.atomic
def _give_up_unknown(job: Job) -> None:
    row = Job.objects.select_for_update(of=("self",)).filter(pk=job.pk, status=JobStatus.QUEUED).first()
    if row is not None:
        close_failed(row, UnknownKind())


def start_regular_jobs() -> int:
    """Start the kinds that ask to run every so many seconds and are due."""
    regular = [kind for kind in job_kinds() if kind.every]
    last = dict(
        Job.objects.filter(kind__in=[kind.name for kind in regular], user__isnull=True, unique_key="regular")
        .order_by()
        .values_list("kind")
        .annotate(last=Max("created_at"))
        .values_list("kind", "last")
    )
    now = timezone.now()
    due = [kind for kind in regular if _is_due(last.get(kind.name), kind.every, now)]
    for kind in due:
        enqueue_job(kind.name, user=None, params={}, unique_key="regular")
    return len(due)


def _is_due(last: datetime | None, every: int | None, now: datetime) -> bool:
    return last is None or now >= last + timedelta(seconds=every or 0)

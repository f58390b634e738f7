"""What a worker does with the id of a job: claim, do, close."""

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import requests
import structlog
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, models, transaction
from django.db.models.functions import Coalesce
from django.utils import timezone, translation

from artnex import context
from artnex.errors import ArtNexError
from artnex.jobs import dispatch
from artnex.jobs.closing import close_cancelled, close_failed, close_succeeded
from artnex.jobs.context import JobContext, next_lease
from artnex.jobs.enums import JobStatus
from artnex.jobs.errors import ConnectionTrouble, JobCancelled, JobTimedOut, LeaseLost, UnexpectedTrouble, UnknownKind
from artnex.jobs.models import Job
from artnex.jobs.registry import Outcome, job_kind

CONNECTION_PROBLEMS = (
    ConnectionError,
    TimeoutError,
    socket.gaierror,
    requests.ConnectionError,
    requests.Timeout,
    OperationalError,
    InterfaceError,
)
TIMER_MARGIN_SECONDS = 0.25
FIRST_BACKOFF_SECONDS, LONGEST_BACKOFF_SECONDS = 2, 600

log = structlog.get_logger("artnex.jobs")


def run(job_id: str | UUID, *, worker: str, keep_alive: bool = True) -> None:
    """Do one attempt at the job; nothing when it is not waiting (done, cancelled, or held by another worker).

    `keep_alive` renews the lease from a thread of its own while the function is busy.
    """
    job = claim_job(job_id, worker=worker)
    if job is None:
        return
    at_hand = context.Context(request_id=job.request_id or context.new_request_id(), user_id=job.user_id)
    with context.using(at_hand), translation.override(job.language or settings.LANGUAGE_CODE):
        log.info("job started", job_id=str(job.pk), kind=job.kind, attempt=job.attempts)
        with _lease_kept(job) if keep_alive else nullcontext():
            _attempt(job)


def claim_job(job_id: str | UUID, *, worker: str) -> Job | None:
    """Take the job for this attempt, if it is waiting and due. Of many who try at once exactly one gets it."""
    now, claim = timezone.now(), uuid4()
    due = models.Q(next_attempt_at__isnull=True) | models.Q(next_attempt_at__lte=now)
    taken = Job.objects.filter(due, pk=job_id, status=JobStatus.QUEUED).update(
        status=JobStatus.RUNNING,
        claim=claim,
        worker=worker[:120],
        lease_until=next_lease(),
        attempts=models.F("attempts") + 1,
        started_at=Coalesce("started_at", now),
        next_attempt_at=None,
        resend_at=None,
    )
    return Job.objects.select_related("user").get(pk=job_id, claim=claim) if taken else None


def _attempt(job: Job) -> None:
    """Run the function and write how it ended."""
    try:
        kind = job_kind(job.kind)
    except KeyError:
        _end(job, None, UnknownKind())
        return
    ctx = JobContext(job, time_limit=kind.time_limit)
    try:
        _succeed(ctx, kind.function(ctx))
    except LeaseLost:
        log.warning("job taken over", job_id=str(job.pk), kind=job.kind, attempt=job.attempts)
    except SoftTimeLimitExceeded:
        _end(job, ctx, JobTimedOut())
    except ArtNexError as error:
        _end(job, ctx, error)
    except CONNECTION_PROBLEMS as problem:
        log.warning("job connection trouble", job_id=str(job.pk), kind=job.kind, reason=repr(problem)[:300])
        _end(job, ctx, ConnectionTrouble())
    except Exception:
        log.exception("job crashed", job_id=str(job.pk), kind=job.kind, attempt=job.attempts)
        _end(job, ctx, UnexpectedTrouble())


def _succeed(ctx: JobContext, outcome: Outcome) -> None:
    with ctx.holding() as job:
        result = outcome() if callable(outcome) else outcome
        job.engine, job.result_url, job.page_url = ctx.engine, ctx.result_url, ctx.page_url
        close_succeeded(job, result)
    log.info("job succeeded", job_id=str(ctx.job_id), kind=ctx.kind, attempt=ctx.attempt)


def _end(job: Job, ctx: JobContext | None, error: ArtNexError) -> None:
    """Close the job as failed or cancelled, or let it wait for another attempt, if this attempt still holds it."""
    delay: float | None = None
    with transaction.atomic():
        row = (
            Job.objects.select_for_update(of=("self",))
            .filter(pk=job.pk, claim=job.claim, status=JobStatus.RUNNING)
            .first()
        )
        if row is None:
            return
        if ctx is not None:
            row.engine = ctx.engine
        if row.cancel_requested or isinstance(error, JobCancelled):
            close_cancelled(row, JobCancelled())
        elif error.retryable and row.attempts < row.max_attempts:
            delay = backoff_seconds(row.attempts, error)
            reopen(row, delay=delay)
        else:
            close_failed(row, error)
    log.info("job ended", job_id=str(job.pk), kind=job.kind, attempt=job.attempts, code=error.code, retry_in=delay)
    if delay is not None and delay < settings.JOB_SWEEP_SECONDS:
        # A longer wait is left to the sweeper. Timers may be a little early, and a job that is not due is not done.
        dispatch.send(row, delay=delay + TIMER_MARGIN_SECONDS)


def reopen(row: Job, *, delay: float) -> None:
    """Make a running job wait again; the caller holds the row. The sweeper sends it once it is due."""
    now = timezone.now()
    row.status = JobStatus.QUEUED
    row.claim = row.lease_until = None
    row.next_attempt_at = now + timedelta(seconds=delay)
    row.resend_at = now + timedelta(seconds=max(delay, 0))
    row.sends = 1
    row.save(update_fields=["status", "claim", "lease_until", "next_attempt_at", "resend_at", "sends", "engine"])


def backoff_seconds(attempts: int, error: ArtNexError) -> float:
    """How long to wait before the next attempt: 2, 4, 8 … seconds, a little scattered, or what the other side asks."""
    asked = error.headers.get("Retry-After", "")
    if asked.isdigit():
        return float(min(int(asked), LONGEST_BACKOFF_SECONDS))
    wait = min(FIRST_BACKOFF_SECONDS * 2 ** (attempts - 1), LONGEST_BACKOFF_SECONDS)
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 - scatter, no secret


@contextmanager
def _lease_kept(job: Job) -> Iterator[None]:
    """Renew the lease from a thread while the block runs; a job that is finished sooner never needs it."""
    done = threading.Event()
    keeper = threading.Thread(target=_keep_lease, args=(job.pk, job.claim, done), name="job-lease", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        done.set()
        keeper.join()


def _keep_lease(job_id: Any, claim: Any, done: threading.Event) -> None:
    mine = Job.objects.filter(pk=job_id, claim=claim, status=JobStatus.RUNNING)
    try:
        while not done.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                if not mine.update(lease_until=next_lease()):
                    return
            except (OperationalError, InterfaceError) as problem:
                # The database is busy or away: the next round may find it, else the lease runs out, as it should.
                log.warning("lease not renewed", job_id=str(job_id), reason=type(problem).__name__)
                connection.close()
    finally:
        connection.close()

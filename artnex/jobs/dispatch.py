"""Handing job ids to the broker. A broker that is down never fails a request: the sweeper sends later."""

import time
from functools import partial

import structlog
from django.conf import settings
from django.db import transaction
from kombu.exceptions import KombuError

from artnex.jobs.models import Job
from artnex.jobs.registry import job_kind
from artnex.jobs.tasks import run_job

SECONDS_OF_PAUSE = 5.0
# The worker kills an attempt that did not react to its soft limit within this time.
GRACE_SECONDS = 30

log = structlog.get_logger("artnex.jobs")
_paused_until = 0.0


def send_after_commit(job: Job) -> None:
    """Send the job when the transaction at hand is committed; not at all when it is rolled back."""
    transaction.on_commit(partial(send, job))


def send(job: Job, *, delay: float = 0) -> bool:
    """Give the broker the id of the job; False when the broker does not answer.

    After a failure the broker is left alone for some seconds, so that requests do not each wait for its time-out.
    """
    global _paused_until  # noqa: PLW0603 - one broker for the process
    if time.monotonic() < _paused_until:
        return False
    limit = job_kind(job.kind).time_limit
    try:
        run_job.apply_async(
            args=[str(job.pk)],
            queue=f"{settings.QUEUE_PREFIX}{job.queue}",
            countdown=delay or None,
            soft_time_limit=limit,
            time_limit=limit + GRACE_SECONDS,
            retry=False,
        )
    except (KombuError, OSError) as problem:
        _paused_until = time.monotonic() + SECONDS_OF_PAUSE
        log.warning("job not sent", job_id=str(job.pk), kind=job.kind, reason=type(problem).__name__)
        return False
    return True

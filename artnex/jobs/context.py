"""What a job function is given: its parameters, its person, and the way to report progress."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from artnex.errors import Message
from artnex.jobs.enums import JobStatus
from artnex.jobs.errors import JobCancelled, JobTimedOut, LeaseLost
from artnex.jobs.models import Job
from artnex.jobs.texts import in_every_language

SECONDS_BETWEEN_WRITES = 0.3


def next_lease() -> Any:
    """Until when an attempt that gives a sign of life now holds its job."""
    return timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS)


class JobContext:
    """One attempt at one job. Functions read `params`, `user`, `brand_id`, and may set `engine` and the addresses.

    `engine` names who made the result ("builtin", "openai"); `result_url` is the API address of the object made,
    `page_url` its page.
    """

    def __init__(self, job: Job, *, time_limit: int) -> None:
        self.job_id: UUID = job.pk
        self.kind: str = job.kind
        self.params: dict[str, Any] = job.params
        self.brand_id: int | None = job.brand_id
        self.attempt: int = job.attempts
        self.claim = job.claim
        self.engine: str = job.engine
        self.result_url: str = job.result_url
        self.page_url: str = job.page_url
        self._job = job
        self._deadline = time.monotonic() + time_limit
        self._last_write = 0.0

    @cached_property
    def user(self) -> Any:
        """The person who started the job; None for the work of the server itself."""
        return self._job.user

    def progress(self, percent: float, step: Message = "") -> None:
        """Tell how far the work is, and optionally what it is doing in words.

        Cheap enough for a loop: writes at most a few times a second. Raises JobCancelled when somebody asked to
        stop, JobTimedOut past the time limit and LeaseLost when another worker has taken over.
        """
        report: dict[str, Any] = {"progress": max(0, min(100, int(percent)))}
        if step:
            report["step_texts"] = in_every_language(step)
        self._sign_of_life(report)

    def check_cancelled(self) -> None:
        """For loops without progress; raises as `progress` does."""
        self._sign_of_life({})

    @contextmanager
    def holding(self) -> Iterator[Job]:
        """A transaction in which this attempt provably holds the job.

        For writes in the middle of the work that must not happen twice. Raises LeaseLost before anything is
        written, and JobCancelled when somebody asked to stop.
        """
        with transaction.atomic():
            job = (
                Job.objects.select_for_update(of=("self",))
                .filter(pk=self.job_id, claim=self.claim, status=JobStatus.RUNNING)
                .first()
            )
            if job is None:
                raise LeaseLost
            if job.cancel_requested:
                raise JobCancelled
            yield job

    def _sign_of_life(self, report: dict[str, Any]) -> None:
        now = time.monotonic()
        if now > self._deadline:
            raise JobTimedOut
        if now - self._last_write < SECONDS_BETWEEN_WRITES:
            return
        self._last_write = now
        mine = Job.objects.filter(pk=self.job_id, claim=self.claim, status=JobStatus.RUNNING)
        if mine.filter(cancel_requested=False).update(lease_until=next_lease(), **report):
            return
        raise JobCancelled if mine.exists() else LeaseLost

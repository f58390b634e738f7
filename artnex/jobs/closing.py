"""The one place where a job ends: state, event and notification together, in the caller's transaction."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone

from artnex.errors import ArtNexError
from artnex.events.services import record_event
from artnex.jobs.enums import JobStatus
from artnex.jobs.metrics import observe_job
from artnex.jobs.models import Job
from artnex.jobs.texts import in_every_language

CLOSING_FIELDS = [
    "status",
    "progress",
    "result",
    "result_url",
    "page_url",
    "engine",
    "error_code",
    "error_texts",
    "claim",
    "lease_until",
    "next_attempt_at",
    "cancel_requested",
    "finished_at",
]


def close_succeeded(job: Job, result: Mapping[str, Any] | None) -> None:
    """The job has its result."""
    job.progress = 100
    job.result = dict(result) if result is not None else None
    data = {"job_id": str(job.pk), "kind": job.kind, "result_url": job.result_url}
    _close(job, JobStatus.SUCCEEDED, None, data, tell=True)


def close_failed(job: Job, error: ArtNexError) -> None:
    """The job will not be tried again; the error says why in words."""
    _close(job, JobStatus.FAILED, error, _failure_data(job, error.code), tell=True)


def close_cancelled(job: Job, error: ArtNexError) -> None:
    """Somebody stopped it: no need to notify, the person knows."""
    _close(job, JobStatus.CANCELLED, error, _failure_data(job, error.code), tell=False)


def _failure_data(job: Job, code: str) -> dict[str, str]:
    return {"job_id": str(job.pk), "kind": job.kind, "error_code": code}


def _close(job: Job, status: JobStatus, error: ArtNexError | None, data: dict[str, str], *, tell: bool) -> None:
    job.status = status
    job.error_code = error.code if error else ""
    job.error_texts = in_every_language(error.message) if error else {}
    job.claim = job.lease_until = job.next_attempt_at = None
    job.cancel_requested = False
    job.finished_at = timezone.now()
    job.save(update_fields=CLOSING_FIELDS)
    transaction.on_commit(partial(observe_job, job))
    record_event(
        f"job.{status}",
        actor=job.user,
        subject=job,
        brand_id=job.brand_id,
        data=data,
        notify=[job.user] if tell and job.notify and job.user else [],
        url=job.page_url or job.get_absolute_url(),
    )

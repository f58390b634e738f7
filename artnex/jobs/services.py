"""Starting, awaiting, stopping and repeating jobs."""

import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from artnex import context
from artnex.errors import Conflict, InvalidState
from artnex.events.services import record_event
from artnex.jobs.closing import close_cancelled
from artnex.jobs.dispatch import send_after_commit
from artnex.jobs.enums import OPEN_JOB_STATUSES, RETRYABLE_JOB_STATUSES, JobStatus
from artnex.jobs.errors import JobCancelled
from artnex.jobs.models import Job
from artnex.jobs.registry import job_kind

SHORTEST_POLL, LONGEST_POLL = 0.01, 0.1


def enqueue_job(
    kind: str,
    *,
    user: Any,
    params: Mapping[str, Any],
    brand_id: int | None = None,
    unique_key: str = "",
    notify: bool | None = None,
) -> Job:
    """Accept a job: written in the caller's transaction, sent to the broker when that is committed.

    `user` is who starts it, None for the server itself. With `unique_key` an open job of this kind with the same key
    is given back instead of a second one; when that one belongs to somebody else the answer is Conflict, as it may
    not be shown. `notify` overrides what the kind says about telling the person at the end.
    """
    spec = job_kind(kind)
    fields = {
        "kind": kind,
        "user": user,
        "params": dict(params),
        "brand_id": brand_id,
        "unique_key": unique_key,
        "queue": spec.queue,
        "max_attempts": spec.max_attempts,
        "notify": spec.notify if notify is None else notify,
        "resend_at": timezone.now() + timedelta(seconds=settings.JOB_RESEND_SECONDS),
        "request_id": context.current().request_id,
        "language": (translation.get_language() or settings.LANGUAGE_CODE)[:2],
    }
    if not unique_key:
        job = Job.objects.create(**fields)
        send_after_commit(job)
        return job
    return _enqueue_once(fields)


def _enqueue_once(fields: dict[str, Any]) -> Job:
    twins = Job.objects.filter(
        kind=fields["kind"], unique_key=fields["unique_key"], status__in=OPEN_JOB_STATUSES
    ).select_related("user")
    while True:
        twin = twins.first()
        if twin is None:
            try:
                with transaction.atomic():
                    job = Job.objects.create(**fields)
            except IntegrityError:
                continue  # another request was quicker: give back its job, unless that is finished already
            send_after_commit(job)
            return job
        if twin.user != fields["user"]:
            raise Conflict(_("Somebody else has started this already. Please wait until it is done."))
        return twin


def wait_for_job(job: Job, seconds: float) -> Job:
    """The job as it is when it has ended, or after `seconds`, whichever comes first.

    Call it outside of any transaction: the job is only sent when that is committed.
    """
    end = time.monotonic() + seconds
    pause = SHORTEST_POLL
    while True:
        job.refresh_from_db()
        if not job.is_open or time.monotonic() >= end:
            return job
        time.sleep(min(pause, max(0, end - time.monotonic())))
        pause = min(pause * 1.3, LONGEST_POLL)


@transaction.atomic
def cancel_job(*, job: Job, user: Any) -> Job:
    """Stop a job: a waiting one at once, a running one at its next progress report.

    Raises InvalidState for one that has ended.
    """
    row = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not row.is_open:
        raise InvalidState(_("This job has ended already."))
    if row.status == JobStatus.QUEUED:
        close_cancelled(row, JobCancelled())
    elif not row.cancel_requested:
        row.cancel_requested = True
        row.save(update_fields=["cancel_requested"])
    return row


@transaction.atomic
def retry_job(*, job: Job, user: Any) -> Job:
    """Put a failed or cancelled job back into its queue, with as many attempts as a new one.

    Raises InvalidState for any other, and Conflict when the same work is under way as another job.
    """
    row = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if row.status not in RETRYABLE_JOB_STATUSES:
        raise InvalidState(_("Only a failed or cancelled job can be started again."))
    if hasattr(row, "workflow_step"):
        raise InvalidState(_("This job is a step of a workflow. Please resume the workflow instead."))
    why = row.error_code
    reset_job(row)
    record_event(
        "job.retried",
        actor=user,
        subject=row,
        brand_id=row.brand_id,
        data={"job_id": str(row.pk), "kind": row.kind, "error_code": why},
    )
    return row


def reset_job(row: Job) -> None:
    """Make a closed job a waiting one again and send it after commit. The caller holds the row."""
    row.status = JobStatus.QUEUED
    row.progress, row.step_texts, row.error_code, row.error_texts = 0, {}, "", {}
    row.result, row.finished_at, row.started_at, row.next_attempt_at = None, None, None, None
    row.max_attempts = row.attempts + job_kind(row.kind).max_attempts
    row.sends = 1
    row.resend_at = timezone.now() + timedelta(seconds=settings.JOB_RESEND_SECONDS)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise Conflict(_("The same work is under way already.")) from None
    send_after_commit(row)

"""Running workflows: start, go on after each job, stop for people, resume where it failed."""

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.errors import Message
from artnex.events.models import Event
from artnex.events.services import record_event
from artnex.jobs.enums import (
    DONE_STEP_STATUSES,
    OPEN_JOB_STATUSES,
    OPEN_WORKFLOW_STATUSES,
    JobStatus,
    StepStatus,
    WorkflowStatus,
)
from artnex.jobs.errors import UnknownKind
from artnex.jobs.models import Job, Workflow, WorkflowBatch, WorkflowStep
from artnex.jobs.services import cancel_job, enqueue_job
from artnex.jobs.texts import in_every_language
from artnex.jobs.workflow_registry import StartRequest, StepInput, find_step, workflow_kind

NOT_WANTED = _("Left out on request.")


@transaction.atomic
def start_workflow(
    kind: str,
    *,
    user: Any,
    params: Mapping[str, Any],
    brand_id: int | None = None,
    skip: Collection[str] = (),
    review: Collection[str] | None = None,
) -> Workflow:
    """Write the workflow with its steps and start the first one after commit.

    `skip` names steps to leave out, `review` those after which a person is asked (None: as the kind declares).
    """
    request = StartRequest(params, brand_id, frozenset(skip), None if review is None else frozenset(review))
    return _start(kind, user, request)


@transaction.atomic
def start_batch(
    kind: str, *, user: Any, requests: Sequence[StartRequest], brand_id: int | None = None
) -> WorkflowBatch:
    """Start many workflows of one kind. Each goes its own way; one that fails does not touch the others."""
    batch = WorkflowBatch.objects.create(kind=kind, user=user, brand_id=brand_id)
    for position, request in enumerate(requests):
        _start(kind, user, request, batch=batch, position=position)
    return batch


def _start(
    kind: str, user: Any, request: StartRequest, *, batch: WorkflowBatch | None = None, position: int = 0
) -> Workflow:
    spec = workflow_kind(kind)
    unknown = (request.skip | (request.review or frozenset())) - set(spec.by_name)
    if unknown:
        raise ValueError(f"workflow {kind} has no steps {sorted(unknown)}")
    workflow = Workflow.objects.create(
        kind=kind,
        user=user,
        brand_id=request.brand_id,
        params=dict(request.params),
        batch=batch,
        position=position,
    )
    WorkflowStep.objects.bulk_create(
        WorkflowStep(
            workflow=workflow,
            position=place,
            name=step.name,
            review=step.review if request.review is None else step.name in request.review,
            status=StepStatus.SKIPPED if step.name in request.skip else StepStatus.PENDING,
            note_texts=in_every_language(NOT_WANTED) if step.name in request.skip else {},
        )
        for place, step in enumerate(spec.steps)
    )
    _record(workflow, "workflow.started", actor=user)
    go_on(workflow)
    return workflow


def go_on(workflow: Workflow) -> None:
    """Start the next step that is to be done, or end the workflow. The caller holds the workflow's row."""
    steps = list(workflow.steps.order_by("position"))
    for step in steps:
        if step.status in DONE_STEP_STATUSES:
            continue
        spec = find_step(workflow.kind, step.name)
        if spec is None:
            fail_workflow(workflow, step, UnknownKind.code, in_every_language(UnknownKind.default_message))
            return
        at_hand = StepInput(
            workflow_id=workflow.pk,
            user=workflow.user,
            brand_id=workflow.brand_id,
            params=workflow.params,
            results={done.name: done.result for done in steps if done.status == StepStatus.SUCCEEDED},
            comment=step.comment,
        )
        reason = spec.skip_if(at_hand) if spec.skip_if else None
        if reason is None:
            _start_step(workflow, step, spec.job_kind, spec.job_params(at_hand))
            return
        _finish_step(step, StepStatus.SKIPPED, note=reason)
    _close(workflow, WorkflowStatus.SUCCEEDED)
    _record(workflow, "workflow.succeeded", tell=True)


def _start_step(workflow: Workflow, step: WorkflowStep, job_kind: str, params: Mapping[str, Any]) -> None:
    step.job = enqueue_job(job_kind, user=workflow.user, params=params, brand_id=workflow.brand_id, notify=False)
    step.status, step.started_at, step.finished_at = StepStatus.RUNNING, timezone.now(), None
    step.note_texts = {}
    step.save()
    if workflow.status != WorkflowStatus.RUNNING:
        workflow.status = WorkflowStatus.RUNNING
        workflow.save(update_fields=["status"])


def on_job_closed(event: Event) -> None:
    """Every job that ends is looked at here, in its own transaction: was it a step of a workflow?"""
    step = WorkflowStep.objects.filter(job_id=event.subject_id).only("pk", "workflow_id").first()
    if step is None:
        return
    workflow = lock_workflow(step.workflow_id)
    step = workflow.steps.select_related("job").get(pk=step.pk)
    job = step.job
    # A workflow that was cancelled, or a step that was given another job meanwhile, hears no more of this one.
    if job is None or str(job.pk) != event.subject_id or step.status != StepStatus.RUNNING or not workflow.is_open:
        return
    if job.status == JobStatus.SUCCEEDED:
        _take_result(workflow, step, job)
    elif job.status == JobStatus.CANCELLED:
        end_as_cancelled(workflow, actor=workflow.user)
    else:
        _take_failure(workflow, step, job)


def lock_workflow(workflow_id: Any) -> Workflow:
    """The workflow's row, held until the end of the transaction; changes of one workflow thus follow each other."""
    return Workflow.objects.select_for_update(of=("self",)).select_related("user", "batch").get(pk=workflow_id)


def _take_result(workflow: Workflow, step: WorkflowStep, job: Job) -> None:
    step.result = job.result
    if not step.review:
        _finish_step(step, StepStatus.SUCCEEDED)
        go_on(workflow)
        return
    step.status = StepStatus.WAITING_REVIEW
    step.save()
    workflow.status = WorkflowStatus.WAITING_REVIEW
    workflow.save(update_fields=["status"])
    _record(workflow, "workflow.review_requested", data={"step": step.name}, tell=True)


def _take_failure(workflow: Workflow, step: WorkflowStep, job: Job) -> None:
    spec = find_step(workflow.kind, step.name)
    if spec is not None and spec.optional:
        step.note_texts = job.error_texts
        _finish_step(step, StepStatus.SKIPPED)
        go_on(workflow)
        return
    fail_workflow(workflow, step, job.error_code, job.error_texts)


def fail_workflow(workflow: Workflow, step: WorkflowStep, code: str, texts: Mapping[str, str]) -> None:
    """End the workflow at this step; it can be resumed there. The caller holds the workflow's row."""
    step.note_texts = dict(texts)
    _finish_step(step, StepStatus.FAILED)
    workflow.error_code, workflow.error_texts = code, dict(texts)
    _close(workflow, WorkflowStatus.FAILED)
    _record(workflow, "workflow.failed", data={"step": step.name, "error_code": code}, tell=True)


def end_as_cancelled(workflow: Workflow, *, actor: Any) -> None:
    """Stop the workflow where it is, its job too. The caller holds the workflow's row."""
    now = timezone.now()
    open_steps = workflow.steps.exclude(status__in=DONE_STEP_STATUSES)
    jobs = list(Job.objects.filter(workflow_step__in=open_steps, status__in=OPEN_JOB_STATUSES))
    open_steps.update(status=StepStatus.CANCELLED, finished_at=now)
    _close(workflow, WorkflowStatus.CANCELLED)
    _record(workflow, "workflow.cancelled", actor=actor)
    for job in jobs:
        # Afterwards: a job that is ending holds its own row and waits for the workflow's, which we hold.
        transaction.on_commit(partial(_cancel_quietly, job, actor))


def _cancel_quietly(job: Job, actor: Any) -> None:
    if Job.objects.filter(pk=job.pk, status__in=OPEN_JOB_STATUSES).exists():
        cancel_job(job=job, user=actor)


def finish_reviewed_step(workflow: Workflow, step: WorkflowStep) -> None:
    """The reviewer has agreed: go on. The caller holds the workflow's row."""
    _finish_step(step, StepStatus.SUCCEEDED)
    go_on(workflow)


def resume(workflow: Workflow) -> None:
    """Go on at the step that failed or was cancelled, with what the steps before gave. The caller holds the row."""
    workflow.steps.exclude(status__in=DONE_STEP_STATUSES).update(
        status=StepStatus.PENDING, job=None, result=None, started_at=None, finished_at=None, note_texts={}
    )
    workflow.status = WorkflowStatus.RUNNING
    workflow.error_code, workflow.error_texts, workflow.finished_at = "", {}, None
    workflow.save()
    go_on(workflow)


def _finish_step(step: WorkflowStep, status: StepStatus, *, note: Message = "") -> None:
    step.status, step.finished_at = status, timezone.now()
    if note:
        step.note_texts = in_every_language(note)
    step.save()


def _close(workflow: Workflow, status: WorkflowStatus) -> None:
    workflow.status, workflow.finished_at = status, timezone.now()
    workflow.save()


def _record(
    workflow: Workflow,
    name: str,
    *,
    actor: Any = None,
    data: Mapping[str, Any] | None = None,
    tell: bool = False,
) -> None:
    """Write the event; a workflow of a batch is only told of together with its batch."""
    alone = workflow.batch is None
    record_event(
        name,
        actor=actor or workflow.user,
        subject=workflow,
        brand_id=workflow.brand_id,
        data={"workflow_id": str(workflow.pk), "kind": workflow.kind, **(data or {})},
        notify=[workflow.user] if tell and alone else [],
        url=workflow.get_absolute_url(),
    )
    if workflow.batch is not None and not workflow.is_open:
        _tell_of_batch(workflow.batch)


def _tell_of_batch(batch: WorkflowBatch) -> None:
    """Notify once, when the last workflow of the batch has ended."""
    WorkflowBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.workflows.filter(status__in=OPEN_WORKFLOW_STATUSES).exists():
        return
    failed = batch.workflows.filter(status=WorkflowStatus.FAILED).count()
    record_event(
        "workflow_batch.finished",
        actor=batch.user,
        subject=batch,
        brand_id=batch.brand_id,
        data={"batch_id": str(batch.pk), "kind": batch.kind, "total": batch.workflows.count(), "failed": failed},
        notify=[batch.user],
        url=batch.get_absolute_url(),
    )

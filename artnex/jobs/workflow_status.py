"""Where workflows and batches stand: what page and API show."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Any

from django.utils import timezone

from artnex.errors import Message
from artnex.jobs.enums import DONE_STEP_STATUSES, StepStatus, WorkflowStatus
from artnex.jobs.models import Workflow, WorkflowBatch, WorkflowStep
from artnex.jobs.workflow_registry import find_step

STEPS_LOOKED_AT = 200
UNKNOWN_STEP_SECONDS = 15.0

Expectations = Mapping[str, float]


def workflow_status(workflow: Workflow, expected: Expectations | None = None) -> dict[str, Any]:
    """The workflow with its steps; prefetch `steps__job` when there are many."""
    steps = sorted(workflow.steps.all(), key=lambda step: step.position)
    current = _current(steps)
    expected = usual_seconds(workflow.kind) if expected is None else expected
    return {
        "id": workflow.pk,
        "kind": workflow.kind,
        "label": workflow.label,
        "status": workflow.status,
        "brand_id": workflow.brand_id,
        "batch_id": workflow.batch_id,
        "progress": workflow_progress(workflow, steps),
        "eta_seconds": eta_seconds(workflow, steps, expected),
        "current_step": current.name if current else None,
        "steps": [_step_status(workflow, step) for step in steps],
        "error": _error(workflow),
        "created_at": workflow.created_at,
        "finished_at": workflow.finished_at,
    }


def step_label(kind: str, name: str) -> Message:
    """The step in words."""
    spec = find_step(kind, name)
    return (spec.label if spec else "") or name.replace("_", " ")


def step_progress(step: WorkflowStep) -> int:
    if step.status in DONE_STEP_STATUSES:
        return 100
    if step.status == StepStatus.WAITING_REVIEW:
        return 100  # the machine has done its part
    if step.status == StepStatus.RUNNING and step.job is not None:
        return step.job.progress
    return 0


def workflow_progress(workflow: Workflow, steps: Sequence[WorkflowStep]) -> int:
    """Percent, every step counting the same; 100 only when all is done."""
    if workflow.status == WorkflowStatus.SUCCEEDED:
        return 100
    return min(99, sum(step_progress(step) for step in steps) // max(1, len(steps)))


def eta_seconds(workflow: Workflow, steps: Sequence[WorkflowStep], expected: Expectations) -> int | None:
    """How long the rest will take the machine; None when it has ended or waits for a person."""
    if workflow.status != WorkflowStatus.RUNNING:
        return None
    now = timezone.now()
    left = 0.0
    for step in steps:
        usual = _usual(workflow.kind, step.name, expected)
        if step.status == StepStatus.PENDING:
            left += usual
        elif step.status == StepStatus.RUNNING:
            spent = (now - step.started_at).total_seconds() if step.started_at else 0.0
            left += max(1.0, usual - spent)
    return round(left)


def usual_seconds(kind: str) -> Expectations:
    """How long the steps of this kind took lately: the median by name."""
    rows = (
        WorkflowStep.objects.filter(workflow__kind=kind, status=StepStatus.SUCCEEDED, job__finished_at__isnull=False)
        .order_by("-pk")
        .values_list("name", "started_at", "job__finished_at")[:STEPS_LOOKED_AT]
    )
    seen = defaultdict(list)
    for name, started, finished in rows:
        if started and finished:
            seen[name].append((finished - started).total_seconds())
    return {name: median(seconds) for name, seconds in seen.items()}


def _usual(kind: str, name: str, expected: Expectations) -> float:
    if name in expected:
        return expected[name]
    spec = find_step(kind, name)
    return float(spec.seconds) if spec else UNKNOWN_STEP_SECONDS


def _current(steps: Sequence[WorkflowStep]) -> WorkflowStep | None:
    return next((step for step in steps if step.status not in (*DONE_STEP_STATUSES, StepStatus.CANCELLED)), None)


def _error(workflow: Workflow) -> dict[str, str] | None:
    return {"code": workflow.error_code, "message": workflow.error_message} if workflow.error_code else None


def _step_status(workflow: Workflow, step: WorkflowStep) -> dict[str, Any]:
    return {
        "name": step.name,
        "label": str(step_label(workflow.kind, step.name)),
        "status": step.status,
        "status_label": step.get_status_display(),
        "review": step.review,
        "progress": step_progress(step),
        "job_id": step.job_id,
        "result": step.result,
        "note": step.note,
        "comment": step.comment,
        "started_at": step.started_at,
        "finished_at": step.finished_at,
    }


def batch_status(batch: WorkflowBatch) -> dict[str, Any]:
    """The batch with a short line for each of its workflows."""
    workflows = list(batch.workflows.order_by("position").prefetch_related("steps__job"))
    counts = Counter(workflow.status for workflow in workflows)
    expected = usual_seconds(batch.kind)
    items = [_batch_item(workflow) for workflow in workflows]
    left = [eta_seconds(w, _steps(w), expected) for w in workflows]
    return {
        "id": batch.pk,
        "kind": batch.kind,
        "label": str(batch),
        "status": status_of_many(counts),
        "brand_id": batch.brand_id,
        "total": len(workflows),
        "counts": {status.value: counts.get(status, 0) for status in WorkflowStatus},
        "progress": _batch_progress(workflows, items),
        "eta_seconds": sum(seconds for seconds in left if seconds is not None) if any(left) else None,
        "items": items,
        "created_at": batch.created_at,
    }


def status_of_many(counts: Mapping[str, int]) -> WorkflowStatus:
    """Running while anything runs; in the end succeeded when anything did, as one failure is not the batch's."""
    order = (
        WorkflowStatus.RUNNING,
        WorkflowStatus.WAITING_REVIEW,
        WorkflowStatus.SUCCEEDED,
        WorkflowStatus.FAILED,
        WorkflowStatus.CANCELLED,
    )
    return next((status for status in order if counts.get(status)), WorkflowStatus.SUCCEEDED)


def _batch_progress(workflows: Sequence[Workflow], items: Sequence[Mapping[str, Any]]) -> int:
    """One that has ended counts whole, however it ended."""
    done = (100 if not workflow.is_open else item["progress"] for workflow, item in zip(workflows, items, strict=True))
    return sum(done) // len(workflows) if workflows else 100


def _batch_item(workflow: Workflow) -> dict[str, Any]:
    steps = _steps(workflow)
    current = _current(steps)
    return {
        "id": workflow.pk,
        "position": workflow.position,
        "status": workflow.status,
        "status_label": workflow.get_status_display(),
        "progress": workflow_progress(workflow, steps),
        "current_step": current.name if current else None,
        "error": _error(workflow),
    }


def _steps(workflow: Workflow) -> list[WorkflowStep]:
    return sorted(workflow.steps.all(), key=lambda step: step.position)

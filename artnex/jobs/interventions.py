"""What people say to a workflow: approve, edit, reject, cancel, try again."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from artnex.errors import InvalidState, ValidationFailed
from artnex.events.services import record_event
from artnex.jobs.enums import Intervention, StepStatus, WorkflowStatus
from artnex.jobs.errors import StepRejected
from artnex.jobs.models import Workflow, WorkflowStep
from artnex.jobs.texts import in_every_language
from artnex.jobs.workflows import (
    end_as_cancelled,
    fail_workflow,
    finish_reviewed_step,
    lock_workflow,
    resume,
)

REVIEWS = (Intervention.APPROVE, Intervention.EDIT, Intervention.REJECT)
RESUMABLE = (WorkflowStatus.FAILED, WorkflowStatus.CANCELLED)


@transaction.atomic
def intervene(
    *,
    workflow: Workflow,
    user: Any,
    action: str,
    step: str = "",
    changes: Mapping[str, Any] | None = None,
    comment: str = "",
) -> Workflow:
    """Carry out a person's decision and give back the workflow as it is then.

    `approve` and `edit` (whose `changes` replace fields of the step's result) let it go on, `reject` ends it as
    failed at this step, `cancel` stops it, `retry` resumes a failed or cancelled one where it ended. `step` makes
    sure that the step meant is the one that waits. Raises InvalidState when the workflow is not where the action
    needs it, ValidationFailed for a step or change that does not exist.
    """
    row = lock_workflow(workflow.pk)
    if action in REVIEWS:
        _review(row, user, Intervention(action), step, changes or {}, comment)
    elif action == Intervention.CANCEL:
        if not row.is_open:
            raise InvalidState(_("This workflow has ended already."))
        end_as_cancelled(row, actor=user)
    elif action == Intervention.RETRY:
        if row.status not in RESUMABLE:
            raise InvalidState(_("Only a failed or cancelled workflow can be resumed."))
        if comment:
            row.steps.filter(status__in=(StepStatus.FAILED, StepStatus.CANCELLED)).update(comment=comment)
        resume(row)
    else:
        raise ValidationFailed.field("action", _("This action is not known."))
    return row


def _review(
    workflow: Workflow, user: Any, action: Intervention, step_name: str, changes: Mapping[str, Any], comment: str
) -> None:
    step = _waiting_step(workflow, step_name)
    if action == Intervention.EDIT:
        _apply(step, changes)
    step.comment, step.reviewed_by = comment, user
    step.save()
    record_event(
        "workflow.reviewed",
        actor=user,
        subject=workflow,
        brand_id=workflow.brand_id,
        data={
            "workflow_id": str(workflow.pk),
            "kind": workflow.kind,
            "step": step.name,
            "action": action.value,
            "changed": sorted(changes) if action == Intervention.EDIT else [],
        },
    )
    if action == Intervention.REJECT:
        fail_workflow(workflow, step, StepRejected.code, in_every_language(StepRejected.default_message))
    else:
        finish_reviewed_step(workflow, step)


def _waiting_step(workflow: Workflow, name: str) -> WorkflowStep:
    if name and not workflow.steps.filter(name=name).exists():
        raise ValidationFailed.field("step", _("This workflow has no such step."))
    step = workflow.steps.filter(status=StepStatus.WAITING_REVIEW).first()
    if step is None or workflow.status != WorkflowStatus.WAITING_REVIEW:
        raise InvalidState(_("This workflow is not waiting for a review."))
    if name and step.name != name:
        raise InvalidState(_("This step is not the one that waits for a review."))
    return step


def _apply(step: WorkflowStep, changes: Mapping[str, Any]) -> None:
    """Replace fields of the step's result; the reviewer may not invent new ones."""
    if not changes:
        raise ValidationFailed.field("changes", _("Please say what to change."))
    result = dict(step.result or {})
    unknown = [name for name in changes if name not in result]
    if unknown:
        message = _("The result of this step has no such field.")
        raise ValidationFailed(details=[{"field": f"changes.{name}", "message": message} for name in unknown])
    step.result = result | dict(changes)

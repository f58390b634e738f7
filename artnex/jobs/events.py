"""The events of jobs and workflows."""

from django.utils.translation import gettext_lazy as _

from artnex.events.registry import register_event, subscribe

JOB = {"job_id": "string", "kind": "string", "result_url": "string"}
JOB_FAILED = {"job_id": "string", "kind": "string", "error_code": "string"}
WORKFLOW = {"workflow_id": "string", "kind": "string"}


def register_events() -> None:
    """Called once at start."""
    from artnex.jobs.workflows import on_job_closed

    register_event("job.succeeded", _("Job finished"), JOB)
    register_event("job.failed", _("Job failed"), JOB_FAILED)
    register_event("job.cancelled", _("Job cancelled"), JOB_FAILED)
    register_event("job.retried", _("Job started again"), JOB_FAILED, public=False)
    register_event("workflow.started", _("Workflow started"), WORKFLOW)
    register_event("workflow.review_requested", _("Review requested"), WORKFLOW | {"step": "string"})
    register_event(
        "workflow.reviewed", _("Step reviewed"), WORKFLOW | {"step": "string", "action": "string", "changed": "array"}
    )
    register_event("workflow.succeeded", _("Workflow finished"), WORKFLOW)
    register_event("workflow.failed", _("Workflow failed"), WORKFLOW | {"step": "string", "error_code": "string"})
    register_event("workflow.cancelled", _("Workflow cancelled"), WORKFLOW)
    register_event(
        "workflow_batch.finished",
        _("Batch of workflows finished"),
        {"batch_id": "string", "kind": "string", "total": "integer", "failed": "integer"},
    )
    for name in ("job.succeeded", "job.failed", "job.cancelled"):
        subscribe(name, on_job_closed)

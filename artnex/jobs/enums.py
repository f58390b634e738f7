"""Closed lists of the jobs room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobStatus(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_JOB_STATUSES = (JobStatus.QUEUED, JobStatus.RUNNING)
RETRYABLE_JOB_STATUSES = (JobStatus.FAILED, JobStatus.CANCELLED)


class Queue(models.TextChoices):
    """Where a job waits: answers people look at, ordinary work, and slow visits to other sites."""

    HIGH = "high", _("Urgent")
    DEFAULT = "default", _("Ordinary")
    CRAWL = "crawl", _("Crawling")


class WorkflowStatus(models.TextChoices):
    RUNNING = "running", _("Running")
    WAITING_REVIEW = "waiting_review", _("Waiting for review")
    SUCCEEDED = "succeeded", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


OPEN_WORKFLOW_STATUSES = (WorkflowStatus.RUNNING, WorkflowStatus.WAITING_REVIEW)


class StepStatus(models.TextChoices):
    PENDING = "pending", _("Not started")
    RUNNING = "running", _("Running")
    WAITING_REVIEW = "waiting_review", _("Waiting for review")
    SUCCEEDED = "succeeded", _("Done")
    SKIPPED = "skipped", _("Skipped")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")


DONE_STEP_STATUSES = (StepStatus.SUCCEEDED, StepStatus.SKIPPED)


class Intervention(models.TextChoices):
    """What a person can do to a workflow."""

    APPROVE = "approve", _("Approve")
    EDIT = "edit", _("Approve with changes")
    REJECT = "reject", _("Reject")
    CANCEL = "cancel", _("Cancel")
    RETRY = "retry", _("Try again")

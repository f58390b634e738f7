"""Long work: jobs, workflows made of jobs, and batches of workflows."""

from uuid import uuid4

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.access import OwnedBy, OwnerOrBrand, RestrictedQuerySet
from artnex.jobs.enums import (
    OPEN_JOB_STATUSES,
    OPEN_WORKFLOW_STATUSES,
    RETRYABLE_JOB_STATUSES,
    JobStatus,
    Queue,
    StepStatus,
    WorkflowStatus,
)
from artnex.jobs.registry import label_of_kind
from artnex.jobs.texts import in_active_language


class Job(models.Model):
    """One piece of long work that was accepted. This row is the truth; the broker only carries its id.

    A worker holds a running job by a lease: `claim` names the attempt that holds it, `lease_until` says how long
    without a sign of life. Only the holder may write progress and result.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    status = models.CharField(_("status"), max_length=10, choices=JobStatus.choices, default=JobStatus.QUEUED)
    queue = models.CharField(_("queue"), max_length=20, choices=Queue.choices, default=Queue.DEFAULT)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="jobs",
    )
    brand_id = models.BigIntegerField(_("brand"), null=True, blank=True)
    params = models.JSONField(_("parameters"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    unique_key = models.CharField(
        _("once-only key"),
        max_length=200,
        blank=True,
        help_text=_("Of the jobs of one kind with the same key only one is open at a time."),
    )

    progress = models.PositiveSmallIntegerField(_("progress in percent"), default=0)
    step_texts = models.JSONField(_("current step"), default=dict, blank=True)
    engine = models.CharField(_("engine"), max_length=40, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True, encoder=DjangoJSONEncoder)
    result_url = models.CharField(_("address of the result"), max_length=500, blank=True)
    page_url = models.CharField(_("page of the result"), max_length=500, blank=True)
    error_code = models.CharField(_("error code"), max_length=40, blank=True)
    error_texts = models.JSONField(_("error message"), default=dict, blank=True)

    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("attempts allowed"), default=3)
    next_attempt_at = models.DateTimeField(_("not before"), null=True, blank=True)
    cancel_requested = models.BooleanField(_("cancel requested"), default=False)
    notify = models.BooleanField(_("notify when done"), default=True)

    claim = models.UUIDField(_("attempt that holds it"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=120, blank=True)
    lease_until = models.DateTimeField(_("held until"), null=True, blank=True)
    sends = models.PositiveSmallIntegerField(_("times sent"), default=1)
    resend_at = models.DateTimeField(_("send again at"), null=True, blank=True)

    request_id = models.CharField(_("request id"), max_length=128, blank=True)
    language = models.CharField(_("language"), max_length=2, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnedBy("user")

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "unique_key"],
                condition=models.Q(status__in=OPEN_JOB_STATUSES) & ~models.Q(unique_key=""),
                name="job_open_once",
            ),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="job_progress_is_percent"),
        ]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="job_user"),
            models.Index(fields=["brand_id", "-created_at"], name="job_brand"),
            models.Index(fields=["kind", "-created_at"], name="job_kind"),
            models.Index(fields=["-created_at", "-id"], name="job_created"),
            models.Index(fields=["resend_at"], condition=models.Q(status=JobStatus.QUEUED), name="job_to_send"),
            models.Index(fields=["lease_until"], condition=models.Q(status=JobStatus.RUNNING), name="job_held"),
        ]

    def __str__(self) -> str:
        return str(self.label)

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", args=[self.pk])

    @property
    def label(self) -> str:
        """What this job does, in words."""
        return str(label_of_kind(self.kind))

    @property
    def step(self) -> str:
        """What it is doing at the moment, in the language at hand."""
        return in_active_language(self.step_texts)

    @property
    def error_message(self) -> str:
        """Why it failed, in the language at hand."""
        return in_active_language(self.error_texts)

    @property
    def seconds_so_far(self) -> int:
        """How long the person has been waiting."""
        return int(((self.finished_at or timezone.now()) - self.created_at).total_seconds())

    @property
    def is_open(self) -> bool:
        """Waiting or running."""
        return self.status in OPEN_JOB_STATUSES

    @property
    def can_be_cancelled(self) -> bool:
        return self.is_open and not self.cancel_requested

    @property
    def can_be_retried(self) -> bool:
        return self.status in RETRYABLE_JOB_STATUSES

    @property
    def api_url(self) -> str:
        return f"/api/v1/jobs/{self.pk}"


class WorkerPulse(models.Model):
    """When a worker was last seen running the sweeper: proof that beat, broker and worker all live."""

    worker = models.CharField(_("worker"), max_length=120, primary_key=True)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("worker")
        verbose_name_plural = _("workers")
        ordering = ["worker"]

    def __str__(self) -> str:
        return self.worker


class WorkflowBatch(models.Model):
    """Many workflows started together; one that fails does not stop the others."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("started by"),
        on_delete=models.CASCADE,
        related_name="workflow_batches",
    )
    brand_id = models.BigIntegerField(_("brand"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnerOrBrand("user")

    class Meta:
        verbose_name = _("batch of workflows")
        verbose_name_plural = _("batches of workflows")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "-created_at"], name="batch_user")]

    def __str__(self) -> str:
        return str(label_of_kind(self.kind))

    def get_absolute_url(self) -> str:
        return reverse("jobs:batch", args=[self.pk])

    @property
    def api_url(self) -> str:
        return f"/api/v1/workflows/batch/{self.pk}/status"


class Workflow(models.Model):
    """Steps that follow one another, each a job, some of them waiting for a person's word."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=80)
    status = models.CharField(
        _("status"), max_length=14, choices=WorkflowStatus.choices, default=WorkflowStatus.RUNNING
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("started by"), on_delete=models.CASCADE, related_name="workflows"
    )
    brand_id = models.BigIntegerField(_("brand"), null=True, blank=True)
    batch = models.ForeignKey(
        WorkflowBatch,
        verbose_name=_("batch"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="workflows",
    )
    position = models.PositiveSmallIntegerField(_("place in the batch"), default=0)
    params = models.JSONField(_("parameters"), default=dict, blank=True, encoder=DjangoJSONEncoder)
    error_code = models.CharField(_("error code"), max_length=40, blank=True)
    error_texts = models.JSONField(_("error message"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnerOrBrand("user")

    class Meta:
        verbose_name = _("workflow")
        verbose_name_plural = _("workflows")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="workflow_user"),
            models.Index(fields=["brand_id", "-created_at"], name="workflow_brand"),
            models.Index(fields=["kind", "-created_at"], name="workflow_kind"),
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return reverse("jobs:workflow", args=[self.pk])

    @property
    def label(self) -> str:
        """What this workflow makes, in words."""
        return str(label_of_kind(self.kind))

    @property
    def error_message(self) -> str:
        return in_active_language(self.error_texts)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN_WORKFLOW_STATUSES

    @property
    def api_url(self) -> str:
        return f"/api/v1/workflows/{self.pk}/status"


class WorkflowStep(models.Model):
    """One step of one workflow, with the job that does it and what came out."""

    workflow = models.ForeignKey(Workflow, verbose_name=_("workflow"), on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(_("place"))
    name = models.CharField(_("step"), max_length=60)
    status = models.CharField(_("status"), max_length=14, choices=StepStatus.choices, default=StepStatus.PENDING)
    review = models.BooleanField(_("waits for review"), default=False)
    job = models.OneToOneField(
        Job, verbose_name=_("job"), null=True, blank=True, on_delete=models.SET_NULL, related_name="workflow_step"
    )
    result = models.JSONField(_("result"), null=True, blank=True, encoder=DjangoJSONEncoder)
    note_texts = models.JSONField(_("note"), default=dict, blank=True)
    comment = models.CharField(_("reviewer's comment"), max_length=1000, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewed by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("workflow step")
        verbose_name_plural = _("workflow steps")
        ordering = ["workflow", "position"]
        constraints = [
            models.UniqueConstraint(fields=["workflow", "position"], name="workflow_step_place"),
            models.UniqueConstraint(fields=["workflow", "name"], name="workflow_step_name"),
        ]

    def __str__(self) -> str:
        return f"{self.position + 1}. {self.name}"

    @property
    def note(self) -> str:
        """Why it was skipped or failed, in the language at hand."""
        return in_active_language(self.note_texts)

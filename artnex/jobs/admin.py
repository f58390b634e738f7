"""Jobs and workflows in the administration: look, cancel, start again."""

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter, RangeNumericFilter
from unfold.decorators import action, display

from artnex.administration.dashboard import Figure, register_figure
from artnex.administration.display import as_json, as_number, progress_bar
from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ReadOnlyModelAdmin, confirm, leave_dialog
from artnex.errors import NotFound, PermissionDenied
from artnex.jobs.enums import OPEN_JOB_STATUSES, JobStatus, WorkflowStatus
from artnex.jobs.models import Job, WorkerPulse, Workflow, WorkflowBatch, WorkflowStep
from artnex.jobs.registry import job_kinds
from artnex.jobs.services import cancel_job, retry_job

STATUS_COLOURS = {
    "queued": "default",
    "running": "info",
    "waiting_review": "warning",
    "succeeded": "success",
    "failed": "danger",
    "cancelled": "default",
}


class KindFilter(admin.SimpleListFilter):
    """Kinds of jobs, by their labels."""

    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((kind.name, str(kind.label)) for kind in job_kinds()), key=lambda pair: pair[1])

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


@admin.register(Job)
class JobAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.WORK
    menu_icon = "work_history"
    menu_order = 1
    list_display = ("label", "shown_status", "shown_progress", "user", "attempts", "created_at", "finished_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("queue", ChoicesDropdownFilter),
        KindFilter,
        ("progress", RangeNumericFilter),
        ("created_at", RangeDateTimeFilter),
    )
    search_fields = ("=id", "kind", "user__email", "user__name", "=request_id", "error_code")
    search_help_text = _("Job id, kind, person, request id or error code")
    date_hierarchy = "created_at"
    list_select_related = ("user",)
    actions = ("cancel_chosen", "retry_chosen")
    actions_detail = ("cancel_one", "retry_one")
    fieldsets = (
        (None, {"fields": ("label", "kind", "status", "shown_progress", "step", "user", "brand_id")}),
        (_("Result"), {"fields": ("shown_result", "result_url", "error_code", "error_message")}),
        (_("What was asked for"), {"fields": ("shown_params", "unique_key", "engine", "language", "request_id")}),
        (
            _("Running"),
            {
                "fields": (
                    *("queue", "attempts", "max_attempts", "next_attempt_at", "cancel_requested", "worker"),
                    *("lease_until", "sends", "created_at", "started_at", "finished_at"),
                )
            },
        ),
    )

    @display(description=_("job"), ordering="kind")
    def label(self, job: Job) -> str:
        return job.label

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def shown_status(self, job: Job) -> tuple[str, str]:
        return job.status, job.get_status_display()

    @display(description=_("progress"), ordering="progress")
    def shown_progress(self, job: Job) -> SafeString:
        return progress_bar(job.progress)

    @display(description=_("current step"))
    def step(self, job: Job) -> str:
        return job.step

    @display(description=_("error message"))
    def error_message(self, job: Job) -> str:
        return job.error_message

    @display(description=_("result"))
    def shown_result(self, job: Job) -> SafeString:
        return as_json(job.result)

    @display(description=_("parameters"))
    def shown_params(self, job: Job) -> SafeString:
        return as_json(job.params)

    @admin.action(description=_("Cancel the chosen jobs"))
    def cancel_chosen(self, request: HttpRequest, rows: QuerySet[Job]) -> None:
        self.on_each(request, rows, lambda job: cancel_job(job=job, user=request.user), _("Cancelled"))

    @admin.action(description=_("Start the chosen jobs again"))
    def retry_chosen(self, request: HttpRequest, rows: QuerySet[Job]) -> None:
        self.on_each(request, rows, lambda job: retry_job(job=job, user=request.user), _("Started again"))

    @action(
        description=_("Cancel"),
        icon="cancel",
        dialog=confirm(
            _("Cancel this job?"),
            _("What it has done so far may be lost. It can be started again."),
            _("Cancel the job"),
        ),
    )
    def cancel_one(self, request: HttpRequest, form: Form, object_id: str) -> HttpResponse:
        return self._on_one(request, object_id, cancel_job, _("Cancelled"))

    @action(
        description=_("Start again"),
        icon="replay",
        dialog=confirm(_("Start this job again?"), _("It goes back into its queue."), _("Start again")),
    )
    def retry_one(self, request: HttpRequest, form: Form, object_id: str) -> HttpResponse:
        return self._on_one(request, object_id, retry_job, _("Started again"))

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Only what the job's state allows."""
        job = self.get_object(request, object_id)
        possible = {"cancel_one": job and job.can_be_cancelled, "retry_one": job and job.can_be_retried}
        offered = super().get_actions_detail(request, object_id)
        return [entry for entry in offered if possible[entry.method.original_function_name]]

    def _on_one(self, request: HttpRequest, object_id: str, service: Any, done: Any) -> HttpResponse:
        job = self.get_object(request, object_id)
        if job is None:
            raise NotFound
        if not self.may(request, "update", job):
            raise PermissionDenied
        self.on_each(request, [job], lambda row: service(job=row, user=request.user), done)
        return leave_dialog(request, reverse("admin:jobs_job_change", args=[object_id]))


class StepInline(TabularInline):
    """The steps of a workflow, to read."""

    model = WorkflowStep
    fields = readonly_fields = (
        "position",
        "name",
        "status",
        "review",
        "job",
        "note",
        "comment",
        "reviewed_by",
        "finished_at",
    )
    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True  # whoever may see the workflow

    @display(description=_("note"))
    def note(self, step: WorkflowStep) -> str:
        return step.note


@admin.register(Workflow)
class WorkflowAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.WORK
    menu_icon = "account_tree"
    menu_order = 2
    inlines = (StepInline,)
    list_display = ("label", "shown_status", "user", "brand_id", "created_at", "finished_at")
    list_filter = (("status", ChoicesDropdownFilter), ("created_at", RangeDateTimeFilter))
    search_fields = ("=id", "kind", "user__email", "user__name")
    date_hierarchy = "created_at"
    list_select_related = ("user",)
    fields = (
        *("label", "kind", "status", "user", "brand_id", "batch", "position"),
        *("shown_params", "error_code", "error_message", "created_at", "finished_at"),
    )

    @display(description=_("workflow"), ordering="kind")
    def label(self, workflow: Workflow) -> str:
        return workflow.label

    @display(description=_("status"), ordering="status", label=STATUS_COLOURS)
    def shown_status(self, workflow: Workflow) -> tuple[str, str]:
        return workflow.status, workflow.get_status_display()

    @display(description=_("parameters"))
    def shown_params(self, workflow: Workflow) -> SafeString:
        return as_json(workflow.params)

    @display(description=_("error message"))
    def error_message(self, workflow: Workflow) -> str:
        return workflow.error_message


@admin.register(WorkflowBatch)
class WorkflowBatchAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.WORK
    menu_icon = "dynamic_feed"
    menu_order = 3
    list_display = ("__str__", "user", "brand_id", "created_at")
    list_filter = (("created_at", RangeDateTimeFilter),)
    search_fields = ("=id", "kind", "user__email")
    list_select_related = ("user",)


@admin.register(WorkerPulse)
class WorkerPulseAdmin(ReadOnlyModelAdmin):
    menu_group = MenuGroup.WORK
    menu_icon = "memory"
    menu_order = 4
    list_display = ("worker", "seen_at")


def jobs_under_way() -> Figure:
    waiting = Job.objects.filter(status__in=OPEN_JOB_STATUSES).count()
    reviews = Workflow.objects.filter(status=WorkflowStatus.WAITING_REVIEW).count()
    note = _("%(count)s workflows wait for review") % {"count": as_number(reviews)}
    return Figure(_("Jobs under way"), as_number(waiting), note, reverse("admin:jobs_job_changelist"))


def jobs_failed() -> Figure:
    since = timezone.now() - timedelta(days=1)
    failed = Job.objects.filter(status=JobStatus.FAILED, finished_at__gte=since).count()
    url = f"{reverse('admin:jobs_job_changelist')}?status__exact={JobStatus.FAILED.value}"
    return Figure(_("Failed jobs in 24 hours"), as_number(failed), url=url, alarming=failed > 0)


register_figure(20, jobs_under_way)
register_figure(30, jobs_failed)

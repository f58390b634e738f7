"""Pages of one's jobs and workflows."""

from typing import Any

import django_filters
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django_htmx.http import trigger_client_event

from artnex.errors import BadRequest
from artnex.jobs.enums import Intervention, JobStatus
from artnex.jobs.forms import ReviewForm
from artnex.jobs.interventions import intervene
from artnex.jobs.models import Job, Workflow, WorkflowBatch
from artnex.jobs.queries import jobs_shown_to, kinds_of
from artnex.jobs.services import cancel_job, retry_job
from artnex.jobs.workflow_status import batch_status, workflow_status
from artnex.web.pages import (
    ActionView,
    FormPage,
    ListPage,
    LoginRequired,
    ObjectMixin,
    ObjectPage,
    is_partial,
)
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast


def kind_choices(request: HttpRequest | None) -> list[tuple[str, Any]]:
    """The kinds of which this person has jobs."""
    return kinds_of(request.user) if request is not None else []


class JobFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("State"), choices=JobStatus.choices, empty_label=_("All"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=(), empty_label=_("All"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kind"].extra["choices"] = kind_choices(self.request)


class JobsPage(ListPage):
    model = Job
    title = _("My jobs")
    lead = _("Long work that you started: how far it is, what came out, why something failed.")
    table = TableSpec(
        id="jobs",
        columns=[
            Column("label", _("Job"), template="jobs/cells/name.html", primary=True, sort="kind"),
            Column("state", _("State"), value="get_status_display", template="jobs/cells/state.html", sort="status"),
            Column("attempts", _("Attempts"), numeric=True, sort="attempts", shown=False),
            Column("created_at", _("Started"), sort="created_at"),
            Column("finished_at", _("Finished"), sort="finished_at"),
        ],
        filterset_class=JobFilter,
        default_sort="-created_at",
        export_name="artnex-jobs",
        caption=_("My jobs"),
        empty={
            "icon": "jobs",
            "title": _("No jobs yet"),
            "text": _("Whatever takes longer than a moment appears here with its progress."),
        },
    )

    def get_rows(self) -> Any:
        return jobs_shown_to(self.request.user)


class JobPage(ObjectPage):
    """One job. For htmx it gives the part that changes: `look=line` the small one in tables."""

    model = Job
    template_name = "jobs/job.html"
    narrow = True
    breadcrumbs = [(_("My jobs"), "jobs:list")]

    def get_title(self) -> str:
        return self.object.label

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_partial(request):
            return self.render({"job": self.object})
        template = "jobs/_line.html" if request.GET.get("look") == "line" else "jobs/_progress.html"
        response = self.render({"job": self.object}, template=template)
        if not self.object.is_open:
            trigger_client_event(response, "job-ended", {"id": str(self.object.pk), "status": self.object.status})
        return response


class JobAction(ObjectMixin, ActionView):
    model = Job
    object_action = "update"
    success_url = "jobs:list"


class CancelJob(JobAction):
    def act(self) -> None:
        job = cancel_job(job=self.object, user=self.request.user)
        toast(self.request, _("Stopping…") if job.is_open else _("Cancelled."))


class RetryJob(JobAction):
    success_text = _("Started again.")

    def act(self) -> None:
        retry_job(job=self.object, user=self.request.user)


class WorkflowPage(ObjectPage):
    """One workflow with its steps, and the review when it waits for one."""

    model = Workflow
    template_name = "jobs/workflow.html"
    breadcrumbs = [(_("My jobs"), "jobs:list")]

    def get_title(self) -> str:
        return self.object.label

    def get_rows(self) -> Any:
        return Workflow.objects.prefetch_related("steps__job")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self.render(workflow_parts(self.object), template="jobs/_workflow.html" if is_partial(request) else "")


def workflow_parts(workflow: Workflow) -> dict[str, Any]:
    """What the templates of a workflow need."""
    state = workflow_status(workflow)
    waiting = next((step for step in state["steps"] if step["status"] == "waiting_review"), None)
    return {
        "workflow": workflow,
        "state": state,
        "waiting": waiting,
        "form": ReviewForm(result=waiting["result"]) if waiting else None,
        "can_resume": workflow.status in {"failed", "cancelled"},
    }


class DecideWorkflow(LoginRequired, ObjectMixin, FormPage):
    """The buttons of the review: approve (with what was changed), reject, cancel, try again."""

    model = Workflow
    object_action = "update"
    template_name = "jobs/workflow.html"
    http_method_names = ["post"]

    def get_title(self) -> str:
        return self.object.label

    def get_rows(self) -> Any:
        return Workflow.objects.prefetch_related("steps__job")

    def get_form(self) -> ReviewForm:
        waiting = workflow_parts(self.object)["waiting"]
        return ReviewForm(self.request.POST, result=waiting["result"] if waiting else None)

    def save(self, form: ReviewForm) -> str:
        action = self.request.POST.get("action", "")
        if action not in Intervention.values:
            raise BadRequest
        changes = form.changes()
        if action == Intervention.APPROVE and changes:
            action = Intervention.EDIT
        intervene(
            workflow=self.object,
            user=self.request.user,
            action=action,
            step=self.request.POST.get("step", ""),
            changes=changes,
            comment=form.cleaned_data["comment"],
        )
        return self.object.get_absolute_url()

    def show(self, form: Any, *, status: int = 200) -> HttpResponse:
        return self.render(workflow_parts(self.object) | {"form": form}, status=status)


class BatchPage(ObjectPage):
    """Many workflows at a glance."""

    model = WorkflowBatch
    template_name = "jobs/batch.html"
    breadcrumbs = [(_("My jobs"), "jobs:list")]

    def get_title(self) -> str:
        return str(self.object)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        state = batch_status(self.object)
        # A template would take `state.items` for the method of the dictionary.
        context = {"state": state, "items": state["items"]}
        return self.render(context, template="jobs/_batch.html" if is_partial(request) else "")

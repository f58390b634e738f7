"""Tasks of a brand as a list and as a calendar, and one task."""

from dataclasses import replace
from functools import cached_property, partial
from typing import Any
from urllib.parse import urlsplit

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.web.pages import ListPage, is_partial
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast
from brands.enums import TaskStatus
from brands.filters.work import CalendarFilter, TaskListFilter
from brands.forms.work import TaskForm
from brands.models import Project, Task
from brands.queries.work import Month, by_progress, by_urgency, month_of
from brands.services.tasks import TASK_FIELDS, create_task, delete_task, update_task
from brands.views.base import (
    BrandFormPage,
    BrandMixin,
    BrandPage,
    BrandRowConfirmPage,
    BrandRowFormPage,
    BrandRowMixin,
    BrandTitle,
)
from brands.views.work import BackToBoard, TaskRowMixin, WorkMixin

TASK_TABLE = TableSpec(
    id="tasks",
    columns=[
        Column("title", _("Task"), sort="title", primary=True, template="brands/work/cells/task.html"),
        Column("project", _("Project"), "project.project_name", "project__project_name"),
        Column("status", _("Status"), "get_status_display", "status_rank", template="brands/work/cells/status.html"),
        Column("priority", _("Priority"), "get_priority_display", "rank", template="brands/work/cells/priority.html"),
        Column("assignee", _("Assignee"), "assignee", "assignee__name"),
        Column("due_date", _("Due"), sort="due_date", template="brands/work/cells/due.html"),
        Column("created_at", _("Created"), sort="created_at", shown=False),
        Column("description", _("Description"), shown=False),
    ],
    search_fields=["title", "description"],
    search_label=_("Search tasks"),
    default_sort="due_date",
    export_name="tasks",
    caption=_("Tasks"),
    empty={
        "icon": "check-circle",
        "title": _("No tasks yet"),
        "text": _("Write down what is to be done; it appears here, on the board and in the calendar."),
    },
)


class TasksPage(WorkMixin, BrandMixin, BrandTitle, ListPage):
    looking_at = "list"
    title = _("Tasks")
    template_name = "brands/work/tasks.html"

    @cached_property
    def table(self) -> TableSpec:  # type: ignore[override]
        filters = partial(TaskListFilter, people=self.people, projects=self.projects)
        return replace(TASK_TABLE, filterset_class=filters)

    def get_rows(self) -> QuerySet:
        rows = Task.objects.restrict(self.request.user, "read").filter(project__brand=self.brand)
        return rows.select_related("project", "assignee").annotate(rank=by_urgency(), status_rank=by_progress())


class CalendarPage(WorkMixin, BrandPage):
    looking_at = "calendar"
    title = _("Calendar")
    template_name = "brands/work/calendar.html"

    def get_context(self, **extra: Any) -> dict[str, Any]:
        rows = Task.objects.restrict(self.request.user, "read").filter(project__brand=self.brand)
        data = self.request.GET
        filters = CalendarFilter(data, queryset=rows, request=self.request, people=self.people, projects=self.projects)
        month = Month.named(data.get("month", ""))
        days = month_of(month, filters.qs)
        return super().get_context(
            month=month,
            days=days,
            weekdays=days[:7],
            has_tasks=any(day.tasks for day in days),
            filters=filters,
            previous_url=self.month_url(month.previous),
            next_url=self.month_url(month.following),
            kept=[("month", month.name)] if "month" in data else [],
            **extra,
        )

    def month_url(self, month: Month) -> str:
        """This view in another month."""
        query = self.request.GET.copy()
        query["month"] = month.name
        return f"{self.request.path}?{query.urlencode()}"

    @property
    def present_url(self) -> str:
        query = self.request.GET.copy()
        query.pop("month", None)
        return f"{self.request.path}?{query.urlencode()}"


# ── one task ───────────────────────────────────────────────────────────────────────────────────────────────────────
class TaskPage(WorkMixin, TaskRowMixin, BrandRowMixin, BrandPage):
    """A task in full, with buttons that move it; a dialog where script runs."""

    row_action = "read"
    template_name = "brands/work/task.html"

    @property
    def project_id(self) -> int:
        return self.row.project_id

    def get_title(self) -> str:
        return self.row.title

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        context = {"statuses": TaskStatus.choices, "back": page_behind(request)}
        return self.render(context, template="brands/work/task_part.html" if is_partial(request) else "")


class NewTaskPage(BackToBoard, WorkMixin, BrandFormPage):
    title = _("New task")
    submit_label = _("Add the task")
    form_class = TaskForm

    @property
    def board_project(self) -> Project | None:
        return self.brand.projects.filter(pk=self.project_id).first() if self.project_id else None

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.projects:
            toast(request, _("Tasks belong to a project. Create the first one."), level="info")
            return redirect("brands:project_new", self.brand.pk)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        asked = self.request.GET
        initial: dict[str, Any] = {"project": self.project_id, "due_date": day_in(asked.get("due", ""))}
        if asked.get("status") in TaskStatus.values:
            initial["status"] = asked["status"]
        return super().get_form_kwargs() | {"people": self.people, "projects": self.projects, "initial": initial}

    def save(self, form: Any) -> str:
        fields = form.cleaned_data
        projects = Project.objects.filter(brand=self.brand).select_related("brand")
        project = fetch(projects, self.request.user, "update", pk=fields.pop("project"))  # type: ignore[arg-type]
        create_task(user=self.request.user, project=project, fields=fields)
        toast(self.request, _("Task added."))
        return self.get_success_url()


class TaskForms(BackToBoard):
    row: Task

    @property
    def board_project(self) -> Project:
        return self.row.project


class EditTaskPage(TaskForms, WorkMixin, TaskRowMixin, BrandRowFormPage):
    title = _("Edit the task")
    form_class = TaskForm
    success_text = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        initial = {name: getattr(self.row, name) for name in (*TASK_FIELDS, "status")}
        return super().get_form_kwargs() | {"people": self.people, "initial": initial}

    def save(self, form: Any) -> None:
        update_task(user=self.request.user, task=self.row, fields=form.cleaned_data)


class DeleteTaskPage(TaskForms, TaskRowMixin, BrandRowConfirmPage):
    title = _("Delete this task?")
    lead = _("This cannot be undone.")
    success_text = _("Task deleted.")

    def save(self, form: Any) -> str:
        board = reverse("brands:board", args=[self.brand.pk, self.row.project_id])
        delete_task(user=self.request.user, task=self.row)
        return board


def page_behind(request: HttpRequest) -> str:
    """The page over which a dialog is open; empty for a page of its own."""
    if not is_partial(request):
        return ""
    behind = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{behind.path}?{behind.query}" if behind.query else behind.path


def day_in(text: str) -> Any:
    """A day of the address; None when it is none."""
    try:
        return parse_date(text)
    except ValueError:
        return None

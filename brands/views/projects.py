"""Projects of a brand, and the board of one."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.errors import BadRequest
from artnex.web.pages import is_partial, safe_next
from artnex.web.tables import Column, TableSpec
from artnex.web.toasts import toast
from brands.enums import TaskStatus
from brands.filters.work import CardFilter, ProjectFilter
from brands.forms.work import ProjectForm
from brands.models import Project, Task
from brands.queries.work import board_of, suggestions_for, with_progress
from brands.services.tasks import (
    PROJECT_FIELDS,
    Place,
    create_project,
    delete_project,
    move_task,
    shift_task,
    take_suggestion,
    update_project,
)
from brands.tabs import BrandTab, register_tab
from brands.views.base import (
    BrandAction,
    BrandFormPage,
    BrandListPage,
    BrandPage,
    BrandRowConfirmPage,
    BrandRowFormPage,
    BrandRowMixin,
)
from brands.views.work import TaskRowMixin, WorkMixin

register_tab(BrandTab("projects", _("Projects"), "brands:projects", order=60, shows=("project", "task")))
BIGGEST_STEP = 10_000


class ProjectsPage(WorkMixin, BrandListPage):
    looking_at = "projects"
    title = _("Projects")
    model = Project
    template_name = "brands/work/projects.html"
    table = TableSpec(
        id="projects",
        columns=[
            Column(
                "project_name",
                _("Project"),
                sort="project_name",
                primary=True,
                template="brands/work/cells/project.html",
            ),
            Column("status", _("Status"), "get_status_display", "status", template="brands/work/cells/status.html"),
            Column("progress", _("Progress"), "done_count", template="brands/work/cells/progress.html"),
            Column("late_count", _("Late"), sort="late_count", template="brands/work/cells/late.html", numeric=True),
            Column("start_date", _("Start date"), sort="start_date"),
            Column("end_date", _("End date"), sort="end_date"),
            Column("created_at", _("Created"), sort="created_at", shown=False),
        ],
        search_fields=["project_name", "description"],
        search_label=_("Search projects"),
        filterset_class=ProjectFilter,
        default_sort="-created_at",
        export_name="projects",
        caption=_("Projects"),
    )

    def get_rows(self) -> QuerySet:
        return with_progress(super().get_rows())

    def get_context(self, **extra: Any) -> dict[str, Any]:
        suggestions = suggestions_for(self.brand) if self.may_edit else []
        return super().get_context(suggestions=suggestions, **extra)


class ProjectForms(WorkMixin):
    """What the two forms of a project share."""

    tab_url_name = "brands:projects"
    form_class: type[forms.BaseForm] = ProjectForm

    def get_success_url(self) -> str:
        return safe_next(self.request, super().get_success_url())  # type: ignore[misc]


class NewProjectPage(ProjectForms, BrandFormPage):
    title = _("New project")
    submit_label = _("Create the project")

    def save(self, form: Any) -> str:
        project = create_project(user=self.request.user, brand=self.brand, fields=form.cleaned_data)
        toast(self.request, _("Project created."))
        return reverse("brands:board", args=[self.brand.pk, project.pk])


class EditProjectPage(ProjectForms, BrandRowFormPage):
    model = Project
    title = _("Edit the project")
    success_text = _("Saved.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"initial": {name: getattr(self.row, name) for name in PROJECT_FIELDS}}

    def save(self, form: Any) -> str:
        update_project(user=self.request.user, project=self.row, fields=form.cleaned_data)
        return safe_next(self.request, reverse("brands:board", args=[self.brand.pk, self.row.pk]))


class DeleteProjectPage(BrandRowConfirmPage):
    model = Project
    tab_url_name = "brands:projects"
    title = _("Delete this project?")
    lead = _("Its tasks go with it. This cannot be undone.")
    success_text = _("Project deleted.")

    def save(self, form: Any) -> None:
        delete_project(user=self.request.user, project=self.row)


# ── the board ──────────────────────────────────────────────────────────────────────────────────────────────────────
def board_context(request: HttpRequest, project: Project, filters: CardFilter) -> dict[str, Any]:
    """What `brands/work/_board.html` draws: the columns, narrowed as the address says."""
    return {
        "project": project,
        "columns": board_of(project, filters.qs, is_narrowed=filters.is_narrowed),
        "filters": filters,
        "here": request.get_full_path() if request.method == "GET" else "",
    }


class BoardPage(WorkMixin, BrandRowMixin, BrandPage):
    """The project as a board of cards; the same address gives the columns alone when script asks for them."""

    looking_at = "board"
    model = Project
    row_action = "read"
    template_name = "brands/work/board.html"

    @property
    def project_id(self) -> int:
        return self.row.pk

    def get_title(self) -> str:
        return self.row.project_name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        filters = CardFilter(request.GET, queryset=Task.objects.all(), request=request, people=self.people)
        context = board_context(request, self.row, filters)
        return self.render(context, template="brands/work/_board.html" if is_partial(request) else "")


class MoveTask(WorkMixin, TaskRowMixin, BrandRowMixin, BrandAction):
    """Puts a card in front of another one, into a column, or some places up or down; answers with the new board."""

    def act(self) -> str:
        user, task, given = self.request.user, self.row, self.request.POST
        if "steps" in given:
            shift_task(user=user, task=task, steps=number_in(given["steps"], smallest=-BIGGEST_STEP) or 0)
        else:
            status = given.get("status", task.status)
            if status not in TaskStatus.values:
                raise BadRequest(_("There is no such column."))
            move_task(user=user, task=task, status=status, place=Place(before=number_in(given.get("before", ""))))
        return safe_next(self.request, reverse("brands:board", args=[self.brand.pk, task.project_id]))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_partial(request):
            return super().post(request, *args, **kwargs)
        self.act()
        return self.board()

    def board(self) -> HttpResponse:
        filters = CardFilter(self.request.GET, queryset=Task.objects.all(), request=self.request, people=self.people)
        context = board_context(self.request, self.row.project, filters) | {"brand": self.brand, "may_edit": True}
        return render(self.request, "brands/work/_board.html", context)


def number_in(text: str, *, smallest: int = 1) -> int | None:
    """A whole number that somebody's script sent; None for nothing, BadRequest for anything else."""
    if not text:
        return None
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 18) or int(text) < smallest:
        raise BadRequest
    return int(text)


class TakeSuggestion(BrandAction):
    """Makes one of the suggested tasks a task."""

    def act(self) -> str:
        task = take_suggestion(user=self.request.user, brand=self.brand, code=self.kwargs["code"])
        toast(self.request, _("Added to “%(project)s”.") % {"project": task.project.project_name})
        return reverse("brands:projects", args=[self.brand.pk])

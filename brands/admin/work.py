"""Projects and tasks in the administration; their order is changed on the board alone."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from artnex.administration.menu import MenuGroup
from artnex.administration.model_admin import ServiceModelAdmin
from artnex.errors import Message
from brands.models import Project, Task
from brands.queries.work import with_progress
from brands.services.tasks import (
    create_project,
    create_task,
    delete_project,
    delete_task,
    update_project,
    update_task,
)

TONES = {
    "in_progress": "info",
    "doing": "info",
    "on_hold": "warning",
    "review": "warning",
    "done": "success",
}


@admin.register(Project)
class ProjectAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "view_kanban"
    menu_order = 60
    list_display = ("project_name", "brand", "shown_status", "shown_progress", "start_date", "end_date", "created_at")
    list_filter = (("status", ChoicesDropdownFilter), ("end_date", RangeDateFilter))
    search_fields = ("project_name", "brand__brand_name")
    list_select_related = ("brand",)
    raw_id_fields = ("brand",)
    fields = ("brand", "project_name", "status", "start_date", "end_date", "description")

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return with_progress(super().get_queryset(request))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("brand",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = dict(form.cleaned_data)
        if change:
            update_project(user=request.user, project=Project.objects.get(pk=obj.pk), fields=given)
            return
        made = create_project(user=request.user, brand=given.pop("brand"), fields=given)
        obj.__dict__.update(made.__dict__)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_project(user=request.user, project=obj)

    @display(description=_("status"), label=TONES, ordering="status")
    def shown_status(self, project: Project) -> tuple[str, Message]:
        return project.status, project.get_status_display()

    @display(description=_("progress"))
    def shown_progress(self, project: Any) -> str:
        return f"{project.done_count} / {project.task_count}"


@admin.register(Task)
class TaskAdmin(ServiceModelAdmin):
    menu_group = MenuGroup.PRODUCT
    menu_icon = "task_alt"
    menu_order = 61
    list_display = ("title", "project", "shown_status", "priority", "assignee", "due_date", "created_at")
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("priority", ChoicesDropdownFilter),
        ("due_date", RangeDateFilter),
    )
    search_fields = ("title", "project__project_name", "project__brand__brand_name", "assignee__email")
    list_select_related = ("project", "assignee")
    autocomplete_fields = ("project", "assignee")
    fields = ("project", "title", "status", "priority", "assignee", "due_date", "description")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("project",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = dict(form.cleaned_data)
        assignee = given.pop("assignee", None)
        given["assignee_id"] = assignee.pk if assignee else None
        if change:
            update_task(user=request.user, task=Task.objects.get(pk=obj.pk), fields=given)
            return
        made = create_task(user=request.user, project=given.pop("project"), fields=given)
        obj.__dict__.update(made.__dict__)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        delete_task(user=request.user, task=obj)

    @display(description=_("status"), label=TONES, ordering="status")
    def shown_status(self, task: Task) -> tuple[str, Message]:
        return task.status, task.get_status_display()

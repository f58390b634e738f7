"""Projects of a brand and their tasks."""

from functools import cached_property
from typing import Any, ClassVar

from artnex.access import RestrictedQuerySet, fetch
from artnex.api.viewsets import Creating, Deleting, Listing, Retrieving, Updating
from brands.api.base import UnderBrandViewSet
from brands.filters.work import ProjectFilters, TaskFilters
from brands.models import Project, Task
from brands.queries.work import by_urgency, with_progress
from brands.serializers.work import ProjectSerializer, TaskSerializer
from brands.services.tasks import (
    create_project,
    create_task,
    delete_project,
    delete_task,
    update_project,
    update_task,
)


class ProjectViewSet(UnderBrandViewSet):
    queryset = Project.objects.all()
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilters
    search_fields = ("project_name", "description")
    ordering_fields = ("project_name", "status", "start_date", "end_date", "created_at", "updated_at")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return with_progress(super().all_rows())  # type: ignore[return-value]

    def perform_create(self, fields: dict[str, Any]) -> Project:
        return create_project(user=self.request.user, brand=self.brand, fields=fields)

    def perform_update(self, instance: Project, fields: dict[str, Any]) -> Project:
        return update_project(user=self.request.user, project=instance, fields=fields)

    def perform_destroy(self, instance: Project) -> None:
        delete_project(user=self.request.user, project=instance)


class ProjectTasksViewSet(Listing, Creating):
    """The tasks at `/projects/{project_id}/tasks`, by column and position."""

    queryset = Task.objects.select_related("project", "assignee").annotate(rank=by_urgency())
    serializer_class = TaskSerializer
    filterset_class = TaskFilters
    search_fields = ("title", "description")
    ordering_fields: ClassVar[dict[str, str]] = {
        name: name for name in ("title", "status", "due_date", "position", "created_at", "updated_at")
    } | {"priority": "rank"}  # the most urgent first

    @cached_property
    def project(self) -> Project:
        return fetch(Project.objects.all(), self.request.user, "read", pk=self.kwargs["project_id"])

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return self.queryset.filter(project=self.project.pk)

    def check_create(self) -> None:
        rows = Project.objects.select_related("brand")
        self.project = fetch(rows, self.request.user, "update", pk=self.kwargs["project_id"])  # type: ignore[arg-type]

    def perform_create(self, fields: dict[str, Any]) -> Task:
        return create_task(user=self.request.user, project=self.project, fields=fields)

    def location_of(self, instance: Any) -> str:
        return f"/api/v1/tasks/{instance.pk}"


class TaskViewSet(Retrieving, Updating, Deleting):
    """One task. A new `status` or `position` moves it; the others of the column make room."""

    queryset = Task.objects.select_related("project__brand", "assignee")
    serializer_class = TaskSerializer

    def perform_update(self, instance: Task, fields: dict[str, Any]) -> Task:
        return update_task(user=self.request.user, task=instance, fields=fields)

    def perform_destroy(self, instance: Task) -> None:
        delete_task(user=self.request.user, task=instance)

"""Projects and tasks."""

from artnex.api.viewsets import crud_paths
from brands.api.work import ProjectTasksViewSet, ProjectViewSet, TaskViewSet

urlpatterns = [
    *crud_paths("brands/<int:brand_id>/projects", ProjectViewSet, name="project"),
    *crud_paths("projects/<int:project_id>/tasks", ProjectTasksViewSet, name="project-tasks"),
    *crud_paths("tasks", TaskViewSet, name="task"),
]

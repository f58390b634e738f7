"""Projects and tasks."""

from django.urls import path

from brands.views.projects import (
    BoardPage,
    DeleteProjectPage,
    EditProjectPage,
    MoveTask,
    NewProjectPage,
    ProjectsPage,
    TakeSuggestion,
)
from brands.views.tasks import CalendarPage, DeleteTaskPage, EditTaskPage, NewTaskPage, TaskPage, TasksPage

PROJECTS = "brands/<int:brand_id>/projects"
TASKS = "brands/<int:brand_id>/tasks"

urlpatterns = [
    path(f"{PROJECTS}/", ProjectsPage.as_view(), name="projects"),
    path(f"{PROJECTS}/new/", NewProjectPage.as_view(), name="project_new"),
    path(f"{PROJECTS}/suggestions/<slug:code>/", TakeSuggestion.as_view(), name="suggestion_take"),
    path(f"{PROJECTS}/<int:pk>/", BoardPage.as_view(), name="board"),
    path(f"{PROJECTS}/<int:pk>/edit/", EditProjectPage.as_view(), name="project_edit"),
    path(f"{PROJECTS}/<int:pk>/delete/", DeleteProjectPage.as_view(), name="project_delete"),
    path(f"{TASKS}/", TasksPage.as_view(), name="tasks"),
    path(f"{TASKS}/calendar/", CalendarPage.as_view(), name="calendar"),
    path(f"{TASKS}/new/", NewTaskPage.as_view(), name="task_new"),
    path(f"{TASKS}/<int:pk>/", TaskPage.as_view(), name="task"),
    path(f"{TASKS}/<int:pk>/edit/", EditTaskPage.as_view(), name="task_edit"),
    path(f"{TASKS}/<int:pk>/move/", MoveTask.as_view(), name="task_move"),
    path(f"{TASKS}/<int:pk>/delete/", DeleteTaskPage.as_view(), name="task_delete"),
]

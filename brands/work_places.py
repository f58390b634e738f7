"""What projects and tasks put into the command palette and into one's own copy."""

from collections.abc import Iterator
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.services.export import register_export
from artnex.web.navigation import MAX_FOUND, Found, register_search
from brands.enums import TaskStatus


def register() -> None:
    """Called at start."""
    register_search("work", _("Projects and tasks"), find_work)
    register_export("projects", own_projects)
    register_export("tasks", own_tasks)


def find_work(user: Any, text: str) -> Iterator[Found]:
    """Projects and open tasks of the brands this person may see, by words of their names."""
    from brands.models import Project, Task

    words = text.split()[:8]
    projects = Project.objects.restrict(user, "read").filter(_all(words, "project_name")).select_related("brand")
    for project in projects[: MAX_FOUND // 2]:
        url = reverse("brands:board", args=[project.brand_id, project.pk])
        yield Found(project.project_name, url, "board", project.brand.brand_name)
    tasks = Task.objects.restrict(user, "read").filter(_all(words, "title")).exclude(status=TaskStatus.DONE)
    for task in tasks.select_related("project").order_by("-updated_at")[:MAX_FOUND]:
        url = reverse("brands:task", args=[task.project.brand_id, task.pk])
        yield Found(task.title, url, "check-circle", task.project.project_name)


def own_projects(user: Any) -> list[dict[str, Any]]:
    from brands.models import Project

    names = ("id", "brand_id", "project_name", "status", "start_date", "end_date", "description", "created_at")
    return list(Project.objects.filter(brand__user=user).values(*names))


def own_tasks(user: Any) -> list[dict[str, Any]]:
    """Tasks of own brands, and those of others that this person has to do."""
    from brands.models import Task

    names = ("id", "project_id", "title", "description", "status", "priority", "assignee_id", "due_date", "created_at")
    return list(Task.objects.filter(Q(project__brand__user=user) | Q(assignee=user)).values(*names))


def _all(words: list[str], field: str) -> Q:
    return reduce(and_, (Q(**{f"{field}__icontains": word}) for word in words), Q())

"""What the pages of projects and tasks have in common: the ways of looking at them, rows, choices."""

from functools import cached_property
from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from artnex.web.pages import safe_next
from brands.models import Brand, Project, Task
from brands.queries.work import choices_of, people_of


class WorkMixin:
    """The tab, and the switch between projects, board, list and calendar."""

    tab = "projects"
    looking_at: ClassVar[str] = ""
    brand: Brand
    request: HttpRequest

    @cached_property
    def people(self) -> list[tuple[int, str]]:
        return choices_of(people_of(self.brand))

    @cached_property
    def projects(self) -> list[tuple[int, str]]:
        return choices_of(self.brand.projects.all())

    @property
    def project_id(self) -> int | None:
        """The project that the list or the calendar is narrowed to, if it is one of this brand."""
        asked = self.request.GET.get("project", "")
        return next((pk for pk, _name in self.projects if str(pk) == asked), None)

    def switch(self) -> list[dict[str, Any]]:
        project_id = self.project_id
        only = f"?project={project_id}" if project_id else ""
        projects = reverse("brands:projects", args=[self.brand.pk])
        ways: list[tuple[str, Any, str]] = [("projects", _("Projects"), projects)]
        if project_id:
            ways.append(("board", _("Board"), reverse("brands:board", args=[self.brand.pk, project_id])))
        ways.append(("list", _("List"), reverse("brands:tasks", args=[self.brand.pk]) + only))
        ways.append(("calendar", _("Calendar"), reverse("brands:calendar", args=[self.brand.pk]) + only))
        return [{"label": label, "url": url, "current": name == self.looking_at} for name, label, url in ways]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        return super().get_context(switch=self.switch(), project_id=self.project_id, **extra)  # type: ignore[misc]


class TaskRowMixin:
    """`self.row` is the brand's task that the URL names."""

    model = Task
    brand: Brand

    def get_rows(self) -> RestrictedQuerySet:
        rows = Task.objects.filter(project__brand=self.brand)
        return rows.select_related("project__brand", "assignee")  # type: ignore[return-value]


class BackToBoard:
    """Forms lead back to where they were opened (`next`), or to the board of `self.board_project`."""

    tab_url_name = "brands:projects"
    brand: Brand
    request: HttpRequest

    @property
    def board_project(self) -> Project | None:
        raise NotImplementedError

    def get_success_url(self) -> str:
        project = self.board_project
        board = (
            reverse("brands:board", args=[self.brand.pk, project.pk])
            if project
            else reverse("brands:projects", args=[self.brand.pk])
        )
        return safe_next(self.request, board)

"""Filters of projects and tasks, for the API and for pages."""

from datetime import timedelta
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.api.filters import ApiFilterSet, IdFilter
from brands.enums import Priority, ProjectStatus, TaskStatus
from brands.models import Task

NOBODY = "nobody"
DUE = [("late", _("Late")), ("week", _("In seven days")), ("none", _("Without a day"))]


# ── API ────────────────────────────────────────────────────────────────────────────────────────────────────────────
class ProjectFilters(ApiFilterSet):
    status = django_filters.ChoiceFilter(choices=ProjectStatus.choices)


class TaskFilters(ApiFilterSet):
    status = django_filters.ChoiceFilter(choices=TaskStatus.choices)
    priority = django_filters.ChoiceFilter(choices=Priority.choices)
    assignee_id = IdFilter()
    due_from = django_filters.DateFilter(field_name="due_date", lookup_expr="gte")
    due_to = django_filters.DateFilter(field_name="due_date", lookup_expr="lte")


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────
class ProjectFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(label=_("Status"), choices=ProjectStatus.choices, empty_label=_("All"))


class CardFilter(django_filters.FilterSet):
    """What board and calendar may be narrowed by. `people` are the choices for the assignee."""

    q = django_filters.CharFilter(label=_("Search"), method="search", max_length=200)
    assignee = django_filters.ChoiceFilter(label=_("Assignee"), empty_label=_("All"), method="of_person")
    priority = django_filters.ChoiceFilter(label=_("Priority"), choices=Priority.choices, empty_label=_("All"))
    due = django_filters.ChoiceFilter(label=_("Due"), choices=DUE, empty_label=_("All"), method="due_by")

    def __init__(self, *args: Any, people: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if people is not None:
            self.filters["assignee"].extra["choices"] = [(NOBODY, _("Nobody")), *people]

    @property
    def is_narrowed(self) -> bool:
        return any(self.data.get(name) for name in self.filters)

    def search(self, tasks: QuerySet[Task], _name: str, text: str) -> QuerySet[Task]:
        for word in text.split()[:8]:
            tasks = tasks.filter(title__icontains=word)
        return tasks

    def of_person(self, tasks: QuerySet[Task], _name: str, person: str) -> QuerySet[Task]:
        return tasks.filter(assignee__isnull=True) if person == NOBODY else tasks.filter(assignee_id=int(person))

    def due_by(self, tasks: QuerySet[Task], _name: str, due: str) -> QuerySet[Task]:
        today = timezone.localdate()
        if due == "none":
            return tasks.filter(due_date__isnull=True)
        tasks = tasks.exclude(status=TaskStatus.DONE)
        if due == "late":
            return tasks.filter(due_date__lt=today)
        return tasks.filter(due_date__range=(today, today + timedelta(days=7)))


class CalendarFilter(CardFilter):
    """The calendar shows days by itself; several projects are in it."""

    project = django_filters.ChoiceFilter(label=_("Project"), empty_label=_("All"), field_name="project")
    due = None

    def __init__(self, *args: Any, projects: list[tuple[int, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["project"].extra["choices"] = projects or []


class TaskListFilter(CalendarFilter):
    """The list has a search field of its own."""

    q = None
    status = django_filters.ChoiceFilter(label=_("Status"), choices=TaskStatus.choices, empty_label=_("All"))
    due = django_filters.ChoiceFilter(label=_("Due"), choices=DUE, empty_label=_("All"), method="due_by")

"""Reading projects and tasks: what pages and endpoints share."""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.formats import get_format

from brands.engine.next_actions import NextAction, next_actions
from brands.enums import Priority, TaskStatus
from brands.models import Brand, BrandUserObjectPermission, Project, Task
from brands.queries.facts import facts_of

CARDS_A_COLUMN = 100
TASKS_A_MONTH = 1000
OPEN = ~Q(tasks__status=TaskStatus.DONE)


def people_of(brand: Brand) -> QuerySet[Any]:
    """The people who work on the brand: its owner, and everybody with a grant."""
    granted = BrandUserObjectPermission.objects.filter(content_object=brand.pk).values("user")
    return get_user_model().objects.filter(Q(pk=brand.user_id) | Q(pk__in=granted), is_active=True).order_by("name")


def with_progress(projects: QuerySet[Project]) -> QuerySet[Project]:
    """Each project with `task_count`, `done_count` and `late_count`."""
    late = Q(tasks__due_date__lt=timezone.localdate()) & OPEN
    return projects.annotate(
        task_count=Count("tasks"),
        done_count=Count("tasks", filter=Q(tasks__status=TaskStatus.DONE)),
        late_count=Count("tasks", filter=late),
    )


def by_urgency() -> Case:
    """Priorities as numbers to sort by: the most urgent first."""
    return _ranked("priority", [Priority.URGENT, Priority.HIGH, Priority.MEDIUM, Priority.LOW])


def by_progress() -> Case:
    """States of tasks as numbers to sort by, in the order of the board."""
    return _ranked("status", list(TaskStatus))


def _ranked(field: str, values: list[Any]) -> Case:
    whens = [When(**{field: value}, then=Value(rank)) for rank, value in enumerate(values)]
    return Case(*whens, default=Value(len(values)), output_field=IntegerField())


# ── the board ──────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass
class BoardColumn:
    """A state with its cards; `total` counts those that are not drawn too."""

    status: TaskStatus
    cards: list[Task]
    total: int

    @property
    def hidden(self) -> int:
        return self.total - len(self.cards)


def board_of(project: Project, tasks: QuerySet[Task], *, is_narrowed: bool = False) -> list[BoardColumn]:
    """The four columns of a project, from `tasks` that a filter may have narrowed; at most 100 cards each."""
    rows = tasks.filter(project=project).select_related("assignee", "project").order_by("position", "pk")
    totals = dict(rows.order_by().values_list("status").annotate(Count("pk")))
    if not is_narrowed:
        rows = rows.filter(position__lt=CARDS_A_COLUMN)  # positions have no gaps
    cards: dict[str, list[Task]] = {status: [] for status in TaskStatus.values}
    for task in rows[: CARDS_A_COLUMN * len(cards)]:
        cards[task.status].append(task)
    return [BoardColumn(status, cards[status][:CARDS_A_COLUMN], totals.get(status, 0)) for status in TaskStatus]


# ── the calendar ───────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass
class CalendarDay:
    day: date
    in_month: bool
    is_today: bool
    tasks: list[Task]


@dataclass(frozen=True)
class Month:
    """A month as its calendar shows it: whole weeks."""

    first: date

    @classmethod
    def named(cls, text: str) -> "Month":
        """The month "2026-11"; the present one when it is no month."""
        try:
            year, month = (int(part) for part in text.split("-"))
            return cls(date(year if 1900 <= year <= 2999 else 0, month, 1))
        except ValueError:
            return cls(timezone.localdate().replace(day=1))

    @property
    def name(self) -> str:
        return f"{self.first:%Y-%m}"

    @property
    def previous(self) -> "Month":
        return Month((self.first - timedelta(days=1)).replace(day=1))

    @property
    def following(self) -> "Month":
        return Month((self.first + timedelta(days=31)).replace(day=1))

    @property
    def days(self) -> list[date]:
        """From the first day of the first week to the last of the last one; weeks begin as the language has it."""
        first_weekday = (int(get_format("FIRST_DAY_OF_WEEK")) - 1) % 7  # Django counts from Sunday, Python from Monday
        return list(calendar.Calendar(first_weekday).itermonthdates(self.first.year, self.first.month))


def month_of(month: Month, tasks: QuerySet[Task]) -> list[CalendarDay]:
    """The days of the month with what is due on them, the most urgent first."""
    days = month.days
    due = tasks.filter(due_date__range=(days[0], days[-1])).select_related("project", "assignee")
    on: dict[date | None, list[Task]] = {}
    for task in due.order_by("due_date", by_urgency(), "pk")[:TASKS_A_MONTH]:
        on.setdefault(task.due_date, []).append(task)
    today = timezone.localdate()
    return [CalendarDay(day, day.month == month.first.month, day == today, on.get(day, [])) for day in days]


def choices_of(rows: Iterable[Any]) -> list[tuple[int, str]]:
    """People or projects as choices of a form."""
    return [(row.pk, str(row)) for row in rows]


# ── suggestions ────────────────────────────────────────────────────────────────────────────────────────────────────
LEADS_HERE = "late_tasks"  # "look at the tasks" is no task
SUGGESTIONS = 3


def suggestions_for(brand: Brand) -> list[NextAction]:
    """What the rules of the next best action would have done, without what is an open task already."""
    facts = facts_of([brand.pk])[brand.pk]
    tasks = Task.objects.filter(project__brand=brand).exclude(status=TaskStatus.DONE).exclude(suggestion="")
    taken = {LEADS_HERE, *tasks.values_list("suggestion", flat=True)}
    return [action for action in next_actions(facts) if action.code not in taken][:SUGGESTIONS]

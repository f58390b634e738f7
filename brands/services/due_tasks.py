"""Reminding people of what is due: a day before, and once more when the day has passed."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from artnex.events.services import record_event
from brands.enums import ProjectStatus, TaskStatus
from brands.models import Task
from brands.queries.work import people_of
from brands.services.tasks import page_of

TASKS_A_ROUND = 1000
DAYS_AHEAD = 1
RESTING = (ProjectStatus.DONE, ProjectStatus.ON_HOLD)


def remind_of_due_tasks(*, now: datetime | None = None) -> dict[str, int]:
    """Notify whoever has to do a task (the brand's owner when nobody has to); says how many were soon due and late.

    Each task is claimed by a conditional update: two rounds at once remind once.
    """
    now = now or timezone.now()
    today = timezone.localdate(now)
    counts = {"soon": 0, "late": 0}
    for task in tasks_to_remind_of(today)[:TASKS_A_ROUND]:
        if _remind(task, now):
            counts["late" if _days_left(task, today) < 0 else "soon"] += 1
    return counts


def tasks_to_remind_of(today: date) -> QuerySet[Task]:
    """Open tasks due by tomorrow without a reminder yet, and late ones whose reminder came before they were late."""
    soon = Q(due_date__lte=today + timedelta(days=DAYS_AHEAD), reminded_at__isnull=True)
    late = Q(due_date__lt=today, reminded_at__date__lte=F("due_date"))
    open_ones = Task.objects.exclude(status=TaskStatus.DONE).exclude(project__status__in=RESTING)
    return open_ones.filter(soon | late).select_related("project__brand__user", "assignee").order_by("due_date", "pk")


@transaction.atomic
def _remind(task: Task, now: datetime) -> bool:
    still_waiting = Task.objects.filter(pk=task.pk, reminded_at=task.reminded_at, due_date=task.due_date)
    if not still_waiting.update(reminded_at=now):
        return False
    brand = task.project.brand
    person = task.assignee
    if person is None or not people_of(brand).filter(pk=person.pk).exists():
        person = brand.user
    data = {"id": task.pk, "days": _days_left(task, timezone.localdate(now))}
    record_event("task.due", subject=task, brand_id=brand.pk, data=data, notify=[person], url=page_of(task))
    return True


def _days_left(task: Task, today: date) -> int:
    return (task.due_date - today).days if task.due_date else 0

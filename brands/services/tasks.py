"""Writing projects and tasks; the order of cards survives two people moving them at once.

Whoever changes the order of a board holds the lock on its project until the transaction ends, and takes it before
touching any card: two movers wait for each other and never lock each other out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from artnex.errors import NotFound, ValidationFailed
from artnex.events.models import Event
from artnex.events.registry import subscribe
from artnex.events.services import record_event
from brands.enums import ProjectStatus, TaskStatus
from brands.models import Brand, Project, Task
from brands.queries.work import people_of, suggestions_for

PROJECT_FIELDS = ("project_name", "status", "start_date", "end_date", "description")
TASK_FIELDS = ("title", "description", "priority", "assignee_id", "due_date")
PLACE_FIELDS = ("status", "position")


@dataclass(frozen=True)
class Place:
    """Where a card goes in its column: at `position`, in front of the card `before`, or (with neither) at the end.

    Somebody who looks at a board names the card they dropped theirs in front of: that stays right when others have
    moved cards in the meantime, a number does not. A card that has left the column counts as the column's end.
    """

    position: int | None = None
    before: int | None = None

    def index(self, column: list[Task]) -> int:
        if self.before is not None:
            return next((n for n, card in enumerate(column) if card.pk == self.before), len(column))
        return len(column) if self.position is None else min(max(self.position, 0), len(column))


# ── projects ───────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def create_project(*, user: Any, brand: Brand, fields: Mapping[str, Any]) -> Project:
    """A new project; event project.created. ValidationFailed when it ends before it starts."""
    project = Project(brand=brand)
    _assign(project, PROJECT_FIELDS, fields)
    _check_dates(project)
    project.save()
    record_event("project.created", actor=user, subject=project, brand_id=brand.pk, data={"id": project.pk})
    return project


@transaction.atomic
def update_project(*, user: Any, project: Project, fields: Mapping[str, Any]) -> Project:
    """Change the given fields; event project.updated when anything changed."""
    _lock_board(project.pk)
    project.refresh_from_db(fields=PROJECT_FIELDS)  # two people may have set one date each
    changed = _assign(project, PROJECT_FIELDS, fields)
    _check_dates(project)
    if changed:
        project.save(update_fields=[*changed, "updated_at"])
        data = {"id": project.pk, "fields": changed}
        record_event("project.updated", actor=user, subject=project, brand_id=project.brand_id, data=data)
    return project


@transaction.atomic
def delete_project(*, user: Any, project: Project) -> None:
    """Remove the project with its tasks; event project.deleted."""
    _lock_board(project.pk)
    record_event("project.deleted", actor=user, subject=project, brand_id=project.brand_id, data={"id": project.pk})
    project.delete()


# ── tasks ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def create_task(*, user: Any, project: Project, fields: Mapping[str, Any]) -> Task:
    """A new card, at the end of its column unless a position is given; tells who is to do it."""
    _lock_board(project.pk)
    task = Task(project=project, status=fields.get("status", TaskStatus.TODO))
    _assign(task, TASK_FIELDS, fields)
    _check_assignee(task)
    task.position = Task.objects.filter(project=project, status=task.status).count()
    task.save()
    if fields.get("position") is not None:
        _put(task, task.status, Place(position=fields["position"]))
    _record("task.created", task, user)
    _tell_assignee(task, user)
    return task


@transaction.atomic
def take_suggestion(*, user: Any, brand: Brand, code: str) -> Task:
    """Make a suggestion a task of the brand's newest open project (of a first one where there is none).

    NotFound when it is no suggestion any more: somebody took it over, or what it asks for is done.
    """
    Brand.objects.select_for_update().only("pk").get(pk=brand.pk)  # pressed twice, it is taken over once
    action = next((action for action in suggestions_for(brand) if action.code == code), None)
    if action is None:
        raise NotFound
    project = brand.projects.exclude(status=ProjectStatus.DONE).first()
    if project is None:
        name = _("First steps")
        project = create_project(user=user, brand=brand, fields={"project_name": name, "status": "in_progress"})
    task = create_task(user=user, project=project, fields={"title": action.title, "description": action.reason})
    task.suggestion = code
    task.save(update_fields=["suggestion"])
    return task


@transaction.atomic
def update_task(*, user: Any, task: Task, fields: Mapping[str, Any]) -> Task:
    """Change fields; a new status or position moves the card, a new person to do it is told."""
    _lock_board(task.project_id)
    _refresh(task)
    changed = _assign(task, TASK_FIELDS, fields)
    if "assignee_id" in changed:
        _check_assignee(task)
    if changed:
        task.reminded_at = None if {"due_date", "assignee_id"} & set(changed) else task.reminded_at
        task.save(update_fields=[*changed, "reminded_at", "updated_at"])
        _record("task.updated", task, user, fields=changed)
    if "assignee_id" in changed:
        _tell_assignee(task, user)
    if any(name in fields for name in PLACE_FIELDS):
        same_column = fields.get("status", task.status) == task.status
        position = fields.get("position")
        place = Place(position=task.position if position is None and same_column else position)
        _move(user, task, fields.get("status", task.status), place)
    return task


@transaction.atomic
def move_task(*, user: Any, task: Task, status: str, place: Place | None = None) -> Task:
    """Put the card at `place` in column `status`, at its end without one; event task.moved when it was elsewhere."""
    _lock_board(task.project_id)
    _refresh(task)
    _move(user, task, status, place or Place())
    return task


@transaction.atomic
def shift_task(*, user: Any, task: Task, steps: int) -> Task:
    """Move the card `steps` places down its column (up when negative)."""
    _lock_board(task.project_id)
    _refresh(task)
    _move(user, task, task.status, Place(position=max(task.position + steps, 0)))
    return task


@transaction.atomic
def delete_task(*, user: Any, task: Task) -> None:
    """Remove the card and close its gap; event task.deleted."""
    _lock_board(task.project_id)
    _refresh(task)
    _record("task.deleted", task, user)
    project_id, status = task.project_id, task.status
    task.delete()
    _number(_column(project_id, status))


def free_tasks_of(*, brand_id: int, person_id: int) -> int:
    """Take the person's name off the tasks of a brand they no longer work on; returns how many."""
    tasks = Task.objects.filter(project__brand=brand_id, assignee=person_id)
    return Task.objects.filter(pk__in=tasks.values("pk")).update(assignee=None)


def free_tasks_of_leaver(event: Event) -> None:
    if event.brand_id is not None:
        free_tasks_of(brand_id=event.brand_id, person_id=event.data["user_id"])


def listen_for_leavers() -> None:
    """Whoever is taken off a team loses their tasks in the same transaction."""
    subscribe("member.removed", free_tasks_of_leaver)


# ── inside ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def _lock_board(project_id: int) -> None:
    """One at a time for each project; the lock is held until the transaction ends. NotFound when it is gone."""
    if Project.objects.select_for_update().only("pk").filter(pk=project_id).first() is None:
        raise NotFound


def _refresh(task: Task) -> None:
    """What is stored now, after waiting for others. NotFound when one of them deleted it."""
    try:
        task.refresh_from_db(fields=[*TASK_FIELDS, *PLACE_FIELDS, "reminded_at"])
    except Task.DoesNotExist as gone:
        raise NotFound from gone


def _move(user: Any, task: Task, status: str, place: Place) -> None:
    former = (task.status, task.position)
    _put(task, status, place)
    if (task.status, task.position) != former:
        task.save(update_fields=["updated_at"])
        _record("task.moved", task, user, status=task.status, position=task.position)


def _put(task: Task, status: str, place: Place) -> None:
    former = task.status
    column = [card for card in _column(task.project_id, status) if card.pk != task.pk]
    column.insert(place.index(column), task)
    task.status = status
    _number(column, always=task)
    if former != status:
        _number(_column(task.project_id, former))


def _column(project_id: int, status: str) -> list[Task]:
    rows = Task.objects.filter(project=project_id, status=status).only("pk", "status", "position", "project")
    return list(rows.order_by("position", "pk"))


def _number(column: list[Task], always: Task | None = None) -> None:
    """Write positions 0, 1, 2 … where they differ; `always` is written in any case: its column may be new."""
    moved = []
    for position, task in enumerate(column):
        if task.position != position or task is always:
            task.position = position
            moved.append(task)
    Task.objects.bulk_update(moved, PLACE_FIELDS)


def _assign(row: Any, names: tuple[str, ...], fields: Mapping[str, Any]) -> list[str]:
    changed = [name for name in names if name in fields and getattr(row, name) != fields[name]]
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def _check_dates(project: Project) -> None:
    if project.start_date and project.end_date and project.end_date < project.start_date:
        raise ValidationFailed.field("end_date", _("The end must not be before the start."))


def _check_assignee(task: Task) -> None:
    """A stranger and somebody who does not exist are refused in the same words."""
    if task.assignee_id is None:
        return
    if not people_of(task.project.brand).filter(pk=task.assignee_id).exists():
        raise ValidationFailed.field("assignee_id", _("Choose somebody of the brand's team."))


def _tell_assignee(task: Task, user: Any) -> None:
    """A notification for whoever has to do it, unless they took it on themselves."""
    if task.assignee_id is not None and task.assignee_id != user.pk:
        _record("task.assigned", task, user, notify=True)


def _record(name: str, task: Task, user: Any, *, notify: bool = False, **data: Any) -> None:
    brand_id = task.project.brand_id
    record_event(
        name,
        actor=user,
        subject=task,
        brand_id=brand_id,
        data={"id": task.pk, **data},
        notify=[task.assignee] if notify else [],
        url=page_of(task) if notify else "",
    )


def page_of(task: Task) -> str:
    """The address of the task's page."""
    return f"/brands/{task.project.brand_id}/tasks/{task.pk}/"

"""Writing projects and tasks; the order of cards survives two people moving them at once."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from artnex.errors import ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand, Project, Task
from brands.services.team import role_on

PROJECT_FIELDS = ("project_name", "status", "start_date", "end_date", "description")
TASK_FIELDS = ("title", "description", "priority", "assignee", "due_date")


@transaction.atomic
def create_project(*, user: Any, brand: Brand, fields: Mapping[str, Any]) -> Project:
    project = Project(brand=brand)
    _assign(project, PROJECT_FIELDS, fields)
    _check_dates(project)
    project.save()
    record_event("project.created", actor=user, subject=project, brand_id=brand.pk, data={"id": project.pk})
    return project


@transaction.atomic
def update_project(*, user: Any, project: Project, fields: Mapping[str, Any]) -> Project:
    changed = _assign(project, PROJECT_FIELDS, fields)
    _check_dates(project)
    if changed:
        project.save(update_fields=[*changed, "updated_at"])
        data = {"id": project.pk, "fields": changed}
        record_event("project.updated", actor=user, subject=project, brand_id=project.brand_id, data=data)
    return project


@transaction.atomic
def create_task(*, user: Any, project: Project, fields: Mapping[str, Any]) -> Task:
    """A new card, at the end of its column unless a position is given."""
    _lock_board(project)
    task = Task(project=project, status=fields.get("status", Task._meta.get_field("status").default))
    _assign(task, TASK_FIELDS, fields)
    _check_assignee(task)
    task.position = Task.objects.filter(project=project, status=task.status).count()
    task.save()
    if fields.get("position") is not None:
        _place(task, task.status, fields["position"])
    record_event("task.created", actor=user, subject=task, brand_id=project.brand_id, data={"id": task.pk})
    return task


@transaction.atomic
def update_task(*, user: Any, task: Task, fields: Mapping[str, Any]) -> Task:
    """Change fields; a new status or position moves the card."""
    changed = _assign(task, TASK_FIELDS, fields)
    if "assignee" in changed:
        _check_assignee(task)
    if changed:
        task.save(update_fields=[*changed, "updated_at"])
        data = {"id": task.pk, "fields": changed}
        record_event("task.updated", actor=user, subject=task, brand_id=task.project.brand_id, data=data)
    if "status" in fields or "position" in fields:
        move_task(user=user, task=task, status=fields.get("status", task.status), position=fields.get("position"))
    return task


@transaction.atomic
def move_task(*, user: Any, task: Task, status: str, position: int | None = None) -> Task:
    """Put the card at `position` of column `status` (at its end without one)."""
    _lock_board(task.project)
    task.refresh_from_db(fields=["status", "position"])
    before = (task.status, task.position)
    _place(task, status, position)
    if (task.status, task.position) != before:
        data = {"id": task.pk, "status": task.status, "position": task.position}
        record_event("task.moved", actor=user, subject=task, brand_id=task.project.brand_id, data=data)
    return task


@transaction.atomic
def delete_task(*, user: Any, task: Task) -> None:
    _lock_board(task.project)
    record_event("task.deleted", actor=user, subject=task, brand_id=task.project.brand_id, data={"id": task.pk})
    project, status = task.project, task.status
    task.delete()
    _number(list(Task.objects.filter(project=project, status=status).order_by("position", "id")))


def _lock_board(project: Project) -> None:
    """One mover at a time for each project; the lock is held until the transaction ends."""
    Project.objects.select_for_update().only("pk").get(pk=project.pk)


def _place(task: Task, status: str, position: int | None) -> None:
    former = task.status
    column = list(Task.objects.filter(project=task.project_id, status=status).exclude(pk=task.pk))
    column.sort(key=lambda other: (other.position, other.pk))
    index = len(column) if position is None else min(max(position, 0), len(column))
    task.status = status
    column.insert(index, task)
    _number(column)
    if former != status:
        _number(list(Task.objects.filter(project=task.project_id, status=former).order_by("position", "id")))


def _number(column: list[Task]) -> None:
    """Write positions 0, 1, 2 …"""
    for position, task in enumerate(column):
        task.position = position
    Task.objects.bulk_update(column, ["position", "status"])


def _assign(row: Any, names: tuple[str, ...], fields: Mapping[str, Any]) -> list[str]:
    changed = [name for name in names if name in fields and getattr(row, name) != fields[name]]
    for name in changed:
        setattr(row, name, fields[name])
    return changed


def _check_dates(project: Project) -> None:
    if project.start_date and project.end_date and project.end_date < project.start_date:
        raise ValidationFailed.field("end_date", _("The end must not be before the start."))


def _check_assignee(task: Task) -> None:
    if task.assignee is not None and role_on(task.project.brand, task.assignee) is None:
        raise ValidationFailed.field("assignee_id", _("Choose somebody of the brand's team."))

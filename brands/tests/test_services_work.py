"""What happens to tasks: order, races, reminders, leavers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from artnex.events.models import Event, Notification
from brands.models import Task
from brands.services.due_tasks import remind_of_due_tasks
from brands.services.tasks import Place, create_task, delete_task, move_task, update_task
from brands.services.team import remove_member
from brands.tests.factories import BrandFactory, ProjectFactory, TaskFactory, make_member

DAY = timedelta(days=1)
TODAY = date(2026, 5, 12)


def cards(project, count, status="todo"):
    return [
        create_task(user=project.brand.user, project=project, fields={"title": str(n), "status": status})
        for n in range(count)
    ]


def order(project, status="todo"):
    tasks = Task.objects.filter(project=project, status=status).order_by("position")
    return list(tasks.values_list("title", flat=True))


@pytest.mark.django_db
def test_card_dropped_in_front_of_another_stays_there_when_others_moved():
    project = ProjectFactory()
    user = project.brand.user
    one, two, three, four = cards(project, 4)
    move_task(user=user, task=one, status="done")
    move_task(user=user, task=four, status="todo", place=Place(before=three.pk))
    assert order(project) == ["1", "3", "2"]
    # The card it should go in front of has left the column: the end is the honest place.
    move_task(user=user, task=two, status="todo", place=Place(before=one.pk))
    assert order(project) == ["3", "2", "1"]


@pytest.mark.django_db
def test_move_to_where_it_stands_is_no_event():
    project = ProjectFactory()
    first, _second = cards(project, 2)
    move_task(user=project.brand.user, task=first, status="todo", place=Place(position=0))
    assert not Event.objects.filter(name="task.moved").exists()


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
@pytest.mark.django_db(transaction=True)
def test_people_moving_editing_and_deleting_at_once_leave_every_column_numbered():
    project = ProjectFactory()
    user = project.brand.user
    tasks = cards(project, 8)
    doomed = cards(project, 2, "review")

    def work(number):
        try:
            for step in range(6):
                task = Task.objects.select_related("project__brand").get(pk=tasks[(number + step) % 8].pk)
                status = ("todo", "doing", "done")[(number + step) % 3]
                if step % 2:
                    move_task(user=user, task=task, status=status, place=Place(position=number % 3))
                else:
                    fields = {"title": f"{number}-{step}", "status": status, "position": 0}
                    update_task(user=user, task=task, fields=fields)
            if number < len(doomed):
                delete_task(user=user, task=Task.objects.select_related("project__brand").get(pk=doomed[number].pk))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        for done in [pool.submit(work, number) for number in range(6)]:
            done.result()  # a deadlock or a lost row would raise here
    assert Task.objects.filter(project=project).count() == 8
    for status in ("todo", "doing", "review", "done"):
        positions = list(
            Task.objects.filter(project=project, status=status).order_by("position").values_list("position", flat=True)
        )
        assert positions == list(range(len(positions))), status


@pytest.mark.django_db
def test_who_leaves_the_team_loses_their_tasks_on_this_brand_alone():
    brand = BrandFactory()
    member = make_member(brand, "editor")
    here, elsewhere = TaskFactory(project__brand=brand, assignee=member), TaskFactory(assignee=member)
    remove_member(user=brand.user, brand=brand, member=member)
    here.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (here.assignee, elsewhere.assignee) == (None, member)


@pytest.mark.django_db
class TestReminders:
    def test_comes_a_day_before_and_once_more_when_late(self):
        brand = BrandFactory()
        member = make_member(brand, "editor")
        task = TaskFactory(project__brand=brand, assignee=member, due_date=TODAY)
        told = Notification.objects.filter(user=member, event__name="task.due")
        for day, expected in ((-2, 0), (-1, 1), (0, 1), (1, 2), (2, 2)):
            morning = timezone.make_aware(datetime.combine(TODAY + day * DAY, time(9)))
            remind_of_due_tasks(now=morning)
            remind_of_due_tasks(now=morning)
            assert told.count() == expected, day
        assert [note.event.data["days"] for note in told.order_by("pk")] == [1, -1]
        assert told.first().url == f"/brands/{brand.pk}/tasks/{task.pk}/"

    def test_a_new_day_means_a_new_reminder(self):
        task = TaskFactory(due_date=timezone.localdate())
        assert remind_of_due_tasks() == {"soon": 1, "late": 0}
        update_task(user=task.project.brand.user, task=task, fields={"due_date": timezone.localdate() + DAY})
        assert remind_of_due_tasks() == {"soon": 1, "late": 0}

    def test_owner_is_told_when_nobody_is_assigned(self):
        task = TaskFactory(due_date=timezone.localdate() - 3 * DAY)
        assert remind_of_due_tasks() == {"soon": 0, "late": 1}
        assert Notification.objects.get().user == task.project.brand.user

    def test_nothing_comes_for_what_is_done_or_rests(self):
        today = timezone.localdate()
        TaskFactory(due_date=today, status="done")
        TaskFactory(due_date=today, project__status="on_hold")
        TaskFactory(due_date=today + 2 * DAY)
        TaskFactory()
        assert remind_of_due_tasks() == {"soon": 0, "late": 0}

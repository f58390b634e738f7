"""Projects and tasks in the administration go through the services."""

import pytest

from artnex.events.models import Event
from artnex.testing.people import new_user
from brands.models import Project, Task
from brands.tests.factories import BrandFactory, ProjectFactory, TaskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(client):
    client.force_login(new_user("admin"), backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_new_project_and_task_leave_their_events(staff):
    brand = BrandFactory()
    body = {"brand": brand.pk, "project_name": "전시회", "status": "planned", "description": ""}
    assert staff.post("/admin/brands/project/add/", body).status_code == 302
    project = Project.objects.get(brand=brand)
    TaskFactory(project=project)
    body = {"project": project.pk, "title": "부스 예약", "status": "todo", "priority": "high", "description": ""}
    assert staff.post("/admin/brands/task/add/", body).status_code == 302
    task = Task.objects.get(title="부스 예약")
    assert task.position == 1
    assert set(Event.objects.values_list("name", flat=True)) >= {"project.created", "task.created"}


def test_reversed_dates_are_refused_in_the_form(staff):
    project = ProjectFactory(start_date="2026-05-03")
    body = {"project_name": "A", "status": "planned", "start_date": "2026-05-03", "end_date": "2026-05-01"}
    page = staff.post(f"/admin/brands/project/{project.pk}/change/", body)
    assert page.status_code == 200
    project.refresh_from_db()
    assert project.end_date is None


def test_task_moved_and_deleted_leaves_no_gap(staff):
    project = ProjectFactory()
    first, second, third = (TaskFactory(project=project, position=n) for n in range(3))
    body = {"title": first.title, "status": "done", "priority": "low", "description": ""}
    assert staff.post(f"/admin/brands/task/{first.pk}/change/", body).status_code == 302
    assert staff.post(f"/admin/brands/task/{second.pk}/delete/", {"post": "yes"}).status_code == 302
    third.refresh_from_db()
    first.refresh_from_db()
    assert (third.position, first.status, first.position) == (0, "done", 0)
    assert Event.objects.filter(name="task.moved").exists()

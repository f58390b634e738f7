"""Projects and tasks through the API."""

import pytest

from accounts.tests.factories import UserFactory
from artnex.events.models import Event, Notification
from brands.models import Task
from brands.tests.factories import BrandFactory, ProjectFactory, TaskFactory, make_member

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def project(brand):
    return ProjectFactory(brand=brand)


@pytest.fixture
def api(client, brand):
    """Requests as the brand's owner; `api("post", "projects/1/tasks", {...})`."""
    client.force_login(brand.user)

    def ask(method, path, body=None):
        options = {} if body is None else {"data": body, "content_type": JSON}
        return getattr(client, method)(f"/api/v1/{path}", **options)

    return ask


def order(project, status="todo"):
    rows = Task.objects.filter(project=project, status=status).order_by("position")
    assert [task.position for task in rows] == list(range(len(rows)))
    return [task.title for task in rows]


def test_project_is_created_changed_and_deleted(api, brand):
    days = {"start_date": "2026-03-01", "end_date": "2026-06-30"}
    body = {"project_name": "신제품 출시", "status": "in_progress", **days}
    made = api("post", f"brands/{brand.pk}/projects", body)
    data = made.json()["data"]
    assert made.status_code == 201
    assert data | body | {"brand_id": brand.pk, "task_count": 0, "done_count": 0} == data
    assert made["Location"] == f"/api/v1/brands/{brand.pk}/projects/{data['id']}"

    changed = api("put", f"brands/{brand.pk}/projects/{data['id']}", {"description": "봄 출시"})
    assert changed.json()["data"] | {"project_name": "신제품 출시", "description": "봄 출시"} == changed.json()["data"]
    assert api("delete", f"brands/{brand.pk}/projects/{data['id']}").status_code == 204
    assert api("get", f"brands/{brand.pk}/projects/{data['id']}").status_code == 404
    names = ["project.created", "project.updated", "project.deleted"]
    assert list(Event.objects.filter(brand_id=brand.pk).order_by("id").values_list("name", flat=True)) == names


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"project_name": "   "}, "project_name"),
        ({"project_name": "가" * 201}, "project_name"),
        ({"project_name": "A", "status": "lost"}, "status"),
        ({"project_name": "A", "start_date": "2026-02-02", "end_date": "2026-02-01"}, "end_date"),
        ({"project_name": "A", "start_date": "2026-13-01"}, "start_date"),
    ],
)
def test_bad_project_is_refused_by_field_and_not_stored(api, brand, body, field):
    answer = api("post", f"brands/{brand.pk}/projects", body)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["error"]["details"]]
    assert not brand.projects.exists()


def test_end_before_the_stored_start_is_refused(api, brand):
    project = ProjectFactory(brand=brand, start_date="2026-05-01")
    answer = api("patch", f"brands/{brand.pk}/projects/{project.pk}", {"end_date": "2026-04-30"})
    assert answer.status_code == 422


def test_projects_are_filtered_counted_and_bounded_in_queries(api, brand, django_assert_max_num_queries):
    for status in ("planned", "done", "done"):
        TaskFactory.create_batch(2, project=ProjectFactory(brand=brand, status=status), status="done")
    with django_assert_max_num_queries(8):
        rows = api("get", f"brands/{brand.pk}/projects?status=done&ordering=-created_at").json()
    assert rows["pagination"]["total"] == 2
    assert {(row["task_count"], row["done_count"]) for row in rows["data"]} == {(2, 2)}
    assert api("get", f"brands/{brand.pk}/projects?status=lost").status_code == 400


def test_task_goes_to_the_end_or_to_its_position(api, project):
    for title in ("하나", "둘"):
        assert api("post", f"projects/{project.pk}/tasks", {"title": title}).status_code == 201
    made = api("post", f"projects/{project.pk}/tasks", {"title": "먼저", "position": 0, "priority": "urgent"})
    data = made.json()["data"]
    assert (data["position"], data["status"], data["priority"]) == (0, "todo", "urgent")
    assert (data["project_id"], data["brand_id"]) == (project.pk, project.brand_id)
    assert made["Location"] == f"/api/v1/tasks/{data['id']}"
    assert order(project) == ["먼저", "하나", "둘"]


def test_moving_a_task_leaves_no_gaps(api, project):
    path = f"projects/{project.pk}/tasks"
    tasks = {title: api("post", path, {"title": title}).json()["data"]["id"] for title in "가나다라"}
    moved = api("patch", f"tasks/{tasks['나']}", {"status": "doing"}).json()["data"]
    assert (moved["status"], moved["position"]) == ("doing", 0)
    assert api("patch", f"tasks/{tasks['라']}", {"position": 0}).json()["data"]["position"] == 0
    assert api("patch", f"tasks/{tasks['가']}", {"position": 900}).json()["data"]["position"] == 2
    assert order(project) == ["라", "다", "가"]
    assert order(project, "doing") == ["나"]
    assert api("patch", f"tasks/{tasks['다']}", {"status": "todo", "title": "다!"}).json()["data"]["position"] == 1
    assert api("delete", f"tasks/{tasks['라']}").status_code == 204
    assert order(project) == ["다!", "가"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "A", "status": "planned"}, "status"),
        ({"title": "A", "priority": "now"}, "priority"),
        ({"title": "A", "position": -1}, "position"),
        ({"title": "A", "position": 10**30}, "position"),
        ({"title": "A", "due_date": "tomorrow"}, "due_date"),
        ({"title": "A", "assignee_id": 987_654_321}, "assignee_id"),
        ({"title": "A", "assignee_id": 10**40}, "assignee_id"),
    ],
)
def test_bad_task_is_refused_by_field_and_not_stored(api, project, body, field):
    answer = api("post", f"projects/{project.pk}/tasks", body)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["error"]["details"]]
    assert not project.tasks.exists()


def test_only_the_team_can_be_assigned_and_strangers_look_like_nobody(api, brand, project):
    stranger, member = UserFactory(), make_member(brand, "viewer")
    refused = api("post", f"projects/{project.pk}/tasks", {"title": "A", "assignee_id": stranger.pk})
    unknown = api("post", f"projects/{project.pk}/tasks", {"title": "A", "assignee_id": 987_654_321})
    assert refused.status_code == 422
    assert refused.json()["error"]["details"] == unknown.json()["error"]["details"]
    taken = api("post", f"projects/{project.pk}/tasks", {"title": "A", "assignee_id": member.pk}).json()["data"]
    assert (taken["assignee_id"], taken["assignee_name"]) == (member.pk, str(member))
    told = Notification.objects.get(user=member)
    assert (told.event.name, told.url) == ("task.assigned", f"/brands/{brand.pk}/tasks/{taken['id']}/")
    assert api("patch", f"tasks/{taken['id']}", {"assignee_id": None}).json()["data"]["assignee_id"] is None


def test_tasks_are_filtered(api, brand, project):
    TaskFactory(project=project, title="하나", due_date="2026-03-10", assignee=brand.user)
    TaskFactory(project=project, title="둘", due_date="2026-04-10", status="doing")
    TaskFactory(title="남의 일")

    def titles(query):
        return {row["title"] for row in api("get", f"projects/{project.pk}/tasks?{query}").json()["data"]}

    assert titles("") == {"하나", "둘"}
    assert titles("status=doing") == {"둘"}
    assert titles(f"assignee_id={brand.user.pk}") == {"하나"}
    assert titles("due_from=2026-03-01&due_to=2026-03-31") == {"하나"}
    assert titles("search=둘") == {"둘"}
    assert api("get", f"projects/{project.pk}/tasks?due_from=soon").status_code == 400


def test_rights_follow_the_brand(client, brand, project):
    task = TaskFactory(project=project)
    expected = {
        "editor": (200, 201, 200, 403),
        "viewer": (200, 403, 403, 403),
        "stranger": (404, 404, 404, 404),
    }
    for role, statuses in expected.items():
        client.force_login(UserFactory() if role == "stranger" else make_member(brand, role))
        got = (
            client.get(f"/api/v1/tasks/{task.pk}"),
            client.post(f"/api/v1/projects/{project.pk}/tasks", {"title": "A"}, content_type=JSON),
            client.patch(f"/api/v1/tasks/{task.pk}", {"status": "review"}, content_type=JSON),
            client.delete(f"/api/v1/tasks/{task.pk}"),
        )
        assert tuple(answer.status_code for answer in got) == statuses, role


def test_project_of_another_brand_is_not_found_under_this_one(api, brand):
    other = ProjectFactory(brand=BrandFactory(user=brand.user))
    assert api("get", f"brands/{brand.pk}/projects/{other.pk}").status_code == 404

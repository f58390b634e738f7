"""Projects, board, list, calendar and the forms of tasks as pages."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.tests.factories import UserFactory
from brands.models import Project, Task
from brands.tests.factories import BrandFactory, ProjectFactory, TaskFactory, make_member
from brands.work_places import find_work, own_projects, own_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def project(brand):
    return ProjectFactory(brand=brand, project_name="봄 출시")


@pytest.fixture
def owner(client, brand):
    client.force_login(brand.user)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def at(brand, path=""):
    return f"/brands/{brand.pk}/{path}"


def text_of(response):
    return response.content.decode()


def titles(project, status="todo"):
    tasks = Task.objects.filter(project=project, status=status).order_by("position")
    return list(tasks.values_list("title", flat=True))


@pytest.mark.parametrize("path", ["projects/", "projects/{}/", "tasks/", "tasks/calendar/"])
def test_pages_ask_a_bounded_number_of_queries(owner, brand, project, path, django_assert_max_num_queries):
    member = make_member(brand, "editor")
    today = timezone.localdate()
    for number in range(12):
        other = ProjectFactory(brand=brand)
        TaskFactory(project=other, assignee=member, due_date=today)
        TaskFactory(project=project, assignee=member, due_date=today, position=number)
    owner.get("/jobs/")  # what is read once for each process
    with django_assert_max_num_queries(12):
        page = owner.get(at(brand, path.format(project.pk)))
    assert page.status_code == 200


def test_board_shows_cards_by_column_and_is_narrowed_by_the_address(owner, brand, project):
    member = make_member(brand, "editor")
    TaskFactory(project=project, title="사진 찍기", status="doing", assignee=member)
    TaskFactory(project=project, title="글 쓰기", status="review", priority="urgent")
    text = text_of(owner.get(at(brand, f"projects/{project.pk}/")))
    assert "사진 찍기" in text
    assert text.index("사진 찍기") < text.index("글 쓰기")
    narrowed = text_of(owner.get(at(brand, f"projects/{project.pk}/?assignee={member.pk}")))
    assert "사진 찍기" in narrowed
    assert "글 쓰기" not in narrowed
    nobody = text_of(owner.get(at(brand, f"projects/{project.pk}/?assignee=nobody&priority=urgent&q=글")))
    assert "글 쓰기" in nobody


def test_script_gets_the_columns_alone(owner, brand, project):
    TaskFactory(project=project, title="사진 찍기")
    part = text_of(owner.get(at(brand, f"projects/{project.pk}/"), headers={"hx-request": "true"}))
    assert "사진 찍기" in part
    assert "<html" not in part


def test_a_hundred_cards_a_column_are_drawn_and_the_rest_is_told(owner, brand, project):
    Task.objects.bulk_create([Task(project=project, title=f"#{n}", position=n) for n in range(103)])
    text = text_of(owner.get(at(brand, f"projects/{project.pk}/")))
    assert text.count("data-card=") == 100
    assert "3 more in the list" in text


def test_card_is_put_in_front_of_another_and_the_board_comes_back(owner, brand, project):
    one, two, three = (TaskFactory(project=project, title=str(n), position=n) for n in range(3))
    move = at(brand, f"tasks/{three.pk}/move/")
    answer = owner.post(move, {"status": "todo", "before": one.pk}, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert "data-column" in text_of(answer)
    assert titles(project) == ["2", "0", "1"]
    # Without script: buttons on the task's page.
    assert owner.post(at(brand, f"tasks/{one.pk}/move/"), {"steps": "-1"}).status_code == 302
    assert titles(project) == ["0", "2", "1"]
    owner.post(at(brand, f"tasks/{two.pk}/move/"), {"status": "done"})
    assert titles(project, "done") == ["1"]


@pytest.mark.parametrize("given", [{"status": "lost"}, {"before": "x"}, {"steps": "1e3"}, {"before": "9" * 40}])
def test_nonsense_moves_nothing(owner, brand, project, given):
    task = TaskFactory(project=project)
    assert owner.post(at(brand, f"tasks/{task.pk}/move/"), given).status_code == 400
    task.refresh_from_db()
    assert (task.status, task.position) == ("todo", 0)


def test_project_and_task_are_made_by_forms(owner, brand):
    body = {"project_name": "전시회", "status": "planned", "start_date": "2026-05-01", "end_date": "2026-05-03"}
    assert owner.post(at(brand, "projects/new/"), body).status_code == 302
    project = Project.objects.get(brand=brand)
    body = {
        "title": "부스 예약",
        "project": project.pk,
        "status": "doing",
        "priority": "high",
        "assignee_id": brand.user.pk,
        "due_date": "2026-04-01",
    }
    made = owner.post(at(brand, f"tasks/new/?next={at(brand, 'tasks/calendar/')}"), body)
    assert made.url == at(brand, "tasks/calendar/")
    task = Task.objects.get(project=project)
    assert (task.title, task.status, task.assignee) == ("부스 예약", "doing", brand.user)
    owner.post(at(brand, f"tasks/{task.pk}/edit/"), body | {"title": "부스 계약", "status": "done"})
    task.refresh_from_db()
    assert (task.title, task.status) == ("부스 계약", "done")


def test_what_was_typed_stays_when_the_dates_are_reversed(owner, brand):
    body = {"project_name": "전시회", "status": "planned", "start_date": "2026-05-03", "end_date": "2026-05-01"}
    page = owner.post(at(brand, "projects/new/"), body)
    assert page.status_code == 422
    assert "전시회" in text_of(page)
    assert "The end must not be before the start." in text_of(page)
    assert not Project.objects.exists()


def test_strangers_and_projects_of_others_cannot_be_chosen(owner, brand, project):
    stranger, other = UserFactory(), ProjectFactory()
    body = {"title": "A", "project": project.pk, "status": "todo", "priority": "low"}
    for wrong in ({"assignee_id": stranger.pk}, {"project": other.pk}):
        assert owner.post(at(brand, "tasks/new/"), body | wrong).status_code == 422
    assert not Task.objects.exists()


def test_title_with_markup_is_shown_as_text(owner, brand, project):
    TaskFactory(project=project, title="<script>alert(1)</script>", due_date=timezone.localdate())
    for path in (f"projects/{project.pk}/", "tasks/", "tasks/calendar/"):
        text = text_of(owner.get(at(brand, path)))
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>alert" not in text


def test_calendar_shows_the_month_asked_for(owner, brand, project):
    TaskFactory(project=project, title="오월의 일", due_date="2026-05-31")
    TaskFactory(project=project, title="칠월의 일", due_date="2026-07-20")
    may = text_of(owner.get(at(brand, "tasks/calendar/?month=2026-05")))
    assert "오월의 일" in may
    assert "칠월의 일" not in may
    assert "month=2026-06" in may
    for month in ("", "soon", "2026-13", "0-1", "9999-12"):
        assert owner.get(at(brand, f"tasks/calendar/?month={month}")).status_code == 200


def test_list_is_filtered_by_lateness_and_downloaded(owner, brand, project):
    TaskFactory(project=project, title="늦은 일", due_date=timezone.localdate() - timedelta(days=1))
    TaskFactory(project=project, title="=HYPERLINK(1)", due_date=timezone.localdate())
    late = text_of(owner.get(at(brand, "tasks/?due=late")))
    assert "늦은 일" in late
    assert "HYPERLINK" not in late
    csv = b"".join(owner.get(at(brand, "tasks/?format=csv")).streaming_content).decode()
    assert "'=HYPERLINK(1)" in csv


def test_suggestion_becomes_a_task_once(owner, brand):
    page = text_of(owner.get(at(brand, "projects/")))
    assert "projects/suggestions/first_kpi/" in page
    owner.post(at(brand, "projects/suggestions/first_kpi/"))
    again = owner.post(at(brand, "projects/suggestions/first_kpi/"))
    assert again.status_code == 404
    assert Task.objects.get(project__brand=brand).suggestion == "first_kpi"
    assert "projects/suggestions/first_kpi/" not in text_of(owner.get(at(brand, "projects/")))


def test_viewer_sees_everything_and_changes_nothing(client, brand, project):
    task = TaskFactory(project=project)
    client.force_login(make_member(brand, "viewer"))
    for path in ("projects/", f"projects/{project.pk}/", "tasks/", "tasks/calendar/", f"tasks/{task.pk}/"):
        page = client.get(at(brand, path))
        assert page.status_code == 200
        assert "tasks/new/" not in text_of(page)
        assert "data-handle" not in text_of(page)
    for path in ("projects/new/", "tasks/new/", f"tasks/{task.pk}/move/", f"tasks/{task.pk}/delete/"):
        assert client.post(at(brand, path), {"status": "done"}).status_code == 403


def test_owner_deletes_and_editor_may_not(client, brand, project):
    task = TaskFactory(project=project)
    client.force_login(make_member(brand, "editor"))
    assert client.post(at(brand, f"tasks/{task.pk}/delete/")).status_code == 403
    assert client.post(at(brand, f"projects/{project.pk}/delete/")).status_code == 403
    client.force_login(brand.user)
    assert client.post(at(brand, f"tasks/{task.pk}/delete/")).url == at(brand, f"projects/{project.pk}/")
    assert client.post(at(brand, f"projects/{project.pk}/delete/")).url == at(brand, "projects/")
    assert not Project.objects.exists()


def test_task_of_another_brand_is_not_found_under_this_one(owner, brand):
    other = TaskFactory(project__brand=BrandFactory(user=brand.user))
    assert owner.get(at(brand, f"tasks/{other.pk}/")).status_code == 404
    assert owner.post(at(brand, f"tasks/{other.pk}/move/"), {"status": "done"}).status_code == 404


def test_palette_finds_work_of_visible_brands_alone(brand, project):
    TaskFactory(project=project, title="봄 사진 찍기")
    TaskFactory(project=project, title="봄 사진 고르기", status="done")
    TaskFactory(title="남의 봄 사진")
    found = [str(row.label) for row in find_work(brand.user, "봄")]
    assert found == ["봄 출시", "봄 사진 찍기"]
    assert list(find_work(UserFactory(), "봄")) == []


def test_own_copy_holds_own_projects_and_tasks_to_do(brand, project):
    mine, elsewhere = TaskFactory(project=project), TaskFactory(assignee=brand.user)
    TaskFactory()
    assert [row["id"] for row in own_projects(brand.user)] == [project.pk]
    assert {row["id"] for row in own_tasks(brand.user)} == {mine.pk, elsewhere.pk}

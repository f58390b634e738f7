"""Lists: pages, cursors, filters, ordering, search, rights; and the writes of a viewset."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.utils import timezone

from artnex.api.tests.conftest import client_of, make_person
from artnex.events.models import Event, Notification

pytestmark = pytest.mark.django_db


def make_notes(person, count, **fields):
    made = []
    for number in range(count):
        event = Event.objects.create(name="note.made")
        made.append(Notification.objects.create(user=person, event=event, url=f"/note/{number:03}", **fields))
    return made


def urls_of(answer):
    assert answer.status_code == 200, answer.content
    return [row["url"] for row in answer.json()["data"]]


def test_the_first_page_is_twenty(client, person):
    make_notes(person, 25)
    make_notes(make_person(), 3)
    body = client.get("/api/v1/notes").json()
    assert len(body["data"]) == 20
    assert body["pagination"] == {
        "total": 25,
        "page": 1,
        "page_size": 20,
        "total_pages": 2,
        "has_next": True,
        "has_prev": False,
    }


@pytest.mark.parametrize(
    ("query", "expected", "page"),
    [
        ("page=2&page_size=4", [5, 4, 3, 2], 2),
        ("page=3&size=4", [1, 0], 3),
        ("skip=4&limit=4", [5, 4, 3, 2], 2),
        ("skip=5&limit=4", [4, 3, 2, 1], 2),
        ("skip=8", [1, 0], 1),
        ("page=99&page_size=4", [], 99),
        ("page=999999999999999999", [], 999999999999999999),
        ("page=&page_size=", list(range(9, -1, -1)), 1),
    ],
)
def test_pages_by_number_and_by_skip(client, person, query, expected, page):
    make_notes(person, 10)
    answer = client.get(f"/api/v1/notes?{query}")
    assert urls_of(answer) == [f"/note/{number:03}" for number in expected]
    assert answer.json()["pagination"]["page"] == page
    assert answer.json()["pagination"]["total"] == 10


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=-1", "page"),
        ("page=a", "page"),
        ("page=1.5", "page"),
        ("page=٣", "page"),
        ("page=99999999999999999999", "page"),
        ("page_size=0", "page_size"),
        ("page_size=101", "page_size"),
        ("limit=101", "limit"),
        ("size=x", "size"),
        ("skip=-1", "skip"),
        ("ordering=secret", "ordering"),
        ("ordering=-user__password", "ordering"),
        ("is_unread=perhaps", "is_unread"),
        ("event_id=0", "event_id"),
        ("event_id=1.5", "event_id"),
        ("event_id=99999999999999999999", "event_id"),
        ("from=yesterday", "from"),
        ("from=2026-13-01", "from"),
        ("to=9999-12-31", "to"),
    ],
)
@pytest.mark.parametrize("path", ["notes", "growing"])
def test_values_that_make_no_sense_are_400(client, path, query, field):
    answer = client.get(f"/api/v1/{path}?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "BAD_REQUEST"
    assert answer.json()["error"]["details"][0]["field"] == field


def test_unknown_parameters_are_ignored(client, person):
    make_notes(person, 1)
    assert len(urls_of(client.get("/api/v1/notes?colour=red&ordering="))) == 1


def test_filters_search_and_ordering(client, person):
    old, new = make_notes(person, 2)
    Notification.objects.filter(pk=old.pk).update(
        created_at=datetime(2026, 1, 31, 14, 59, tzinfo=UTC), read_at=timezone.now()
    )
    assert urls_of(client.get("/api/v1/notes?is_unread=true")) == [new.url]
    assert urls_of(client.get("/api/v1/notes?is_unread=0")) == [old.url]
    assert urls_of(client.get("/api/v1/notes?to=2026-01-31")) == [old.url]  # the day as it is in Seoul
    assert urls_of(client.get("/api/v1/notes?to=2026-01-30")) == []
    assert urls_of(client.get(f"/api/v1/notes?from={quote('2026-01-31T23:59:00+09:00')}&to=2026-02-01")) == [old.url]
    assert urls_of(client.get("/api/v1/notes?from=2026-01-31T23:59:00+09:00&to=2026-02-01")) == [old.url]
    assert urls_of(client.get("/api/v1/notes?from=2026-02-01")) == [new.url]
    assert urls_of(client.get(f"/api/v1/notes?event_id={new.event_id}")) == [new.url]
    assert urls_of(client.get("/api/v1/notes?search=NOTE 001")) == [new.url]
    assert urls_of(client.get("/api/v1/notes?q=001")) == [new.url]
    assert urls_of(client.get("/api/v1/notes?ordering=link")) == [old.url, new.url]
    assert urls_of(client.get("/api/v1/notes?ordering=-link,created_at")) == [new.url, old.url]


@pytest.mark.parametrize("ordering", ["", "link", "-link", "-created_at,link", "read_at", "-read_at"])
def test_a_cursor_walks_the_whole_list_once(client, person, ordering):
    notes = make_notes(person, 11)
    moment = timezone.now()
    for number, note in enumerate(notes):  # equal and unknown values in the sort column
        note.read_at = moment + timedelta(hours=number // 2) if number % 3 else None
    Notification.objects.bulk_update(notes, ["read_at"])
    seen, cursor, pages = [], "", []
    while cursor is not None:
        answer = client.get(f"/api/v1/growing?page_size=3&ordering={ordering}&cursor={cursor}")
        seen += urls_of(answer)
        facts = answer.json()["pagination"]
        pages.append(facts["page"])
        assert (facts["next_cursor"] is None) is not facts["has_next"]
        cursor = facts["next_cursor"]
    assert sorted(seen) == sorted(note.url for note in notes)
    assert pages == [1, 2, 3, 4]
    if ordering in {"link", "-link"}:
        assert seen == sorted(seen, reverse=ordering.startswith("-"))


def test_a_cursor_is_not_moved_by_new_rows(client, person):
    make_notes(person, 4)
    first = client.get("/api/v1/growing?page_size=2").json()
    make_notes(person, 2)
    second = client.get(f"/api/v1/growing?page_size=2&cursor={first['pagination']['next_cursor']}")
    assert urls_of(second) == ["/note/001", "/note/000"]


@pytest.mark.parametrize("cursor", ["x", "ÿ", "bm90IGpzb24", "W10", "WyItaWQiLFsieCJdLDFd", "WyItaWQiLFsxXSwtMV0"])
def test_a_made_up_cursor_is_400(client, cursor):
    assert client.get(f"/api/v1/growing?cursor={cursor}").status_code == 400


@pytest.mark.parametrize("window", ["page=999999999999999999&page_size=100", "skip=999999999999999999&limit=100"])
def test_pages_beyond_any_number_are_empty(client, window):
    answer = client.get(f"/api/v1/growing?{window}")
    assert (answer.status_code, answer.json()["data"]) == (200, [])
    assert answer.json()["pagination"]["next_cursor"] is None


def test_a_cursor_of_another_order_is_400(client, person):
    make_notes(person, 4)
    cursor = client.get("/api/v1/growing?page_size=2").json()["pagination"]["next_cursor"]
    assert client.get(f"/api/v1/growing?cursor={cursor}&ordering=link").status_code == 400


def test_the_number_of_queries_does_not_grow(client, person, django_assert_num_queries):
    make_notes(person, 1)
    client.get("/api/v1/notes")
    with django_assert_num_queries(4):  # session, person, count, rows
        client.get("/api/v1/notes")
    make_notes(person, 2)
    with django_assert_num_queries(4):
        client.get("/api/v1/notes")


def test_create_answers_201_with_object_and_location(client):
    answer = client.post("/api/v1/notes", {"url": "/x", "id": 5, "unknown": 1})
    assert answer.status_code == 201
    data = answer.json()["data"]
    assert data["url"] == "/x"
    assert data["id"] != 5 or Notification.objects.count() == 5
    assert answer["Location"] == f"/api/v1/notes/{data['id']}"
    assert client.get(answer["Location"]).json()["data"] == data


def test_put_and_patch_change_only_what_is_given(client, person):
    [note] = make_notes(person, 1)
    for method in (client.put, client.patch):
        assert method(f"/api/v1/notes/{note.pk}", {}).status_code == 200
        answer = method(f"/api/v1/notes/{note.pk}", {"url": f"/{method.__name__}"})
        assert answer.json()["data"]["url"] == f"/{method.__name__}"


def test_delete_then_404(client, person):
    [note] = make_notes(person, 1)
    assert client.delete(f"/api/v1/notes/{note.pk}").status_code == 204
    assert client.delete(f"/api/v1/notes/{note.pk}").status_code == 404


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_other_peoples_objects_are_not_there_whatever_is_sent(person, method):
    [note] = make_notes(person, 1)
    answer = getattr(client_of(make_person()), method)(
        f"/api/v1/notes/{note.pk}", data=b"{broken", content_type="application/json"
    ) if method != "get" else client_of(make_person()).get(f"/api/v1/notes/{note.pk}")  # fmt: skip
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


def test_permission_comes_before_the_body():
    viewer = client_of(make_person("viewer"))
    answer = viewer.post("/api/v1/notes", data=b"{broken", content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "PERMISSION_DENIED")

"""The audit trail and notifications by API."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from artnex.events.models import Event
from artnex.events.tests.factories import EventFactory, NotificationFactory
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db
AUDIT, NOTIFICATIONS, READ = "/api/v1/audit", "/api/v1/notifications", "/api/v1/notifications/read"


@pytest.fixture
def user():
    return new_user()


@pytest.fixture
def client(user):
    return signed_in(user)


def signed_in(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def ids(response):
    return [row["id"] for row in response.json()["data"]]


def test_the_audit_row_says_who_what_when_and_from_where(client, user):
    event = EventFactory(actor=user, brand_id=None, request_id="req_1", data={"fields": ["name"]})
    row = client.get(AUDIT).json()["data"][0]
    assert row == {
        "id": event.pk,
        "name": "record.changed",
        "label": "Record changed in the administration",
        "actor": {"id": user.pk, "name": str(user)},
        "subject": {"type": "storedfile", "id": event.subject_id, "name": event.subject_name},
        "brand_id": None,
        "data": {"fields": ["name"]},
        "ip": "203.0.113.7",
        "request_id": "req_1",
        "created_at": row["created_at"],
    }
    assert row["created_at"].endswith("Z")


def test_labels_follow_the_language_asked_for(client, user):
    EventFactory(actor=user)
    korean = client.get(AUDIT, headers={"accept-language": "ko"}).json()["data"][0]
    assert korean["label"] == "관리 화면에서 수정함"


def test_the_deeds_of_others_are_not_shown(client):
    EventFactory()
    assert ids(client.get(AUDIT)) == []


@pytest.mark.parametrize("address", [AUDIT, NOTIFICATIONS])
def test_reading_needs_a_log_in(address):
    assert Client().get(address).status_code == 401


def test_administrators_filter_by_name_person_brand_and_time():
    admin = signed_in(new_user("admin"))
    wanted = EventFactory(brand_id=7)
    other = EventFactory(name="record.deleted")
    yesterday = EventFactory(actor=wanted.actor)
    Event.objects.filter(pk=yesterday.pk).update(created_at=timezone.now() - timedelta(days=1))
    assert other.pk in ids(admin.get(AUDIT, {"name": "record.deleted"}))
    assert wanted.pk not in ids(admin.get(AUDIT, {"name": "record.deleted"}))
    assert set(ids(admin.get(AUDIT, {"actor": wanted.actor_id}))) == {wanted.pk, yesterday.pk}
    assert ids(admin.get(AUDIT, {"brand_id": 7})) == [wanted.pk]
    an_hour_ago = (timezone.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert ids(admin.get(AUDIT, {"actor": wanted.actor_id, "from": an_hour_ago})) == [wanted.pk]
    assert ids(admin.get(AUDIT, {"actor": wanted.actor_id, "to": an_hour_ago})) == [yesterday.pk]


@pytest.mark.parametrize(
    "query",
    [{"name": "no.such"}, {"actor": "x"}, {"brand_id": "0"}, {"from": "tomorrow"}, {"cursor": "!"}, {"page": "0"}],
)
def test_filters_that_make_no_sense_are_refused(client, query):
    assert client.get(AUDIT, query).status_code == 400


def test_the_cursor_walks_through_everything_once(client, user):
    events = [EventFactory(actor=user).pk for _number in range(5)]
    seen, query = [], {"page_size": 2}
    while True:
        response = client.get(AUDIT, query)
        seen += ids(response)
        cursor = response.json()["pagination"]["next_cursor"]
        if cursor is None:
            break
        query["cursor"] = cursor
    assert seen == events[::-1]


@pytest.mark.parametrize(("address", "make"), [(AUDIT, "event"), (NOTIFICATIONS, "notification")])
def test_lists_cost_the_same_for_one_and_for_three_rows(client, user, address, make, django_assert_max_num_queries):
    def add():
        return EventFactory(actor=user) if make == "event" else NotificationFactory(user=user)

    add()
    client.get(address)
    for _number in range(2):
        with django_assert_max_num_queries(6) as captured:
            client.get(address)
        first = len(captured)
        add()
        with django_assert_max_num_queries(first):
            client.get(address)


def test_a_notification_says_what_happened_and_where_to_look(client, user):
    notification = NotificationFactory(user=user, url="/jobs/7/", event__actor_name="Kim", event__subject_name="Card")
    row = client.get(NOTIFICATIONS).json()["data"][0]
    assert (row["id"], row["is_read"], row["url"], row["read_at"]) == (notification.pk, False, "/jobs/7/", None)
    assert row["text"] == "Kim · Record changed in the administration · Card"
    assert (row["name"], row["event_id"]) == ("record.changed", notification.event_id)


def test_unread_ones_can_be_asked_for(client, user):
    unread = NotificationFactory(user=user)
    read = NotificationFactory(user=user, read_at=timezone.now())
    assert ids(client.get(NOTIFICATIONS, {"is_read": "false"})) == [unread.pk]
    assert ids(client.get(NOTIFICATIONS, {"is_read": "true"})) == [read.pk]
    assert client.get(NOTIFICATIONS, {"is_read": "maybe"}).status_code == 400


def post(client, body):
    return client.post(READ, body, content_type="application/json")


def test_notifications_are_marked_as_read_by_id(client, user):
    first, second = NotificationFactory(user=user), NotificationFactory(user=user)
    answer = post(client, {"ids": [first.pk]})
    assert (answer.status_code, answer.json()["data"]) == (200, {"marked": 1, "unread": 1})
    assert {row["id"]: row["is_read"] for row in client.get(NOTIFICATIONS).json()["data"]} == {
        first.pk: True,
        second.pk: False,
    }


def test_without_ids_all_are_marked(client, user):
    NotificationFactory.create_batch(2, user=user)
    assert post(client, {}).json()["data"] == {"marked": 2, "unread": 0}


@pytest.mark.parametrize("wrong", [{"ids": "all"}, {"ids": ["x"]}, {"ids": [0]}, {"ids": [2**63]}, {"ids": None}])
def test_ids_must_be_numbers(client, wrong):
    answer = post(client, wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"].startswith("ids")


def test_the_notification_of_somebody_else_is_not_found(client):
    foreign = NotificationFactory()
    assert post(client, {"ids": [foreign.pk]}).status_code == 422
    foreign.refresh_from_db()
    assert foreign.read_at is None


def test_the_audit_trail_can_be_read_from_its_beginning(client, user):
    first, second = EventFactory(actor=user, brand_id=None), EventFactory(actor=user, brand_id=None)
    found = ids(client.get(f"{AUDIT}?ordering=created_at"))
    assert [event for event in found if event in {first.pk, second.pk}] == [first.pk, second.pk]
    assert client.get(f"{AUDIT}?ordering=ip").status_code == 400

"""Writing events: complete, checked, in the transaction of the change."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone

from artnex import context
from artnex.errors import ValidationFailed
from artnex.events import registry
from artnex.events.models import Event, Notification
from artnex.events.registry import event_types, label_of, register_event, subscribe
from artnex.events.services import forget_person, mark_read, record_event, remove_old_events
from artnex.events.tests.factories import EventFactory, NotificationFactory
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def subscribers(monkeypatch):
    """An empty book of subscribers, put back afterwards."""
    monkeypatch.setattr(registry, "_subscribers", {})


def test_an_event_holds_who_what_when_and_from_where():
    actor, subject = new_user(), new_user()
    before = timezone.now()
    with context.using(context.Context(request_id="req_7", ip="203.0.113.9")):
        record_event(
            "record.changed", actor=actor, subject=subject, brand_id=5, data={"model": "m", "fields": ["name"]}
        )
    event = Event.objects.latest("id")
    assert (event.name, event.actor, event.actor_name, event.brand_id) == ("record.changed", actor, str(actor), 5)
    assert (event.subject_type, event.subject_id, event.subject_name) == ("user", str(subject.pk), str(subject))
    assert (event.data, event.request_id, event.ip) == ({"model": "m", "fields": ["name"]}, "req_7", "203.0.113.9")
    assert event.created_at >= before


def test_an_unknown_event_or_payload_is_an_error():
    with pytest.raises(KeyError):
        record_event("nothing.happened")
    with pytest.raises(ValueError, match="secret"):
        record_event("record.changed", data={"secret": "1"})
    assert not Event.objects.filter(name__in=["nothing.happened", "record.changed"]).exists()


def test_an_event_is_undone_with_its_change():
    with transaction.atomic():
        record_event("record.changed", data={"model": "undone"})
        transaction.set_rollback(True)
    assert not Event.objects.filter(data__model="undone").exists()


def test_notified_people_get_one_notification_each_with_its_link():
    first, second = new_user(), new_user()
    event = record_event("record.changed", notify=[first, second], url="/jobs/7/")
    assert set(Notification.objects.values_list("user", "event", "url")) == {
        (first.pk, event.pk, "/jobs/7/"),
        (second.pk, event.pk, "/jobs/7/"),
    }


def test_subscribers_of_the_name_and_of_every_name_are_called(subscribers):
    heard = []
    subscribe("record.changed", lambda event: heard.append(("name", event.pk)))
    subscribe("*", lambda event: heard.append(("every", event.pk)))
    subscribe("record.deleted", lambda event: heard.append(("other", event.pk)))
    event = record_event("record.changed")
    assert heard == [("name", event.pk), ("every", event.pk)]


def test_a_subscriber_that_fails_undoes_the_event(subscribers):
    def refuse(event):
        raise ValidationFailed

    subscribe("record.changed", refuse)
    with pytest.raises(ValidationFailed), transaction.atomic():
        record_event("record.changed", data={"model": "refused"})
    assert not Event.objects.filter(data__model="refused").exists()


def test_a_name_has_one_meaning():
    with pytest.raises(ValueError, match="twice"):
        register_event("record.changed", "Something else")


def test_every_registered_event_is_named_and_labelled_well():
    for kind in event_types():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", kind.name), kind.name
        assert str(kind.label).strip(), kind.name
        assert set(kind.payload.values()) <= {"string", "integer", "number", "boolean", "array", "object"}, kind.name


def test_a_retired_event_is_shown_by_its_name():
    assert label_of("brand.teleported") == "brand.teleported"


def test_marking_some_as_read_leaves_the_others():
    user = new_user()
    first, second = NotificationFactory(user=user), NotificationFactory(user=user)
    assert mark_read(user=user, ids=[first.pk]) == 1
    assert mark_read(user=user, ids=[first.pk]) == 0
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_read, second.is_read) == (True, False)


def test_somebody_elses_notification_cannot_be_marked():
    foreign = NotificationFactory()
    with pytest.raises(ValidationFailed) as caught:
        mark_read(user=new_user(), ids=[foreign.pk])
    assert caught.value.details[0]["field"] == "ids"
    foreign.refresh_from_db()
    assert not foreign.is_read


def test_all_of_ones_own_can_be_marked_at_once():
    user, foreign = new_user(), NotificationFactory()
    NotificationFactory.create_batch(3, user=user)
    assert mark_read(user=user) == 3
    foreign.refresh_from_db()
    assert not foreign.is_read


def test_forgetting_a_person_keeps_what_happened():
    user = new_user()
    deed = EventFactory(actor=user)
    done_to = EventFactory(actor=None, subject_type="user", subject_id=str(user.pk), subject_name="Kim")
    forget_person(user=user)
    deed.refresh_from_db()
    done_to.refresh_from_db()
    assert (deed.actor_name, deed.ip, deed.name) == ("", None, "record.changed")
    assert (done_to.subject_name, done_to.ip) == ("", None)


def aged(row, days):
    type(row).objects.filter(pk=row.pk).update(created_at=timezone.now() - timedelta(days=days))
    return row


def test_old_events_and_notifications_are_removed_in_batches(settings):
    settings.EVENT_RETENTION_DAYS, settings.NOTIFICATION_RETENTION_DAYS = 100, 10
    old = [aged(EventFactory(), 101) for _number in range(5)]
    young = aged(EventFactory(), 99)
    read_long_ago = aged(NotificationFactory(event=young), 11)
    unread = aged(NotificationFactory(event=young), 9)
    assert remove_old_events(batch=2) == {"events": 5, "notifications": 1}
    assert not Event.objects.filter(pk__in=[event.pk for event in old]).exists()
    assert Event.objects.filter(pk=young.pk).exists()
    assert list(Notification.objects.filter(pk__in=[read_long_ago.pk, unread.pk])) == [unread]


def test_zero_days_keep_everything(settings, capsys):
    settings.EVENT_RETENTION_DAYS = settings.NOTIFICATION_RETENTION_DAYS = 0
    event = aged(EventFactory(), 9999)
    call_command("remove_old_events")
    assert capsys.readouterr().out == "removed 0 events and 0 notifications\n"
    assert Event.objects.filter(pk=event.pk).exists()

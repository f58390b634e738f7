"""Who may read which events, and how they read."""

import pytest
from django.utils import translation

from artnex.access import brand_boundary
from artnex.events.queries import activity_for, audit_for, line_of, unread_count
from artnex.events.tests.factories import EventFactory, NotificationFactory
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db


def test_people_see_their_deeds_and_what_was_done_to_their_account():
    user = new_user()
    deed = EventFactory(actor=user)
    done_to_me = EventFactory(subject_type="user", subject_id=str(user.pk))
    EventFactory()
    EventFactory(subject_type="job", subject_id=str(user.pk))
    assert set(audit_for(user)) == {deed, done_to_me}


def test_people_see_what_happens_on_their_brands(monkeypatch):
    user = new_user()
    mine, _other = EventFactory(brand_id=7), EventFactory(brand_id=8)
    monkeypatch.setattr(brand_boundary, "visible_ids", lambda person, action: [7] if person == user else [])
    assert set(audit_for(user)) == {mine}


def test_administrators_see_everything():
    events = {EventFactory(), EventFactory(brand_id=3)}
    assert events <= set(audit_for(new_user("admin")))


def test_nobody_changes_the_past():
    admin, event = new_user("admin"), EventFactory()
    for action in ("create", "update", "delete"):
        assert not type(event).objects.restrict(admin, action).filter(pk=event.pk).exists()


def test_the_activity_of_one_brand_is_the_newest_first(monkeypatch):
    user = new_user()
    monkeypatch.setattr(brand_boundary, "visible_ids", lambda person, action: [7])
    first, second = EventFactory(brand_id=7), EventFactory(brand_id=7)
    EventFactory(actor=user)
    assert [line.event for line in activity_for(user, brand_id=7)] == [second, first]


def test_lines_are_read_in_the_language_at_hand():
    event = EventFactory(actor_name="김하나", subject_name="카탈로그")
    with translation.override("en"):
        assert str(line_of(event)) == "김하나 · Record changed in the administration · 카탈로그"
    with translation.override("ko"):
        assert str(line_of(event)) == "김하나 · 관리 화면에서 수정함 · 카탈로그"


def test_a_line_without_a_person_is_the_systems():
    with translation.override("en"):
        assert line_of(EventFactory(actor=None, subject_name="")).who == "System"


def test_a_person_acting_on_their_own_account_is_named_once():
    assert line_of(EventFactory(actor_name="김하나", subject_name="김하나")).subject == ""


def test_activity_costs_the_same_for_one_and_for_many(django_assert_num_queries):
    user = new_user("admin")
    assert user.is_admin
    for _number in range(3):
        EventFactory(actor=user)
        with django_assert_num_queries(1):
            activity_for(user)


def test_unread_notifications_are_counted():
    user = new_user()
    NotificationFactory.create_batch(2, user=user)
    NotificationFactory()
    assert unread_count(user) == 2

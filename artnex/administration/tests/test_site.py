"""The door of the administration, its overview and its menu."""

import pytest
from django.test import Client
from guardian.shortcuts import assign_perm

from artnex.administration.dashboard import _figures
from artnex.administration.tests.conftest import browser_of
from artnex.events.models import Event
from artnex.events.tests.factories import EventFactory
from artnex.files.tests.samples import file as make_file
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db


def test_strangers_are_sent_to_our_own_log_in_and_back():
    first = Client().get("/admin/accounts/user/")
    assert first.status_code == 302
    second = Client().get(first.url)
    assert second.status_code == 302
    assert second.url == "/login/?next=/admin/accounts/user/"


def test_there_is_no_second_log_in_form(admin):
    assert Client().post("/admin/login/", {"username": admin.email, "password": "x"}).status_code == 302
    assert browser_of(admin).get("/admin/login/").url == "/admin/"


def test_members_who_are_no_staff_are_refused():
    member = browser_of(new_user("manager"))
    assert member.get("/admin/").status_code == 403
    assert member.get("/admin/login/").status_code == 403


def test_passwords_are_changed_and_sessions_ended_on_the_account_pages(browser):
    assert browser.get("/admin/password_change/").url == "/account/security/password/"
    answer = browser.post("/admin/logout/")
    assert (answer.status_code, answer.url) == (307, "/logout/")


def test_the_overview_shows_the_figures_of_all_apps_and_what_happened(browser):
    EventFactory(actor_name="김하나", subject_name="카탈로그")
    page = browser.get("/admin/").content.decode()
    for _order, figure in _figures:
        assert str(figure().value) in page
    assert "김하나 · 카탈로그" in page
    assert len(_figures) >= 6


def test_the_overview_is_read_in_a_few_queries(browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(25):
        browser.get("/admin/")


def test_the_menu_names_every_list(browser):
    page = browser.get("/admin/").content.decode()
    for address in ("accounts/user", "auth/group", "accounts/apikey", "jobs/job", "ai/aicall", "files/storedfile"):
        assert f'href="/admin/{address}/"' in page


@pytest.mark.parametrize("language", ["ko", "en"])
def test_pages_follow_the_language(admin, language):
    client = browser_of(admin)
    client.cookies["artnex_language"] = language
    page = client.get("/admin/events/event/").content.decode()
    assert ("감사 기록" in page) is (language == "ko")
    assert ("Audit trail" in page) is (language == "en")


def test_staff_without_rights_see_an_empty_administration(staff):
    client = browser_of(staff)
    page = client.get("/admin/").content.decode()
    assert "/admin/accounts/user/" not in page
    assert client.get("/admin/files/storedfile/").status_code == 403


def test_staff_see_only_the_rows_they_were_given(staff):
    given, other = make_file(new_user()), make_file(new_user())
    assign_perm("files.view_storedfile", staff, given)
    client = browser_of(staff)
    page = client.get("/admin/files/storedfile/").content.decode()
    assert str(given.pk) in page
    assert str(other.pk) not in page
    assert client.get(f"/admin/files/storedfile/{given.pk}/change/").status_code == 200
    assert client.get(f"/admin/files/storedfile/{other.pk}/change/").status_code == 302


def test_rights_on_one_object_are_given_and_taken_with_an_event(browser, admin, staff):
    stored = make_file(new_user())
    address = f"/admin/files/storedfile/{stored.pk}/permissions/user-manage/{staff.pk}/"
    assert browser.post(address, {"permissions": ["view_storedfile"]}).status_code == 302
    staff.refresh_from_db()
    assert type(staff).objects.get(pk=staff.pk).has_perm("files.view_storedfile", stored)
    event = Event.objects.get(name="access.granted")
    assert (event.actor, event.subject_id) == (admin, str(stored.pk))
    assert event.data == {"person": f"user:{staff.pk}", "permissions": ["view_storedfile"]}
    browser.post(address, {"csrfmiddlewaretoken": "as browsers send it"})
    assert Event.objects.get(name="access.withdrawn").data["permissions"] == ["view_storedfile"]
    assert not type(staff).objects.get(pk=staff.pk).has_perm("files.view_storedfile", stored)


def test_only_administrators_share_objects(staff):
    stored = make_file(new_user())
    assign_perm("files.change_storedfile", staff, stored)
    assign_perm("files.change_storedfile", staff)
    assert browser_of(staff).get(f"/admin/files/storedfile/{stored.pk}/permissions/").status_code == 403


@pytest.mark.parametrize("part", ["no-uuid/permissions/", "{pk}/permissions/user-manage/x/"])
def test_addresses_that_cannot_be_are_not_found(browser, part):
    stored = make_file(new_user())
    assert browser.get(f"/admin/files/storedfile/{part.format(pk=stored.pk)}").status_code == 404


def test_the_past_cannot_be_changed(browser):
    event = EventFactory()
    assert browser.get("/admin/events/event/add/").status_code == 403
    assert browser.post(f"/admin/events/event/{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert browser.post(f"/admin/events/event/{event.pk}/change/", {"name": "other"}).status_code == 403
    event.refresh_from_db()
    assert event.name == "record.changed"


def test_the_audit_trail_is_filtered_and_searched(browser):
    wanted = EventFactory(name="record.deleted", actor_name="Kim Wanted")
    EventFactory(actor_name="Lee Other")
    page = browser.get("/admin/events/event/", {"name": "record.deleted", "q": "Wanted"}).content.decode()
    assert f"/admin/events/event/{wanted.pk}/change/" in page
    assert "Lee Other" not in page

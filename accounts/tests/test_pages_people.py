"""Administering people."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.enums import Role
from accounts.tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db):
    return UserFactory(role=Role.ADMIN, name="Chief")


@pytest.fixture
def desk(client, admin):
    client.cookies["artnex_language"] = "en"
    client.force_login(admin)
    return client


@pytest.mark.parametrize("path", ["/people/", "/people/{pk}/", "/people/{pk}/off/", "/people/{pk}/on/"])
def test_only_who_manages_users_may_look(client, user, path):
    client.force_login(user)
    assert client.get(path.format(pk=user.pk)).status_code == 403


def test_people_are_found_and_filtered(desk, admin):
    UserFactory(name="Park Viewer", role=Role.VIEWER)
    UserFactory(name="Lee Manager", is_active=False)
    assert "Park Viewer" in desk.get("/people/?q=park").content.decode()
    assert "Park Viewer" not in desk.get("/people/?role=manager").content.decode()
    assert "Lee Manager" in desk.get("/people/?active=false").content.decode()
    assert "Park Viewer" not in desk.get("/people/?active=false").content.decode()


def test_list_costs_the_same_for_one_and_many(desk, admin):
    def queries():
        with CaptureQueriesContext(connection) as seen:
            desk.get("/people/")
        return len(seen)

    queries()
    few = queries()
    UserFactory.create_batch(10)
    assert queries() == few


def test_role_is_changed(desk, user):
    assert desk.post(f"/people/{user.pk}/", {"role": "viewer"})["Location"] == f"/people/{user.pk}/"
    user = type(user).objects.get(pk=user.pk)
    assert user.role == Role.VIEWER


def test_last_administrator_stays_one(desk, admin):
    response = desk.post(f"/people/{admin.pk}/", {"role": "viewer"})
    assert response.status_code == 409
    assert "last administrator" in response.content.decode()


def test_account_is_switched_off_and_on_again(desk, user):
    assert desk.post(f"/people/{user.pk}/off/")["Location"] == f"/people/{user.pk}/"
    user.refresh_from_db()
    assert not user.is_active
    desk.post(f"/people/{user.pk}/on/")
    user.refresh_from_db()
    assert user.is_active


def test_unknown_person_is_404(desk):
    assert desk.get("/people/999999/").status_code == 404

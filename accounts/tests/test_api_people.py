"""People and roles by the API."""

import pytest
from rest_framework.test import APIClient

from accounts.enums import Role
from accounts.models import User
from accounts.tests.factories import ApiKeyFactory, UserFactory, key_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(db):
    return UserFactory(role=Role.ADMIN, name="Admin")


@pytest.fixture
def as_admin(login_as, admin):
    return login_as(admin)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.VIEWER])
def test_others_are_403_everywhere(login_as, role):
    person = UserFactory(role=role)
    client = login_as(person)
    for method, path in [
        ("get", "users"),
        ("get", f"users/{person.pk}"),
        ("patch", f"users/{person.pk}"),
        ("put", f"users/{UserFactory().pk}"),
        ("get", "users/999999"),
        ("get", "roles"),
    ]:
        response = getattr(client, method)(f"/api/v1/{path}", {"role": "admin"} if method != "get" else None)
        assert (response.status_code, response.json()["error"]["code"]) == (403, "PERMISSION_DENIED"), path


def test_nobody_is_401(api, user):
    for path in ("users", f"users/{user.pk}", "roles", "subscription", "subscription/plans"):
        assert api.get(f"/api/v1/{path}").json()["error"]["code"] == "NOT_AUTHENTICATED"


def test_administrators_key_without_the_scope_is_403(admin):
    client = APIClient(headers={"x-api-key": key_text(ApiKeyFactory(user=admin, scopes=["read:brand"]))})
    assert client.get("/api/v1/users").status_code == 403
    client = APIClient(headers={"x-api-key": key_text(ApiKeyFactory(user=admin, scopes=["manage:users"]))})
    assert client.get("/api/v1/users").status_code == 200


def test_list_is_searched_filtered_and_ordered(as_admin):
    UserFactory(name="Bae", email="bae@example.com")
    UserFactory(name="Ahn", email="ahn@example.com", role=Role.VIEWER, is_active=False)

    def names(query):
        response = as_admin.get(f"/api/v1/users?{query}")
        assert response.status_code == 200, response.json()
        return [row["name"] for row in response.json()["data"]]

    assert names("ordering=name") == ["Admin", "Ahn", "Bae"]
    assert names("search=bae@") == ["Bae"]
    assert names("role=admin") == ["Admin"]
    assert names("role=manager") == ["Bae"]
    assert names("role=viewer") == ["Ahn"]
    assert names("is_active=false") == ["Ahn"]
    assert as_admin.get("/api/v1/users?role=king").status_code == 400
    assert as_admin.get("/api/v1/users?ordering=password").status_code == 400
    assert as_admin.get("/api/v1/users?is_active=perhaps").status_code == 400


def test_person_in_many_groups_is_listed_once_by_the_strongest(as_admin, admin):
    from django.contrib.auth.models import Group

    admin.groups.add(*Group.objects.all())
    for role, total in (("admin", 1), ("manager", 0), ("viewer", 0)):
        assert as_admin.get(f"/api/v1/users?role={role}").json()["pagination"]["total"] == total


@pytest.mark.parametrize("people", [1, 3])
def test_list_costs_the_same_for_one_and_three(as_admin, people, django_assert_num_queries):
    UserFactory.create_batch(people)
    as_admin.get("/api/v1/users")
    with django_assert_num_queries(4):
        as_admin.get("/api/v1/users")


def test_row_holds_no_hash(as_admin, user):
    response = as_admin.get(f"/api/v1/users/{user.pk}")
    data = response.json()["data"]
    assert (data["id"], data["is_active"], data["role"]) == (user.pk, True, "manager")
    assert user.password not in response.content.decode()
    assert not [key for key in data if "password" in key]


def test_role_and_activity_are_changed(as_admin, user):
    response = as_admin.patch(f"/api/v1/users/{user.pk}", {"role": "viewer", "email": "new@example.com"})
    assert (response.status_code, response.json()["data"]["role"]) == (200, "viewer")
    response = as_admin.put(f"/api/v1/users/{user.pk}", {"is_active": False})
    assert response.json()["data"]["is_active"] is False
    stored = User.objects.get(pk=user.pk)
    assert (stored.role, stored.is_active, stored.email) == ("viewer", False, user.email)


def test_wrong_changes_are_named_and_half_changes_nothing(as_admin, user, admin):
    response = as_admin.patch(f"/api/v1/users/{user.pk}", {"role": "king"})
    assert (response.status_code, response.json()["error"]["details"][0]["field"]) == (422, "role")
    response = as_admin.patch(f"/api/v1/users/{user.pk}", {"is_active": "perhaps"})
    assert response.status_code == 422
    response = as_admin.patch(f"/api/v1/users/{admin.pk}", {"role": "viewer", "is_active": False})
    assert (response.status_code, response.json()["error"]["code"]) == (409, "INVALID_STATE")
    assert User.objects.get(pk=admin.pk).role == "admin"


def test_two_changes_happen_together_or_not_at_all(as_admin, admin, login_as):
    second = UserFactory(role=Role.ADMIN)
    client = login_as(second)
    User.objects.filter(pk=admin.pk).update(is_active=False)
    response = client.patch(f"/api/v1/users/{second.pk}", {"is_active": False, "role": "manager"})
    assert response.status_code == 409
    stored = User.objects.get(pk=second.pk)
    assert (stored.role, stored.is_active) == ("admin", True)


@pytest.mark.parametrize("path", ["users/999999", "users/99999999999999999999999", "users/x", "users/-1"])
def test_nobody_there_is_404(as_admin, path):
    assert as_admin.get(f"/api/v1/{path}").status_code == 404


def test_superuser_counts_as_administrator(as_admin):
    User.objects.create_superuser("root@example.com", "Correct-horse-7", name="Root")
    rows = as_admin.get("/api/v1/roles").json()["data"]
    assert {row["name"]: row["users"] for row in rows} == {"admin": 2, "manager": 0, "viewer": 0}


def test_roles_tell_the_matrix(as_admin, user):
    body = as_admin.get("/api/v1/roles").json()
    rows = {row["name"]: row for row in body["data"]}
    assert list(rows) == ["admin", "manager", "viewer"]
    assert "manage:users" in rows["admin"]["permissions"]
    assert rows["viewer"]["permissions"] == [
        "delete:brand",
        "delete:campaign",
        "read:brand",
        "read:campaign",
        "read:report",
    ]
    assert (rows["admin"]["users"], rows["manager"]["users"]) == (1, 1)
    assert body["pagination"]["total"] == 3

"""API keys."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.authentication import user_of_api_key
from accounts.enums import Role
from accounts.models import ApiKey
from accounts.permissions import MATRIX
from accounts.services import api_keys
from accounts.services.api_keys import create_api_key, open_api_keys, revoke_api_key
from accounts.tests.factories import API_SECRET, ApiKeyFactory, UserFactory, key_text
from artnex.errors import Conflict, TokenExpired, TokenInvalid, ValidationFailed
from artnex.events.models import Event
from artnex.events.services import record_event

pytestmark = pytest.mark.django_db


def test_new_key_is_shown_once_and_stored_as_hash(user):
    key, text = create_api_key(user=user, name=" nightly ", scopes=["read:brand"])
    mark, prefix, secret = text.split("_", 2)
    assert (mark, prefix, len(prefix)) == ("anx", key.prefix, 8)
    assert len(secret) >= 32
    assert key.name == "nightly"
    assert secret not in str(ApiKey.objects.values().get())
    event = Event.objects.get(name="api_key.created")
    assert event.data == {"scopes": ["read:brand"]}
    assert user_of_api_key(text)[0] == user


def test_scopes_narrow_what_the_owner_may_do(user):
    _key, text = create_api_key(user=user, name="x", scopes=["read:brand", "manage:users"])
    person, means = user_of_api_key(text)
    assert person.permissions == {"read:brand"}
    assert means.api_key_id
    assert means.session_id is None


def test_key_without_scopes_named_may_what_its_owner_may(user):
    key, text = create_api_key(user=user, name="x")
    assert set(key.scopes) == MATRIX[Role.MANAGER]
    assert user_of_api_key(text)[0].permissions == MATRIX[Role.MANAGER]


def test_key_with_no_scopes_may_nothing(user):
    _key, text = create_api_key(user=user, name="x", scopes=[])
    assert user_of_api_key(text)[0].permissions == frozenset()


def test_administrators_narrow_key_does_not_manage_users():
    _key, text = create_api_key(user=UserFactory(role=Role.ADMIN), name="x", scopes=["read:brand"])
    assert not user_of_api_key(text)[0].may("manage:users")


def test_administrators_narrow_key_sees_what_is_their_own(api):
    admin, stranger = UserFactory(role=Role.ADMIN), UserFactory()
    record_event("user.updated", actor=stranger, subject=stranger, data={"fields": ["name"]})
    _key, narrow = create_api_key(user=admin, name="x", scopes=["read:brand"])
    _key, whole = create_api_key(user=admin, name="y")

    def people_seen(key):
        rows = api.get("/api/v1/audit", headers={"x-api-key": key}).json()["data"]
        return {row["actor"]["id"] for row in rows if row["actor"]}

    assert people_seen(narrow) == {admin.pk}
    assert people_seen(whole) == {admin.pk, stranger.pk}


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"scopes": ["fly:moon"]}, "scopes"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "expires_at"),
    ],
)
def test_wrong_fields_are_named(user, fields, named):
    with pytest.raises(ValidationFailed) as failure:
        create_api_key(**({"user": user, "name": "x"} | fields))
    assert [row["field"] for row in failure.value.details] == [named]
    assert not ApiKey.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text[:-1] + ("a" if text[-1] != "a" else "b"),
        lambda text: text[:-1],
        lambda text: text + "x",
        lambda text: text.replace("anx_", "any_"),
        lambda text: text.replace("anx_k", "anx_z"),
        lambda text: "",
        lambda text: "anx__",
        lambda text: "anx_é_é",
        lambda text: "anx_\x00_",
        lambda text: "x" * 10_000,
    ],
)
def test_other_text_is_invalid(change):
    with pytest.raises(TokenInvalid):
        user_of_api_key(change(key_text(ApiKeyFactory())))


def test_revoked_key_stops_at_once_with_one_event(user):
    key = ApiKeyFactory(user=user)
    user_of_api_key(key_text(key))
    revoke_api_key(key=key, actor=user)
    revoke_api_key(key=key, actor=user)
    with pytest.raises(TokenInvalid):
        user_of_api_key(key_text(key))
    assert Event.objects.filter(name="api_key.revoked").count() == 1
    assert not open_api_keys(user).exists()


def test_expired_key_says_so():
    with pytest.raises(TokenExpired):
        user_of_api_key(key_text(ApiKeyFactory(expires_at=timezone.now() - timedelta(seconds=1))))


def test_expired_key_with_a_wrong_secret_does_not(user):
    key = ApiKeyFactory(expires_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(TokenInvalid):
        user_of_api_key(key_text(key).replace(API_SECRET, "t" * 43))


def test_key_of_an_inactive_person_is_invalid():
    with pytest.raises(TokenInvalid):
        user_of_api_key(key_text(ApiKeyFactory(user__is_active=False)))


def test_use_is_noted_once_a_minute_and_costs_one_query_otherwise(django_assert_num_queries):
    key = ApiKeyFactory()
    with django_assert_num_queries(2):
        user_of_api_key(key_text(key))
    with django_assert_num_queries(1):
        assert user_of_api_key(key_text(key))[0].role == "manager"
    key.refresh_from_db()
    assert key.last_used_at is not None


def test_keys_are_counted(user, monkeypatch):
    monkeypatch.setattr(api_keys, "MOST_KEYS", 2)
    ApiKeyFactory(user=user, revoked_at=timezone.now())
    create_api_key(user=user, name="1")
    create_api_key(user=user, name="2")
    with pytest.raises(Conflict):
        create_api_key(user=user, name="3")

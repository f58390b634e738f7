"""Leaving, and taking one's data along."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.authentication import user_of_access_token
from accounts.enums import Role
from accounts.errors import LastAdministrator
from accounts.models import User
from accounts.services import deletion, export
from accounts.services.deletion import delete_due_accounts, keep_account, register_eraser, request_deletion
from accounts.services.export import build_export, register_export, request_export, store_export
from accounts.services.login import log_in
from accounts.services.people import set_active
from accounts.services.profile import set_avatar
from accounts.tests.factories import PASSWORD, ApiKeyFactory, TotpDeviceFactory, UserFactory, tokens_of
from accounts.tests.test_services_profile import picture
from artnex.errors import InvalidCredentials, TokenInvalid, ValidationFailed
from artnex.events.models import Event
from artnex.files.models import StoredFile

pytestmark = pytest.mark.django_db


def make_due(user):
    User.objects.filter(pk=user.pk).update(deletion_requested_at=timezone.now() - timedelta(days=14, seconds=1))


def test_leaving_closes_the_account_at_once(user, deliver):
    pair = tokens_of(user)
    due = request_deletion(user=user, password=PASSWORD)
    assert timedelta(days=13, hours=23) < due - timezone.now() < timedelta(days=14)
    with pytest.raises(TokenInvalid):
        user_of_access_token(pair.access_token)
    with pytest.raises(InvalidCredentials):
        log_in(email=user.email, password=PASSWORD)
    assert [message.subject for message in deliver()] == ["Your account will be deleted"]
    assert Event.objects.get(name="user.deletion_requested").data == {"due": due.isoformat()}


def test_leaving_needs_the_password(user):
    with pytest.raises(ValidationFailed) as failure:
        request_deletion(user=user, password="wrong-0")
    assert failure.value.details[0]["field"] == "password"
    assert User.objects.get(pk=user.pk).is_active


def test_last_administrator_cannot_leave():
    with pytest.raises(LastAdministrator):
        request_deletion(user=UserFactory(role=Role.ADMIN), password=PASSWORD)


def test_account_is_kept_by_the_mailed_link_once(user, token_in_mail):
    request_deletion(user=user, password=PASSWORD)
    token = token_in_mail()
    assert keep_account(token=token) == user
    assert log_in(email=user.email, password=PASSWORD) == user
    with pytest.raises(TokenInvalid):
        keep_account(token=token)
    assert delete_due_accounts() == 0


def test_link_does_not_open_an_account_that_was_closed_by_an_administrator(user, token_in_mail):
    admin = UserFactory(role=Role.ADMIN)
    request_deletion(user=user, password=PASSWORD)
    token = token_in_mail()
    set_active(actor=admin, user=user, is_active=True)
    set_active(actor=admin, user=user, is_active=False)
    with pytest.raises(TokenInvalid):
        keep_account(token=token)


def test_account_is_deleted_when_the_time_is_up(user):
    other = UserFactory()
    set_avatar(user=user, content=picture(), filename="me.png")
    ApiKeyFactory(user=user)
    TotpDeviceFactory(user=user)
    request_deletion(user=user, password=PASSWORD)
    assert delete_due_accounts() == 0
    make_due(user)
    assert delete_due_accounts() == 1
    assert list(User.objects.all()) == [other]
    assert not StoredFile.objects.filter(deleted_at__isnull=True).exists()


def test_what_happened_stays_without_the_name(user):
    request_deletion(user=user, password=PASSWORD)
    make_due(user)
    delete_due_accounts()
    events = Event.objects.filter(name__in=["user.deletion_requested", "user.deleted"])
    assert events.count() == 2
    assert not [event for event in events if user.name in event.actor_name + event.subject_name or event.ip]


def test_other_apps_erase_theirs_in_the_same_transaction(user, monkeypatch):
    monkeypatch.setattr(deletion, "_erasers", {})
    seen = []
    register_eraser("brands", lambda person: seen.append(person.email))
    request_deletion(user=user, password=PASSWORD)
    make_due(user)
    delete_due_accounts()
    assert seen == [user.email]


# ── a copy ─────────────────────────────────────────────────────────────────────────────────────────
def read(archive):
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name).decode() for name in opened.namelist()}


def test_copy_holds_what_is_known_and_no_secret(user):
    key, device = ApiKeyFactory(user=user), TotpDeviceFactory(user=user)
    tokens_of(user)
    reported = []
    files = read(build_export(user, reported.append))
    assert {"README.txt", "profile.json", "sessions.json", "api_keys.json", "activity.json", "files.json"} <= set(files)
    profile = json.loads(files["profile.json"])
    assert (profile["email"], profile["role"]) == (user.email, "manager")
    assert len(json.loads(files["sessions.json"])) == 1
    everything = "".join(files.values())
    for secret in (user.password, key.secret_hash, device.secret):
        assert secret not in everything
    assert reported == sorted(reported)
    assert reported[-1] == 90


def test_copy_is_of_one_person(user):
    stranger = UserFactory(name="Somebody Else")
    ApiKeyFactory(user=stranger, name="their key")
    everything = "".join(read(build_export(user, lambda percent: None)).values())
    assert stranger.email not in everything
    assert "their key" not in everything


def test_other_apps_add_their_data(user, monkeypatch):
    monkeypatch.setattr(export, "_exporters", {})
    register_export("brands", lambda person: [{"owner": person.email, "name": "아트"}])
    files = read(build_export(user, lambda percent: None))
    assert json.loads(files["brands.json"]) == [{"owner": user.email, "name": "아트"}]
    assert "아트" in files["brands.json"]


def test_copy_is_asked_for_once_at_a_time(user):
    assert request_export(user=user).pk == request_export(user=user).pk
    assert request_export(user=UserFactory()).pk != request_export(user=user).pk


def test_copy_is_kept_for_its_owner(user):
    stored = store_export(user=user, archive=build_export(user, lambda percent: None))
    assert (stored.owner, stored.content_type, stored.purpose) == (user, "application/zip", "data-export")
    assert not StoredFile.objects.restrict(UserFactory()).exists()

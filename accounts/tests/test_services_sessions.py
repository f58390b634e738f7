"""Sessions and their tokens."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.authentication import user_of_access_token
from accounts.models import LoginSession, RefreshToken
from accounts.services.sessions import (
    log_out,
    open_api_session,
    open_sessions,
    refresh_tokens,
    remove_ended_sessions,
    revoke_session,
    revoke_sessions,
)
from accounts.tests.factories import LoginSessionFactory, UserFactory, tokens_of
from artnex import context
from artnex.errors import TokenExpired, TokenInvalid, TokenReused
from artnex.events.models import Event

pytestmark = pytest.mark.django_db


def test_opening_notes_log_in_and_stores_no_token(user):
    pair = tokens_of(user)
    user.refresh_from_db()
    assert user.last_login is not None
    event = Event.objects.get(name="user.logged_in")
    assert (event.actor, event.data) == (user, {"kind": "api", "new_place": False})
    stored = RefreshToken.objects.get()
    assert len(stored.jti_hash) == 64
    assert pair.refresh_token not in str(vars(stored))


def test_refresh_gives_a_new_pair_of_the_same_session(user):
    first = tokens_of(user)
    second = refresh_tokens(refresh_token=first.refresh_token)
    assert second.session.pk == first.session.pk
    assert second.refresh_token != first.refresh_token
    assert user_of_access_token(second.access_token)[0] == user


def test_spent_token_ends_the_family(user):
    first = tokens_of(user)
    second = refresh_tokens(refresh_token=first.refresh_token)
    with pytest.raises(TokenReused):
        refresh_tokens(refresh_token=first.refresh_token)
    with pytest.raises(TokenInvalid):
        refresh_tokens(refresh_token=second.refresh_token)
    with pytest.raises(TokenInvalid):
        user_of_access_token(second.access_token)
    assert Event.objects.get(name="session.revoked").data == {"reason": "token_reused"}


def test_reuse_leaves_other_families_alone(user):
    other = tokens_of(user)
    first = tokens_of(user)
    refresh_tokens(refresh_token=first.refresh_token)
    with pytest.raises(TokenReused):
        refresh_tokens(refresh_token=first.refresh_token)
    assert refresh_tokens(refresh_token=other.refresh_token).session.pk == other.session.pk


def test_access_token_cannot_refresh(user):
    with pytest.raises(TokenInvalid):
        refresh_tokens(refresh_token=tokens_of(user).access_token)


def test_expired_refresh_token_says_so(user, settings):
    settings.REFRESH_TOKEN_DAYS = 0
    with pytest.raises(TokenExpired):
        refresh_tokens(refresh_token=tokens_of(user).refresh_token)


def test_inactive_person_cannot_refresh(user):
    pair = tokens_of(user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(TokenInvalid):
        refresh_tokens(refresh_token=pair.refresh_token)


def test_log_out_ends_access_and_refresh(user):
    pair = tokens_of(user)
    log_out(refresh_token=pair.refresh_token)
    with pytest.raises(TokenInvalid):
        user_of_access_token(pair.access_token)
    with pytest.raises(TokenInvalid):
        refresh_tokens(refresh_token=pair.refresh_token)
    assert Event.objects.filter(name="user.logged_out", actor=user).count() == 1


def test_log_out_twice_is_no_error_and_one_event(user):
    pair = tokens_of(user)
    log_out(refresh_token=pair.refresh_token)
    log_out(refresh_token=pair.refresh_token)
    assert Event.objects.filter(name="user.logged_out").count() == 1


def test_revoking_all_keeps_the_one_named(user):
    kept, *_others = [LoginSessionFactory(user=user) for _ in range(3)]
    stranger = LoginSessionFactory()
    assert revoke_sessions(user=user, keep=kept.pk) == 2
    assert list(open_sessions(user)) == [kept]
    assert list(open_sessions(stranger.user)) == [stranger]
    assert Event.objects.filter(name="session.revoked").count() == 2


def test_revoking_twice_is_one_event(user):
    session = LoginSessionFactory(user=user)
    revoke_session(session=session, actor=user)
    revoke_session(session=session, actor=user)
    assert Event.objects.filter(name="session.revoked").count() == 1


def test_log_in_from_a_new_place_is_told_by_mail(user, deliver):
    with context.using(context.Context(ip="192.0.2.7", user_agent="Firefox")):
        open_api_session(user=user)
        open_api_session(user=user)
        assert deliver() == []
    with context.using(context.Context(ip="203.0.113.9", user_agent="curl")):
        open_api_session(user=user)
    [message] = deliver()
    assert message.to == [user.email]
    assert "203.0.113.9" in message.body


def test_cleaning_removes_what_ended_long_ago_and_nothing_else(user):
    now = timezone.now()
    open_one = tokens_of(user)
    lately = LoginSessionFactory(user=user, expires_at=now - timedelta(days=2))
    RefreshToken.objects.create(session=lately, jti_hash="a" * 64, expires_at=lately.expires_at)
    LoginSessionFactory(user=user, expires_at=now - timedelta(days=400))
    assert remove_ended_sessions() == {"refresh_tokens": 1, "sessions": 1}
    assert set(LoginSession.objects.values_list("pk", flat=True)) == {open_one.session.pk, lately.pk}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
def test_of_many_refreshes_at_once_exactly_one_wins():
    pair = tokens_of(UserFactory())
    start, outcomes = threading.Barrier(8), []

    def attempt():
        start.wait()
        try:
            outcomes.append(refresh_tokens(refresh_token=pair.refresh_token).session.pk)
        except (TokenReused, TokenInvalid) as failure:
            outcomes.append(failure.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count(pair.session.pk) == 1
    assert outcomes.count("TOKEN_REUSED") == 7
    assert RefreshToken.objects.filter(session=pair.session).count() == 2
    pair.session.refresh_from_db()
    assert pair.session.revoked_at is not None

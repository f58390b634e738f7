"""Every way a token can be wrong, and the one way it is right."""

import time
import uuid
from datetime import timedelta

import jwt
import pytest
from django.conf import settings

from accounts.authentication import user_of_access_token
from accounts.services.sessions import revoke_session
from accounts.tests.factories import UserFactory, tokens_of
from accounts.tokens import (
    VerifiedSignatures,
    _signing_key,
    make_jwt,
    make_link_token,
    read_jwt,
    read_link_token,
    state_matches,
)
from artnex.errors import TokenExpired, TokenInvalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair(user):
    return tokens_of(user)


def payload_of(pair):
    return jwt.decode(pair.access_token, options={"verify_signature": False})


def forged(payload, key=None, algorithm="HS256"):
    return jwt.encode(payload, _signing_key(settings.SECRET_KEY) if key is None else key, algorithm=algorithm)


def test_access_token_tells_person_role_and_session(user, pair):
    found, means = user_of_access_token(pair.access_token)
    assert (found.pk, found.role, means.session_id) == (user.pk, "manager", pair.session.pk)
    assert set(payload_of(pair)) == {"sub", "sid", "jti", "iat", "exp", "typ"}


def test_access_token_costs_one_query_and_no_password_hash(pair, django_assert_num_queries):
    user_of_access_token(pair.access_token)
    with django_assert_num_queries(1):
        user, _means = user_of_access_token(pair.access_token)
        assert user.email
        assert user.role == "manager"
    assert "password" in user.get_deferred_fields()


def test_expired_token_is_refused_even_when_its_signature_is_remembered(pair, monkeypatch):
    user_of_access_token(pair.access_token)
    later = time.time() + settings.ACCESS_TOKEN_MINUTES * 60 + 1
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(TokenExpired):
        user_of_access_token(pair.access_token)


@pytest.mark.parametrize(
    "change",
    [
        {"typ": "refresh"},
        {"typ": None},
        {"sub": "999999"},
        {"sub": "1; DROP TABLE accounts_user"},
        {"sid": uuid.UUID(int=7).hex},
        {"sid": "not-a-session"},
        {"sid": 7},
        {"exp": "soon"},
        {"jti": 5},
    ],
    ids=str,
)
def test_token_with_other_claims_is_invalid(pair, change):
    with pytest.raises(TokenInvalid):
        user_of_access_token(forged(payload_of(pair) | change))


@pytest.mark.parametrize("claim", ["sub", "sid", "jti", "iat", "exp", "typ"])
def test_token_without_a_claim_is_invalid(pair, claim):
    payload = payload_of(pair)
    del payload[claim]
    with pytest.raises(TokenInvalid):
        user_of_access_token(forged(payload))


def test_token_signed_with_another_key_is_invalid(pair):
    with pytest.raises(TokenInvalid):
        user_of_access_token(forged(payload_of(pair), key="x" * 40))


def test_token_signed_with_the_bare_secret_key_is_invalid(pair):
    with pytest.raises(TokenInvalid):
        user_of_access_token(forged(payload_of(pair), key=settings.SECRET_KEY))


def test_unsigned_token_is_invalid(pair):
    with pytest.raises(TokenInvalid):
        user_of_access_token(jwt.encode(payload_of(pair), None, algorithm="none"))


def test_other_algorithm_with_the_right_key_is_invalid(pair):
    with pytest.raises(TokenInvalid):
        user_of_access_token(forged(payload_of(pair), algorithm="HS512"))


@pytest.mark.parametrize("text", ["", "x", "a.b.c", "ey" * 5000, "\x00", "é.é.é", "..", "null"])
def test_nonsense_is_invalid(text):
    with pytest.raises(TokenInvalid):
        read_jwt(text, "access")


def test_refresh_token_is_no_access_token(pair):
    with pytest.raises(TokenInvalid):
        user_of_access_token(pair.refresh_token)


def test_token_of_an_ended_session_is_invalid_at_once(user, pair):
    user_of_access_token(pair.access_token)
    revoke_session(session=pair.session, actor=user)
    with pytest.raises(TokenInvalid):
        user_of_access_token(pair.access_token)


def test_token_of_an_inactive_person_is_invalid_at_once(user, pair):
    user_of_access_token(pair.access_token)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    with pytest.raises(TokenInvalid):
        user_of_access_token(pair.access_token)


def test_session_of_somebody_else_does_not_fit(pair):
    other = tokens_of(UserFactory())
    mixed = payload_of(pair) | {"sid": other.session.pk.hex}
    with pytest.raises(TokenInvalid):
        user_of_access_token(forged(mixed))


def test_last_seen_is_written_at_most_once_a_minute(pair, django_assert_num_queries):
    type(pair.session).objects.update(last_seen_at=pair.session.created_at - timedelta(hours=1))
    with django_assert_num_queries(2):
        user_of_access_token(pair.access_token)
    with django_assert_num_queries(1):
        user_of_access_token(pair.access_token)
    pair.session.refresh_from_db()
    assert pair.session.last_seen_at >= pair.session.created_at


def test_remembered_signatures_are_bounded():
    remembered = VerifiedSignatures(size=3)
    for number in range(10):
        token, claims = make_jwt(user_id=number, session_id=uuid.uuid4(), kind="access", lifetime=timedelta(minutes=1))
        remembered.add(token, claims)
    assert len(remembered._known) == 3
    assert remembered.get(token) == claims


def test_link_token_serves_its_purpose_alone():
    token = make_link_token("verify-email", user_id=7, state="a@b.c")
    user_id, fingerprint = read_link_token("verify-email", token)
    assert user_id == 7
    assert state_matches("verify-email", fingerprint, "a@b.c")
    assert not state_matches("verify-email", fingerprint, "other@b.c")
    assert "a@b.c" not in token
    with pytest.raises(TokenInvalid):
        read_link_token("reset-password", token)


def test_link_token_expires(monkeypatch):
    token = make_link_token("reset-password", user_id=7, state="x")
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    with pytest.raises(TokenExpired):
        read_link_token("reset-password", token)

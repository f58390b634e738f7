"""How a live connection recognises people, and when it does not any more."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.enums import SessionKind
from accounts.live import pass_of_cookie, pass_of_token, person_behind, still_good
from accounts.models import ApiKey, LoginSession
from accounts.services.api_keys import create_api_key, revoke_api_key
from accounts.services.sessions import open_api_session, revoke_sessions
from accounts.tests.factories import UserFactory
from artnex.errors import TokenInvalid

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return UserFactory()


def cookie_of(user):
    client = Client()
    client.force_login(user)
    return client.cookies["artnex_session"].value


def test_browser_is_recognised_by_its_cookie(user):
    ticket = pass_of_cookie(cookie_of(user))
    assert (ticket.kind, ticket.user_id, ticket.is_person) == ("browser", user.pk, True)
    assert still_good([ticket]) == {ticket}
    assert pass_of_cookie("nonsense") is None


def test_browser_of_a_deactivated_person_is_not_recognised(user):
    cookie = cookie_of(user)
    ticket = pass_of_cookie(cookie)
    user.is_active = False
    user.save()
    assert still_good([ticket]) == set()
    assert person_behind(ticket) is None
    assert pass_of_cookie(cookie) is None


def test_browser_whose_session_was_deleted_is_out(user):
    client = Client()
    client.force_login(user)
    ticket = pass_of_cookie(client.cookies["artnex_session"].value)
    client.logout()
    assert still_good([ticket]) == set()


def test_browser_whose_login_was_ended_is_out(user):
    client = Client()
    client.force_login(user)
    login = LoginSession.objects.create(user=user, kind=SessionKind.BROWSER, expires_at=timezone.now() + timedelta(1))
    session = client.session
    session["login_session"] = str(login.pk)
    session.save()
    assert pass_of_cookie(session.session_key) is not None
    LoginSession.objects.update(revoked_at=timezone.now())
    assert pass_of_cookie(session.session_key) is None


def test_token_holds_until_its_session_ends(user):
    ticket = pass_of_token(open_api_session(user=user).access_token)
    assert ticket.kind == "token"
    assert ticket.expires_at > timezone.now().timestamp()
    assert still_good([ticket]) == {ticket}
    revoke_sessions(user=user)
    assert still_good([ticket]) == set()


def test_api_key_is_a_program_with_its_scopes(user):
    _key, text = create_api_key(user=user, name="watch", scopes=["read:brand"], expires_at=None)
    ticket = pass_of_token(text)
    assert not ticket.is_person
    assert person_behind(ticket).may("read:brand")

    ApiKey.objects.update(scopes=["read:report"])
    assert not person_behind(ticket).may("read:brand")
    revoke_api_key(key=ApiKey.objects.get(), actor=user)
    assert still_good([ticket]) == set()
    assert person_behind(ticket) is None


@pytest.mark.parametrize("text", ["", "nonsense", "anx_x_y", "anx_", "eyJ.e30."])
def test_wrong_token_is_refused(text):
    with pytest.raises(TokenInvalid):
        pass_of_token(text)


def test_asking_for_many_is_a_bounded_number_of_statements(django_assert_num_queries):
    def tickets(count):
        people = UserFactory.create_batch(count)
        return [pass_of_token(open_api_session(user=person).access_token) for person in people] + [
            pass_of_cookie(cookie_of(person)) for person in people
        ]

    for count in (1, 3):
        asked = tickets(count)
        with django_assert_num_queries(3):
            assert still_good(asked) == set(asked)

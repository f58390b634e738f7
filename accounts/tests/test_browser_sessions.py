"""Sessions of browsers."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.enums import SessionKind
from accounts.middleware import BrowserSessionMiddleware
from accounts.models import LoginSession
from accounts.services.passwords import change_password
from accounts.services.sessions import (
    end_browser_session,
    keep_browser_session,
    revoke_session,
    start_browser_session,
)
from accounts.tests.factories import NEW_PASSWORD, PASSWORD
from artnex.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_of(client):
    """A request with the session of the test client."""

    def make():
        request = RequestFactory().get("/")
        request.session = client.session
        return request

    return make


def log_in(client, user):
    """Log in as the page does, and give the cookie to the client."""
    request = RequestFactory().get("/")
    request.session = client.session
    login_session = start_browser_session(request=request, user=user)
    request.session.save()
    client.cookies["artnex_session"] = request.session.session_key
    return login_session


def is_logged_in(client):
    return client.get("/api/v1/auth/me").status_code == 200


def test_log_in_makes_a_session_that_the_api_knows_too(client, user):
    session = log_in(client, user)
    assert (session.kind, session.user) == (SessionKind.BROWSER, user)
    assert is_logged_in(client)
    assert Event.objects.get(name="user.logged_in").data["kind"] == "browser"
    rows = client.get("/api/v1/auth/sessions").json()["data"]
    assert [row["is_current"] for row in rows] == [True]


def test_ending_it_from_elsewhere_works_at_once(client, user):
    session = log_in(client, user)
    revoke_session(session=session, actor=user)
    assert not is_logged_in(client)
    assert not Session.objects.exists()


def test_log_out_ends_it(client, user, request_of):
    log_in(client, user)
    request = request_of()
    request.user = user
    end_browser_session(request=request)
    assert not is_logged_in(client)
    assert Event.objects.filter(name="user.logged_out", actor=user).count() == 1
    assert not LoginSession.objects.open().exists()


def test_password_change_keeps_this_browser_and_ends_the_other(client, user):
    here, other = log_in(client, user), Client()
    log_in(other, user)
    body = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    csrf = Client(enforce_csrf_checks=True)
    csrf.cookies = client.cookies
    assert csrf.post("/api/v1/auth/password/change", body, "application/json").status_code == 403
    response = client.post("/api/v1/auth/password/change", body, "application/json")
    assert response.status_code == 200
    assert not is_logged_in(other)
    here.refresh_from_db()
    assert here.revoked_at is None
    assert Session.objects.filter(session_key=here.browser_session_key).exists()
    assert response.cookies["artnex_session"].value == here.browser_session_key
    assert is_logged_in(client)


def test_page_keeps_its_session_after_a_password_change(client, user, request_of):
    session = log_in(client, user)
    change_password(user=user, current_password=PASSWORD, new_password=NEW_PASSWORD, keep_session=session.pk)
    request = request_of()
    request.user = user
    keep_browser_session(request=request, user=user)
    request.session.save()
    client.cookies["artnex_session"] = request.session.session_key
    assert is_logged_in(client)
    revoke_session(session=LoginSession.objects.get(pk=session.pk), actor=user)
    assert not is_logged_in(client)


@pytest.fixture
def visit(client, user, request_of):
    """Pass the middleware once, as a page view does."""

    def run():
        request = request_of()
        request.user = user
        BrowserSessionMiddleware(lambda _request: HttpResponse())(request)
        request.session.save()
        return request

    return run


def test_use_is_noted_once_a_minute(client, user, visit, django_assert_num_queries):
    session = log_in(client, user)
    LoginSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=3))
    visit()
    session.refresh_from_db()
    noted = session.last_seen_at
    assert timezone.now() - noted < timedelta(minutes=1)
    visit()
    session.refresh_from_db()
    assert session.last_seen_at == noted


def test_browser_of_an_ended_session_is_logged_out(client, user, visit):
    log_in(client, user)
    LoginSession.objects.update(revoked_at=timezone.now())
    assert not visit().user.is_authenticated

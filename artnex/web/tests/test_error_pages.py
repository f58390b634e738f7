"""Errors look like ours, and the worst one needs nothing to work."""

import pytest
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from artnex import errors
from artnex.urls import handler400, handler403, handler404, handler500  # noqa: F401 - part of this URL list
from artnex.urls import urlpatterns as real_patterns
from artnex.web import error_pages, views


def raise_limit(request):
    raise errors.RateLimited(retry_after=7)


def raise_login(request):
    raise errors.NotAuthenticated


def raise_too_big(request):
    raise RequestDataTooBig


def raise_suspicious(request):
    raise SuspiciousOperation


def raise_bug(request):
    raise RuntimeError


def answer(request):
    return HttpResponse("fine")


urlpatterns = [
    path("boom/limit", raise_limit),
    path("boom/login", raise_login),
    path("boom/big", raise_too_big),
    path("boom/suspicious", raise_suspicious),
    path("boom/bug", raise_bug),
    path("boom/fine", answer),
    *real_patterns,
]


@pytest.fixture
def english(client):
    client.cookies["artnex_language"] = "en"
    with override_settings(ROOT_URLCONF=__name__):
        yield client


@pytest.mark.django_db
def test_unknown_page_is_404_with_a_way_home(english):
    response = english.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is nothing here" in response.content.decode()
    assert response["X-Request-ID"] in response.content.decode()


@pytest.mark.django_db
def test_limit_is_429_and_says_when_to_come_back(english):
    response = english.get("/boom/limit")
    assert response.status_code == 429
    assert response["Retry-After"] == "7"
    assert "A little too fast" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize(("url", "status"), [("/boom/big", 413), ("/boom/suspicious", 400)])
def test_bad_requests_have_their_page(english, url, status):
    response = english.get(url)
    assert response.status_code == status
    assert str(status) in response.content.decode()


@pytest.mark.django_db
def test_part_of_a_page_gets_a_toast_instead_of_an_error_page(english):
    response = english.get("/boom/limit", headers={"hx-request": "true"})
    assert response["HX-Reswap"] == "none"
    assert "artnex:toasts" in response["HX-Trigger"]
    assert response.content == b""


@pytest.mark.django_db
def test_who_is_not_logged_in_is_led_to_the_login(english):
    response = english.get("/boom/login")
    assert response.status_code == 302
    assert response["Location"] == "/login/?next=/boom/login"


def test_mistake_of_ours_needs_no_database(english):
    english.raise_request_exception = False
    response = english.get("/boom/bug")  # not marked django_db: a query would fail the test
    assert response.status_code == 500
    assert "500" in response.content.decode()
    assert "RuntimeError" not in response.content.decode()


def test_mistake_in_the_template_too_still_answers(monkeypatch):
    monkeypatch.setattr(error_pages, "render_to_string", lambda *_: 1 / 0)
    response = views.server_error(RequestFactory().get("/x"))
    assert response.status_code == 500
    assert b"ArtNex" in response.content


def test_api_paths_get_json_even_from_djangos_handlers():
    request = RequestFactory().get("/api/v1/x")
    for response in (views.bad_request(request, Exception()), views.server_error(request)):
        assert response["Content-Type"] == "application/json"


@pytest.mark.django_db
def test_form_without_token_is_explained():
    strict = Client(enforce_csrf_checks=True)
    strict.cookies["artnex_language"] = "en"
    response = strict.post("/language/", {"language": "en"})
    assert response.status_code == 403
    assert "too old or cookies are switched off" in response.content.decode()

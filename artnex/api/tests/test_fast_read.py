"""The short cut must not be told from the long way, except by the clock."""

import pytest
from rest_framework.test import APIClient

from artnex.api import fast_read, throttling

pytestmark = pytest.mark.django_db
ACCOUNT = {"email": "fast@example.test", "password": "correct horse 1", "name": "빠름"}
VARIABLE = {"Content-Length", "X-Request-ID", "X-RateLimit-Remaining", "X-RateLimit-Reset"}


@pytest.fixture
def tokens(settings):
    settings.ROOT_URLCONF = "artnex.urls"
    client = APIClient()
    assert client.post("/api/v1/auth/register", ACCOUNT).status_code == 201
    return client.post("/api/v1/auth/login", ACCOUNT).json()["data"]


@pytest.fixture
def bearer(tokens):
    return {"Authorization": f"Bearer {tokens['access_token']}"}


def slow(monkeypatch):
    monkeypatch.setattr(fast_read, "_short_cut", lambda *_args: None)


def test_both_ways_give_the_same_answer(bearer, monkeypatch):
    def ask(**headers):
        answer = APIClient().get("/api/v1/auth/me", headers=bearer | headers)
        body = answer.json()
        del body["meta"]["timestamp"]
        return (
            answer.status_code,
            body,
            {k: v for k, v in answer.headers.items() if k not in VARIABLE | {"Vary", "Allow"}},
        )

    headers = {"X-Request-ID": "r1", "Accept-Language": "en"}
    fast = ask(**headers)
    slow(monkeypatch)
    assert ask(**headers) == fast
    assert fast[1]["data"]["email"] == ACCOUNT["email"]
    assert fast[2]["X-RateLimit-Limit"]


def test_one_statement_is_enough(bearer, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert APIClient().get("/api/v1/auth/me", headers=bearer).status_code == 200


@pytest.mark.parametrize(
    ("headers", "query", "status"),
    [
        ({"Authorization": "Bearer nonsense"}, "", 401),
        ({"Authorization": "Basic x"}, "", 401),
        ({}, "", 401),
        ({"Accept": "application/xml"}, "", 406),
        ({}, "?x=%00", 400),
    ],
)
def test_everything_unusual_takes_the_long_way(bearer, headers, query, status):
    sent = (bearer if status != 401 else {}) | headers
    assert APIClient().get(f"/api/v1/auth/me{query}", headers=sent).status_code == status


def test_an_ended_session_ends_at_once(tokens, bearer):
    assert APIClient().get("/api/v1/auth/me", headers=bearer).status_code == 200
    assert APIClient().post("/api/v1/auth/logout", {"refresh_token": tokens["refresh_token"]}).status_code == 204
    assert APIClient().get("/api/v1/auth/me", headers=bearer).json()["error"]["code"] == "TOKEN_INVALID"


def test_a_person_switched_off_is_out_at_once(bearer, django_user_model):
    django_user_model.objects.update(is_active=False)
    assert APIClient().get("/api/v1/auth/me", headers=bearer).status_code == 401


def test_the_limit_holds_and_each_request_counts_once(bearer, settings, monkeypatch):
    settings.API_RATES = {"anonymous": (100, 60), "user": (2, 60), "burst": (100, 1)}
    counted = []
    plain = throttling.count_request
    monkeypatch.setattr(fast_read, "count_request", lambda *a: counted.append(a) or plain(*a))
    answers = [APIClient().get("/api/v1/auth/me", headers=bearer) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[0]["X-RateLimit-Remaining"] == "1"
    assert answers[2].json()["error"]["code"] == "RATE_LIMITED"
    assert answers[2]["Retry-After"]
    assert len(counted) == 3


def test_the_arguments_of_the_address_are_handed_on(bearer, settings):
    settings.ROOT_URLCONF = "artnex.api.tests.endpoints"
    assert APIClient().get("/api/v1/fast/7", headers=bearer).json()["data"]["number"] == 7
    assert APIClient().post("/api/v1/fast/7", headers=bearer).status_code == 405

import pytest
from rest_framework.test import APIClient

from artnex.api.tests.conftest import client_of, make_person
from artnex.web.middleware import client_address

pytestmark = pytest.mark.django_db
LOOSE = {"anonymous": (100, 60), "user": (100, 60), "burst": (100, 1), "analyze": (100, 60)}


@pytest.fixture
def limit(settings):
    def set_limits(**rates):
        settings.API_RATES = LOOSE | rates

    return set_limits


def test_signed_in_answers_tell_where_one_stands(client, limit):
    limit(user=(3, 60))
    first, second = client.get("/api/v1/echo"), client.get("/api/v1/echo")
    assert (first["X-RateLimit-Limit"], first["X-RateLimit-Remaining"]) == ("3", "2")
    assert second["X-RateLimit-Remaining"] == "1"
    assert 0 < int(second["X-RateLimit-Reset"]) <= 60


def test_over_the_limit_is_429_until_the_window_ends(client, limit):
    limit(user=(2, 60))
    assert [client.get("/api/v1/echo").status_code for _ in range(3)] == [200, 200, 429]
    answer = client.get("/api/v1/nowhere-else") and client.get("/api/v1/echo")
    assert answer.json()["error"]["code"] == "RATE_LIMITED"
    assert answer["X-RateLimit-Remaining"] == "0"
    assert 0 < int(answer["Retry-After"]) <= 60
    assert client_of(make_person()).get("/api/v1/echo").status_code == 200


def test_bursts_are_stopped(client, limit):
    limit(burst=(2, 5))
    assert [client.get("/api/v1/echo").status_code for _ in range(3)] == [200, 200, 429]


def test_strangers_share_the_limit_of_their_address(limit, settings):
    limit(anonymous=(2, 60))
    settings.TRUSTED_PROXIES = 1
    asked = [APIClient().get("/api/v1/open", headers={"X-Forwarded-For": "10.0.0.1"}).status_code for _ in range(3)]
    assert asked == [200, 200, 429]
    assert APIClient().get("/api/v1/open", headers={"X-Forwarded-For": "10.0.0.2"}).status_code == 200


@pytest.mark.parametrize(
    ("header", "address"),
    [
        ("198.51.100.7", "198.51.100.7"),
        ("203.0.113.1, 198.51.100.7", "198.51.100.7"),
        ("198.51.100.7:5678", "198.51.100.7"),
        ("[2001:db8::1]:443", "2001:db8::1"),
        ("2001:DB8::1", "2001:db8::1"),
        ("unknown", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_the_address_is_the_one_our_proxy_vouches_for(rf, settings, header, address):
    settings.TRUSTED_PROXIES = 1
    assert client_address(rf.get("/", headers={"X-Forwarded-For": header})) == address


def test_requests_without_log_in_count_too(anonymous, limit):
    limit(anonymous=(2, 60))
    assert [anonymous.get("/api/v1/echo").status_code for _ in range(3)] == [401, 401, 429]
    assert "X-RateLimit-Limit" not in APIClient().get("/api/v1/nowhere")


def test_a_scope_has_a_bucket_of_its_own(client, limit):
    limit(analyze=(1, 60))
    assert client.post("/api/v1/scoped", {})["X-RateLimit-Limit"] == "1"
    assert client.post("/api/v1/scoped", {}).status_code == 429
    assert client.get("/api/v1/echo").status_code == 200


def test_limits_can_be_switched_off(client, limit, settings):
    limit(user=(1, 60))
    settings.THROTTLE_ENABLED = False
    answers = [client.get("/api/v1/echo") for _ in range(3)]
    assert {answer.status_code for answer in answers} == {200}
    assert "X-RateLimit-Limit" not in answers[0]

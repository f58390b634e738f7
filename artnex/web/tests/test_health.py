"""`/health`, `/ready` and the JSON of `/`."""

import pytest
from django.db import OperationalError, connection

from artnex.web import health


@pytest.fixture(autouse=True)
def _own_checks(monkeypatch):
    """Each test starts with the cache check alone, not asked yet."""
    monkeypatch.setattr(health, "_checks", {})
    health.register_check("cache", health.cache_works)


def test_health_says_what_works(client, db):
    answer = client.get("/health")

    body = answer.json()
    assert answer.status_code == 200
    assert body["status"] == "healthy"
    assert body["checks"]["database"] == "ok"
    assert body["checks"]["cache"] == "ok"
    assert body["timestamp"].endswith("Z")
    assert body["version"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_health_is_degraded_when_the_worker_is_gone(client, db):
    health.register_check("worker", lambda: False)
    answer = client.get("/health")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["checks"]["worker"] == "down"


def test_health_is_503_when_the_database_is_down(client, monkeypatch):
    def refuse(*_args, **_options):
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", refuse)
    answer = client.get("/health")

    assert answer.status_code == 503
    assert answer.json()["status"] == "unhealthy"
    assert answer.json()["checks"]["database"] == "down"


def test_health_asks_the_database_once(client, db, django_assert_num_queries):
    client.get("/health")
    with django_assert_num_queries(1):
        client.get("/health")


def test_slow_checks_are_asked_once_in_a_while():
    calls = []

    def check():
        calls.append(1)
        return True

    remembered = health.RememberedCheck(check)

    assert [remembered.answer() for _ in range(5)] == ["ok"] * 5
    assert len(calls) == 1


def test_check_is_asked_again_when_its_answer_is_old(monkeypatch):
    answers = iter([True, False])
    remembered = health.RememberedCheck(lambda: next(answers))
    assert remembered.answer() == "ok"

    monkeypatch.setattr(health, "REMEMBERED_SECONDS", -1)
    assert remembered.answer() == "down"


def test_check_that_raises_is_down():
    def check():
        raise ConnectionError("no broker")

    assert health.RememberedCheck(check).answer() == "down"


def test_ready_when_migrated(client, db, monkeypatch):
    monkeypatch.setattr(health._Readiness, "migrated", False)
    answer = client.get("/ready")

    assert answer.status_code == 200
    assert answer.json()["checks"] == {"database": "ok", "migrations": "ok"}


def test_not_ready_before_the_migrations(client, db, monkeypatch):
    monkeypatch.setattr(health._Readiness, "migrated", False)
    monkeypatch.setattr(health, "migrations_done", lambda: False)
    answer = client.get("/ready")

    assert answer.status_code == 503
    assert answer.json()["checks"]["migrations"] == "down"


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics"])
def test_probes_change_nothing_and_set_no_cookie(client, db, path):
    assert client.post(path).status_code == 405
    assert not client.get(path).cookies


def test_root_tells_programs_what_this_is(client, db, settings):
    settings.OPENAI_API_KEY = ""
    body = client.get("/", headers={"accept": "application/json"}).json()

    assert body["service"] == "ArtNex"
    assert body["openai_configured"] is False
    assert body["database"] == "ok"
    assert {"version", "status"} <= set(body)

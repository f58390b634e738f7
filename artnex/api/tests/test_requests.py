"""What every endpoint does with good and bad requests."""

import logging

import pytest
from django.test import Client

from artnex.api.tests.conftest import client_of, make_person

pytestmark = pytest.mark.django_db


def test_success_has_the_envelope(client, person):
    answer = client.get("/api/v1/echo", headers={"X-Request-ID": "abc-1"})
    assert answer.status_code == 200
    body = answer.json()
    assert body["success"] is True
    assert body["data"] == {"user": person.pk, "amount": 10.5}
    assert body["message"] == "hello"
    assert body["meta"]["request_id"] == "abc-1" == answer["X-Request-ID"]
    assert body["meta"]["timestamp"].endswith("Z")
    assert answer["Content-Type"] == "application/json"
    assert answer["Cache-Control"] == "no-store"


def test_no_content_has_no_body(db):
    answer = client_of(make_person("admin")).delete("/api/v1/echo")
    assert (answer.status_code, answer.content) == (204, b"")


@pytest.mark.parametrize("method", ["get", "post", "put", "patch", "delete", "options", "head"])
def test_the_unknown_are_asked_to_log_in_before_anything_else(anonymous, method):
    answer = getattr(anonymous, method)("/api/v1/echo", headers={"Accept": "text/html"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    if method != "head":
        assert answer.json()["error"]["code"] == "NOT_AUTHENTICATED"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"{", 400, "BAD_REQUEST"),
        (b'{"name": NaN}', 400, "BAD_REQUEST"),
        (b'{"amount": 1e400}', 400, "BAD_REQUEST"),
        (b'{"name": "\xff"}', 400, "BAD_REQUEST"),
        (b'{"name": "a\x00b"}', 400, "BAD_REQUEST"),
        (b'{"name": "\\ud800"}', 400, "BAD_REQUEST"),
        (b'{"name": "a\\u0000b"}', 422, "VALIDATION_ERROR"),
        (b"[]", 422, "VALIDATION_ERROR"),
        (b'"text"', 422, "VALIDATION_ERROR"),
        (b"null", 422, "VALIDATION_ERROR"),
        (b"{}", 422, "VALIDATION_ERROR"),
        (b"", 422, "VALIDATION_ERROR"),
        (b"[" * 100_000, 400, "BAD_REQUEST"),
        (b'{"name":"' + b"x" * 10_000_000 + b'"}', 413, "TOO_LARGE"),
        (b'{"name": "x", "amount": 123456789012345678901234567890}', 422, "VALIDATION_ERROR"),
    ],
)
def test_bad_bodies_are_refused(client, body, status, code):
    answer = client.post("/api/v1/echo", data=body, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


def test_other_kinds_of_content_are_refused(client):
    for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""):
        answer = client.generic("POST", "/api/v1/echo", b"name=x", content_type=kind)
        assert (answer.status_code, answer.json()["error"]["code"]) == (415, "UNSUPPORTED_MEDIA_TYPE")


def test_nul_in_nested_text_is_named(client):
    body = b'{"name": "x", "list": [{"a\\u0000": 1}, "\\u0000"]}'
    details = client.post("/api/v1/echo", data=body, content_type="application/json").json()["error"]["details"]
    assert [row["field"] for row in details] == ["list.0.a", "list.1"]


def test_problems_are_rows_with_dotted_fields(client):
    body = {"name": "x" * 30, "axes": {"density": 2}, "items": [{"density": 1}, {"density": "a"}]}
    answer = client.post("/api/v1/echo", body, headers={"Accept-Language": "en"})
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert {row["field"] for row in error["details"]} == {"name", "axes.density", "items.1.density"}
    assert error["message"] == "Please check the marked fields."
    assert all(row["message"] for row in error["details"])


def test_moments_come_back_in_utc(client):
    body = {"name": "x", "at": "2026-01-01T09:00:00+09:00"}
    assert client.post("/api/v1/echo", body).json()["data"]["at"] == "2026-01-01T00:00:00.000000Z"


def test_language_follows_header_then_account(anonymous):
    korean, english = client_of(make_person(language="ko")), client_of(make_person(language="en"))
    plain = "Not found."
    ask = "/api/v1/people/999999999999999999999999"
    assert english.get(ask).json()["error"]["message"] == plain
    assert korean.get(ask, headers={"Accept-Language": "en-GB"}).json()["error"]["message"] == plain
    assert korean.get(ask).json()["error"]["code"] == "NOT_FOUND"
    assert english.get(ask, headers={"Accept-Language": "fr"}).json()["error"]["message"] == plain
    assert anonymous.get("/api/v1/nowhere", headers={"Accept-Language": "en"}).json()["error"]["message"] == plain


def test_wrong_method_and_format(client):
    answer = client.put("/api/v1/echo", {})
    assert (answer.status_code, answer.json()["error"]["code"]) == (405, "METHOD_NOT_ALLOWED")
    assert "GET" in answer["Allow"]
    answer = client.get("/api/v1/echo", headers={"Accept": "application/xml"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (406, "NOT_ACCEPTABLE")
    for good in ("application/json", "application/*", "text/html, */*;q=0.1"):
        assert client.get("/api/v1/echo", headers={"Accept": good}).status_code == 200


def test_a_missing_permission_is_403(client):
    answer = client.delete("/api/v1/echo")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize("path", ["/api/v1/nowhere", "/api/v1/people/abc", "/api/v1/echo/", "/api/", "/api/v2/x"])
def test_paths_that_lead_nowhere(anonymous, path):
    for method in ("get", "post", "delete"):
        answer = getattr(anonymous, method)(path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


def test_nul_in_the_address(client):
    assert client.get("/api/v1/failing/a%00b").status_code == 404
    assert client.get("/api/v1/notes?search=a%00b").status_code == 400


@pytest.mark.parametrize(
    ("how", "status", "code"),
    [("django-404", 404, "NOT_FOUND"), ("money", 402, "BUDGET_EXCEEDED"), ("limited", 429, "RATE_LIMITED")],
)
def test_errors_are_translated(client, how, status, code):
    answer = client.get(f"/api/v1/failing/{how}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    if how == "money":
        assert answer.json()["error"]["details"][0]["limit"] == 5
    if how == "limited":
        assert answer["Retry-After"] == "7"


@pytest.mark.django_db(transaction=True)
def test_numbers_no_column_can_hold_are_the_callers_fault(client):
    answer = client.get("/api/v1/failing/data-error")
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "VALIDATION_ERROR")


def test_a_mistake_of_ours_says_nothing(client, caplog):
    client.raise_request_exception = False
    with caplog.at_level(logging.CRITICAL):
        answer = client.get("/api/v1/failing/mistake")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "INTERNAL_ERROR")
    assert b"secret detail" not in answer.content


def test_browser_sessions_need_the_csrf_token_to_write(person):
    client = Client(enforce_csrf_checks=True)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    body = {"data": '{"name": "x"}', "content_type": "application/json"}
    assert client.get("/api/v1/echo").status_code == 200
    answer = client.post("/api/v1/echo", **body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "PERMISSION_DENIED")
    token = "a" * 32
    client.cookies["artnex_csrf"] = token
    assert client.post("/api/v1/echo", **body, headers={"X-CSRFToken": token}).status_code == 201
    evil = {"X-CSRFToken": token, "Origin": "https://evil.example"}
    assert client.post("/api/v1/echo", **body, headers=evil).status_code == 403


def test_switched_off_people_and_made_up_sessions_are_strangers(anonymous, person, client):
    person.is_active = False
    person.save()
    assert client.get("/api/v1/echo").status_code == 401
    anonymous.cookies["artnex_session"] = "x" * 32
    assert anonymous.get("/api/v1/echo").status_code == 401


def test_other_front_ends_may_send_what_the_contract_names(anonymous, settings):
    settings.CORS_ALLOWED_ORIGINS = ["https://front.example"]
    asked = {"Origin": "https://front.example", "Access-Control-Request-Method": "PATCH"}
    names = "x-api-key, idempotency-key, if-match, prefer, x-request-id, accept-language, authorization, content-type"
    answer = anonymous.options("/api/v1/echo", headers=asked | {"Access-Control-Request-Headers": names})
    assert answer["Access-Control-Allow-Origin"] == "https://front.example"
    allowed = {name.strip().lower() for name in answer["Access-Control-Allow-Headers"].split(",")}
    assert set(names.split(", ")) <= allowed
    stranger = anonymous.options("/api/v1/echo", headers=asked | {"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in stranger

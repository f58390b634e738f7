"""Logs: one line an event, and nothing in it that should not be read."""

import json
import logging
import logging.config

import pytest
import structlog

from artnex import context, sentry
from artnex.logs import HIDDEN, configure_logs, is_secret_name, scrubbed, without_secrets


@pytest.fixture
def lines(capfd):
    """Logs as JSON for this test; call it for what was written."""
    before, root = structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    logging.config.dictConfig(configure_logs(level="INFO", form="json"))
    yield lambda: [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    structlog.configure(**before)
    root.handlers[:] = handlers
    root.setLevel(level)


def test_line_carries_request_and_person(lines):
    at_hand = context.Context(request_id="req_7", user_id=42)
    with context.using(at_hand):
        structlog.get_logger("a").info("saved", brand_id=3)

    (line,) = lines()
    assert line["event"] == "saved"
    assert (line["request_id"], line["user_id"], line["brand_id"]) == ("req_7", 42, 3)
    assert line["timestamp"].endswith("Z")


def test_line_carries_the_job_that_is_bound(lines):
    with structlog.contextvars.bound_contextvars(job_id="j-1"):
        structlog.get_logger("b").info("step")

    assert lines()[0]["job_id"] == "j-1"


def test_library_messages_come_in_the_same_form(lines):
    logging.getLogger("celery.worker").warning("lost %s", "amqp://artnex:secret@host//")

    (line,) = lines()
    assert line["logger"] == "celery.worker"
    assert line["level"] == "warning"
    assert line["event"] == f"lost amqp://{HIDDEN}@host//"


def test_exception_is_one_line_with_its_secrets_hidden(lines):
    try:
        int("kim@example.com")
    except ValueError:
        structlog.get_logger("c").exception("failed")

    (line,) = lines()
    assert "ValueError" in line["exception"]
    assert "kim@example.com" not in line["exception"]


def test_below_the_level_nothing_is_written(lines):
    structlog.get_logger("d").debug("noise")
    assert lines() == []


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "new_password",
        "Authorization",
        "cookie",
        "set-cookie",
        "access_token",
        "refresh_token",
        "api_key",
        "X-API-Key",
        "secret",
        "client_secret",
        "email",
        "e_mail",
        "e-mail",
        "otp",
        "key",
        "private_key",
        "csrfmiddlewaretoken",
    ],
)
def test_secret_field_is_hidden_however_deep(name):
    assert is_secret_name(name)
    assert scrubbed({"data": [{name: "value"}]}) == {"data": [{name: HIDDEN}]}


@pytest.mark.parametrize("name", ["prompt_tokens", "total_tokens", "unique_key", "keyword", "status", "route", "event"])
def test_harmless_field_is_kept(name):
    assert scrubbed({name: "value"}) == {name: "value"}


@pytest.mark.parametrize(
    "text",
    [
        "kim.seo-yeon+work@example.co.kr",
        "anx_abcd1234_0123456789abcdef0123456789abcdef",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "sk-proj-0123456789abcdef",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI0MiJ9.c2lnbmF0dXJl",
    ],
)
def test_secret_in_free_text_is_hidden(text):
    assert without_secrets(f"before {text} after") == f"before {HIDDEN} after"


@pytest.mark.parametrize("text", ["GET /api/v1/brands 200", "질문 12건 저장", "10 @ 5", "skip-link", "desk-top"])
def test_ordinary_text_is_left_alone(text):
    assert without_secrets(text) == text


def test_error_report_holds_no_person_and_no_secret():
    report = {
        "user": {"id": 1, "email": "kim@example.com"},
        "request": {
            "url": "https://artnex.example.com/reset?token=abcdef",
            "headers": {"Authorization": "Bearer abcdefghijkl", "Accept": "*/*"},
            "cookies": {"artnex_session": "x"},
            "data": {"password": "x"},
            "env": {"REMOTE_ADDR": "203.0.113.9"},
            "query_string": "token=abcdef",
        },
        "exception": {"values": [{"value": "kim@example.com is unknown"}]},
    }
    sent = sentry.before_send(report, {})

    assert sent["request"] == {
        "url": f"https://artnex.example.com/reset?token={HIDDEN}",
        "headers": {"Authorization": HIDDEN, "Accept": "*/*"},
    }
    assert sent["exception"]["values"][0]["value"] == f"{HIDDEN} is unknown"
    assert "user" not in sent

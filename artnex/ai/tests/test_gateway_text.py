"""Texts through the gateway, from a peer that speaks OpenAI's protocol well and badly."""

import time
from decimal import Decimal

import pytest

from artnex.ai import breaker
from artnex.ai.enums import CallStatus
from artnex.ai.errors import (
    AnswerBroken,
    AnswerRefused,
    ProviderCreditSpent,
    ProviderFault,
    ProviderSetupError,
)
from artnex.ai.models import AiCall, BudgetMonth
from artnex.ai.tests.asking import Slogan, only_call, write
from artnex.ai.tests.servers import Reply, openai_error, openai_refusal, openai_text
from artnex.errors import ProviderError, ProviderTimeout, ProviderUnavailable

pytestmark = pytest.mark.django_db


# ── a good answer ──────────────────────────────────────────────────────────────────────────────────
def test_a_text_with_its_price(openai, person):
    openai.will(Reply(openai_text("빛을 설계하다", sent=1_000, cached=400, written=50)))
    answer = write(person, instructions="You write slogans.")
    assert (answer.text, answer.engine, answer.model) == ("빛을 설계하다", "openai", "text-model")
    # 600 tokens at 1, 400 cached ones at 0.05 and 50 written ones at 5 dollars a million
    assert answer.cost == Decimal("0.000870000")
    assert answer.usage.total_tokens == 1_050
    assert answer.fallback_reason == ""
    call = only_call()
    assert (call.status, call.cost, call.user, call.purpose) == (CallStatus.COMPLETED, answer.cost, person, "test")
    assert (call.prompt_tokens, call.cached_tokens, call.completion_tokens) == (1_000, 400, 50)
    assert call.reserved_cost > call.cost
    assert not call.cost_is_estimate
    assert call.completed_at >= call.created_at
    month = BudgetMonth.objects.get(owner=f"user:{person.pk}")
    assert (month.reserved, month.spent) == (0, 870_000)


def test_what_is_sent(openai, person):
    openai.will(Reply(openai_text("ok")))
    write(person, instructions="You write slogans.", language="ko", max_tokens=150)
    seen = openai.seen[0]
    assert (seen.method, seen.path) == ("POST", "/v1/responses")
    assert seen.headers["authorization"] == "Bearer sk-test"
    body = seen.json
    assert body["model"] == "text-model"
    assert body["input"] == [{"role": "user", "content": "조명 슬로건"}]
    assert body["instructions"] == "You write slogans.\nWrite in Korean."
    assert body["max_output_tokens"] == 150
    assert body["store"] is False
    assert body["reasoning"] == {"effort": "none"}
    assert len(body["safety_identifier"]) == 64
    assert person.email not in str(body)


def test_the_reasoning_effort_can_be_left_to_the_model(openai, person, settings):
    settings.OPENAI_REASONING_EFFORT = "default"
    openai.will(Reply(openai_text("ok")))
    write(person)
    assert "reasoning" not in openai.seen[0].json


def test_an_object_by_schema(openai, person):
    openai.will(Reply(openai_text('{"text": "빛나는 집", "moods": ["warm"]}')))
    answer = write(person, schema=Slogan)
    assert answer.data == Slogan(text="빛나는 집", moods=["warm"])
    format_ = openai.seen[0].json["text"]["format"]
    assert (format_["type"], format_["name"], format_["strict"]) == ("json_schema", "Slogan", True)
    assert format_["schema"]["additionalProperties"] is False
    assert format_["schema"]["required"] == ["text", "moods"]


def test_a_truncated_text_says_so(openai, person):
    openai.will(Reply(openai_text("half a", status="incomplete", incomplete_details={"reason": "max_output_tokens"})))
    assert write(person).is_truncated


@pytest.mark.parametrize(
    "usage", [None, {}, {"input_tokens": 0, "output_tokens": 0}, {"input_tokens": -5, "output_tokens": 1}]
)
def test_usage_that_is_not_reported_counts_as_what_was_held_back(openai, person, usage):
    openai.will(Reply(openai_text("ok") | {"usage": usage}))
    answer = write(person)
    call = only_call()
    assert call.cost_is_estimate
    assert answer.cost == call.reserved_cost > 0


# ── repair ─────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    "broken", ['{"text": "빛나는', '{"text": "x", "moods": []}', '{"words": 1}', "Sure! Here you are"]
)
def test_a_broken_object_is_repaired_once(openai, person, broken):
    openai.will(
        Reply(openai_text(broken, sent=100, written=10)),
        Reply(openai_text('{"text": "빛나는 집", "moods": []}', sent=200, written=20)),
    )
    answer = write(person, schema=Slogan, engine="openai")
    assert answer.data == Slogan(text="빛나는 집", moods=[])
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (300, 30)
    talk = openai.seen[1].json["input"]
    assert [turn["role"] for turn in talk] == ["user", "assistant", "user"]
    assert talk[1]["content"] == broken
    month = BudgetMonth.objects.get(owner=f"user:{person.pk}")
    assert (month.reserved, month.spent) == (0, 450_000)


def test_an_object_that_stays_broken_is_an_error_that_is_paid(openai, person):
    openai.will(Reply(openai_text("nothing", sent=100, written=10)))
    with pytest.raises(AnswerBroken):
        write(person, schema=Slogan, engine="openai")
    assert len(openai.seen) == 2
    call = only_call()
    assert (call.status, call.error_code, call.cost) == (CallStatus.FAILED, "PROVIDER_ERROR", Decimal("0.0003"))


def test_an_object_cut_off_by_the_limit_is_not_asked_for_again(openai, person):
    cut = {"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}
    openai.will(Reply(openai_text('{"text": "빛', **cut)))
    with pytest.raises(AnswerBroken):
        write(person, schema=Slogan, engine="openai")
    assert len(openai.seen) == 1


# ── bad answers ────────────────────────────────────────────────────────────────────────────────────
FAILED = openai_text("") | {"status": "failed", "output": [], "usage": None}
BAD = {
    "html": (Reply("<html>bad gateway page</html>"), AnswerBroken, 502, 1),
    "no json": (Reply(b'{"id": ', headers={"content-type": "application/json"}), AnswerBroken, 502, 1),
    "another object": (Reply({"hello": 1}), AnswerBroken, 502, 1),
    "nothing said": (Reply(openai_text("  ")), AnswerBroken, 502, 1),
    "refusal": (Reply(openai_refusal("I cannot help with that.")), AnswerRefused, 502, 1),
    "filtered": (
        Reply(openai_text("x", status="incomplete", incomplete_details={"reason": "content_filter"})),
        AnswerRefused,
        502,
        1,
    ),
    "rate": (openai_error(429, "rate_limit_exceeded", **{"retry-after": "0"}), ProviderUnavailable, 503, 3),
    "rate for long": (openai_error(429, "rate_limit_exceeded", **{"retry-after": "90"}), ProviderUnavailable, 503, 1),
    "no credit": (openai_error(429, "insufficient_quota"), ProviderCreditSpent, 503, 1),
    "key": (openai_error(401, "invalid_api_key", "Incorrect API key: sk-test"), ProviderSetupError, 502, 1),
    "model": (openai_error(404, "model_not_found"), ProviderSetupError, 502, 1),
    "parameter": (openai_error(400, "unsupported_value", "Not with this model."), ProviderError, 502, 1),
    "forbidden prompt": (openai_error(400, "invalid_prompt"), AnswerRefused, 502, 1),
    "inside": (openai_error(500, None), ProviderFault, 502, 3),
    "overloaded": (openai_error(503, None), ProviderUnavailable, 503, 3),
    "ok but failed": (Reply(FAILED | {"error": {"code": "server_error", "message": "x"}}), ProviderFault, 502, 3),
    "ok but rate": (
        Reply(FAILED | {"error": {"code": "rate_limit_exceeded", "message": "x"}}),
        ProviderUnavailable,
        503,
        3,
    ),
    "ok but forbidden": (Reply(FAILED | {"error": {"code": "invalid_prompt", "message": "x"}}), AnswerRefused, 502, 1),
    "hang up": (Reply(hang_up=True), ProviderUnavailable, 503, 3),
    "redirect": (Reply(status=307, headers={"location": "http://example.com/"}), ProviderError, 502, 1),
}


@pytest.mark.parametrize("name", BAD)
def test_a_provider_asked_for_by_name_gives_its_error(openai, person, name):
    reply, error, status, times = BAD[name]
    openai.will(reply)
    with pytest.raises(error) as caught:
        write(person, engine="openai")
    assert caught.value.status == status
    assert len(openai.seen) == times
    call = only_call()
    assert (call.status, call.engine, call.error_code) == (CallStatus.FAILED, "openai", caught.value.code)
    assert call.error_message
    assert "sk-test" not in call.error_message
    assert BudgetMonth.objects.get(owner=f"user:{person.pk}").reserved == 0


@pytest.mark.parametrize("name", BAD)
def test_without_a_name_the_built_in_engine_answers_and_says_so(openai, person, name):
    reply, error, _status, _times = BAD[name]
    openai.will(reply)
    answer = write(person)
    assert answer.text == "built in: 조명 슬로건"
    assert (answer.engine, answer.cost) == ("builtin", 0)
    assert answer.fallback_reason == f"openai {error.code}"
    built_in, failed = AiCall.objects.order_by("-id")
    assert (built_in.status, built_in.fallback_reason) == (CallStatus.COMPLETED, f"openai {error.code}")
    assert failed.status == CallStatus.FAILED


def test_a_refusal_is_paid(openai, person):
    openai.will(Reply(openai_refusal("no")))
    with pytest.raises(AnswerRefused):
        write(person, engine="openai")
    assert only_call().cost == Decimal("0.0002")


def test_a_passing_failure_is_tried_again(openai, person):
    openai.will(openai_error(500, None), openai_error(429, "rate_limit_exceeded"), Reply(openai_text("at last")))
    assert write(person, engine="openai").text == "at last"
    assert only_call().cost == Decimal("0.0002")


def test_a_slow_provider_is_a_timeout_and_is_not_asked_twice(openai, person):
    openai.will(Reply(openai_text("late"), wait=3))
    started = time.monotonic()
    with pytest.raises(ProviderTimeout) as caught:
        write(person, engine="openai", time_limit=0.4)
    assert time.monotonic() - started < 2
    assert caught.value.status == 504
    assert len(openai.seen) == 1
    call = only_call()
    assert call.cost_is_estimate  # the provider may well bill it: the books assume the most it can be
    assert call.cost == call.reserved_cost > 0


def test_a_drip_is_a_timeout(openai, person):
    openai.will(Reply(openai_text("drop by drop"), drip=0.02))
    started = time.monotonic()
    with pytest.raises(ProviderTimeout):
        write(person, engine="openai", time_limit=0.5)
    assert time.monotonic() - started < 2


def test_a_huge_answer_is_cut_off(openai, person):
    openai.will(Reply(b'{"id":' + b" " * 100_000, headers={"content-type": "application/json"}, endless=True))
    with pytest.raises(ProviderError):
        write(person, engine="openai")
    assert len(openai.seen) == 1


def test_nobody_there(openai, person, settings):
    settings.OPENAI_BASE_URL = "http://127.0.0.1:9/v1"
    with pytest.raises(ProviderUnavailable):
        write(person, engine="openai")


def test_a_base_url_inside_our_network_is_not_called_unless_allowed(openai, person, settings):
    settings.OUTBOUND_ALLOW = []
    openai.will(Reply(openai_text("secret")))
    with pytest.raises(ProviderError):
        write(person, engine="openai")
    assert openai.seen == []


# ── the circuit breaker ────────────────────────────────────────────────────────────────────────────
def test_a_provider_that_keeps_failing_is_left_alone(openai, person):
    openai.will(openai_error(500, None))
    for _round in range(2):
        with pytest.raises(ProviderError):
            write(person, engine="openai")
    assert len(openai.seen) == breaker.FAILURES_UNTIL_OPEN
    with pytest.raises(ProviderUnavailable) as caught:
        write(person, engine="openai")
    assert len(openai.seen) == breaker.FAILURES_UNTIL_OPEN
    assert 0 < int(caught.value.headers["Retry-After"]) <= breaker.WINDOW_SECONDS
    assert write(person).fallback_reason == "openai PROVIDER_UNAVAILABLE"


def test_a_success_closes_the_breaker(openai, person):
    for _round in range(3):
        openai.will(openai_error(500, None), openai_error(500, None), Reply(openai_text("ok")))
        assert write(person, engine="openai").text == "ok"
    breaker.check_provider("openai")


def test_refusals_do_not_open_the_breaker(openai, person):
    openai.will(Reply(openai_refusal("no")))
    for _round in range(breaker.FAILURES_UNTIL_OPEN + 1):
        with pytest.raises(AnswerRefused):
            write(person, engine="openai")
    assert len(openai.seen) == breaker.FAILURES_UNTIL_OPEN + 1

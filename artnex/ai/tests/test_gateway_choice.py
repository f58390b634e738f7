"""Which engine answers, what the gateway refuses, and its rule about transactions."""

import time
from threading import Thread

import pytest
from django.db import connection, transaction

from artnex.ai.enums import CallStatus
from artnex.ai.errors import EngineNotConfigured, PriceUnknown, ProviderCreditSpent, ProviderFault
from artnex.ai.gateway import choose_engine
from artnex.ai.models import AiCall, BudgetMonth
from artnex.ai.tests.asking import Slogan, only_call, write
from artnex.ai.tests.servers import Reply, openai_text
from artnex.errors import ArtNexError, ValidationFailed

pytestmark = pytest.mark.django_db


def test_the_built_in_engine_costs_nothing_and_asks_nobody(openai, person):
    openai.will(Reply(openai_text("unused")))
    answer = write(person, engine="builtin", brand_id=7)
    assert (answer.text, answer.engine, answer.cost, answer.fallback_reason) == (
        "built in: 조명 슬로건",
        "builtin",
        0,
        "",
    )
    assert openai.seen == []
    assert only_call().brand_id == 7
    assert not BudgetMonth.objects.exists()


@pytest.mark.parametrize(
    "made", [Slogan(text="abc", moods=[]), {"text": "abc", "moods": []}, '{"text": "abc", "moods": []}']
)
def test_the_built_in_engine_may_give_objects_in_any_form(person, made):
    answer = write(person, schema=Slogan, engine="builtin", builtin=lambda request: made)
    assert answer.data == Slogan(text="abc", moods=[])
    assert answer.text == '{"text":"abc","moods":[]}'


def test_a_built_in_engine_that_breaks_leaves_a_failed_row(person):
    with pytest.raises(ZeroDivisionError):
        write(person, engine="builtin", builtin=lambda request: 1 / 0)
    call = only_call()
    assert (call.status, call.error_code, call.error_message) == (
        CallStatus.FAILED,
        "INTERNAL_ERROR",
        "ZeroDivisionError",
    )


def test_without_a_key_the_named_engine_is_not_there(openai, person, settings):
    settings.OPENAI_API_KEY = ""
    with pytest.raises(EngineNotConfigured) as caught:
        write(person, engine="openai")
    assert (caught.value.status, caught.value.code) == (503, "PROVIDER_UNAVAILABLE")
    assert write(person).fallback_reason == "openai PROVIDER_UNAVAILABLE"


def test_a_model_without_a_price_is_not_called(openai, person, settings):
    settings.OPENAI_TEXT_MODEL = "gpt-99"
    openai.will(Reply(openai_text("free of charge?")))
    with pytest.raises(PriceUnknown) as caught:
        write(person, engine="openai")
    assert caught.value.status == 503
    assert "gpt-99" in str(caught.value)
    assert openai.seen == []
    assert write(person).engine == "builtin"


@pytest.mark.parametrize("engine", ["ideogram", "gpt", "OPENAI"])
def test_an_engine_that_writes_no_texts_is_a_wrong_field(person, engine):
    with pytest.raises(ValidationFailed) as caught:
        write(person, engine=engine)
    assert caught.value.details[0]["field"] == "engine"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prompt": "  "}, "prompt"),
        ({"prompt": "x" * 100_001}, "prompt"),
        ({"max_tokens": 0}, "max_tokens"),
        ({"max_tokens": 16_001}, "max_tokens"),
    ],
)
def test_a_request_past_the_limits_is_refused(person, changes, field):
    with pytest.raises(ValidationFailed) as caught:
        write(person, **changes)
    assert caught.value.details[0]["field"] == field
    assert not AiCall.objects.exists()


def test_the_settings_choose_when_the_request_does_not(settings):
    settings.AI_TEXT_ENGINE, settings.AI_IMAGE_ENGINE = "builtin", "freepik"
    assert choose_engine(None, "text") == "builtin"
    assert choose_engine("", "image") == "freepik"
    assert choose_engine("openai", "text") == "openai"


# ── transactions ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("engine", ["builtin", "openai"])
def test_a_call_inside_a_transaction_is_a_mistake(openai, person, engine):
    openai.will(Reply(openai_text("ok")))
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        write(person, engine=engine)
    assert openai.seen == []


@pytest.mark.django_db(transaction=True)
def test_no_transaction_is_open_while_the_provider_thinks(openai, person):
    open_blocks = []

    def built_in(request):
        open_blocks.append(connection.in_atomic_block)
        return "ok"

    write(person, engine="builtin", builtin=built_in)
    assert open_blocks == [False]


@pytest.mark.django_db(transaction=True)
def test_the_row_is_there_while_the_call_is_under_way(openai, person):
    """What another process sees during the call, and after a failure of the caller."""
    statuses = []
    openai.will(lambda seen: Reply(openai_text("ok"), wait=0.2))
    call = Thread(target=lambda: statuses.append(write(person, engine="openai").text))
    call.start()
    deadline = time.monotonic() + 5
    while not openai.seen and time.monotonic() < deadline:
        time.sleep(0.01)
    under_way = AiCall.objects.values_list("status", flat=True).get()
    call.join()
    assert (under_way, statuses) == (CallStatus.RESERVED, ["ok"])
    assert only_call().status == CallStatus.COMPLETED


def test_every_provider_error_is_one_the_translators_know():
    assert issubclass(PriceUnknown, ArtNexError)
    assert ProviderCreditSpent.retryable is False
    assert ProviderFault.retryable is True

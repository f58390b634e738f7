"""Peers, people and prices for the tests of AI and outbound calls."""

import pytest

from artnex import http
from artnex.ai import quota
from artnex.ai.enums import Engine
from artnex.ai.tests.factories import PersonFactory, enter_test_prices
from artnex.ai.tests.servers import running_peer


@pytest.fixture
def peer():
    with running_peer() as one:
        yield one


@pytest.fixture
def reachable(settings):
    """Outbound calls may reach this machine."""
    settings.OUTBOUND_ALLOW = ["127.0.0.1"]


@pytest.fixture
def no_pauses(monkeypatch):
    """Attempts follow each other at once unless the other side asks for a pause of more than a second."""
    monkeypatch.setattr(http, "pause_before", lambda attempt, asked=None: asked if asked and asked > 1 else 0.0)


@pytest.fixture
def prices(db):
    enter_test_prices()


@pytest.fixture
def person(db):
    return PersonFactory()


@pytest.fixture
def openai(peer, reachable, prices, no_pauses, settings):
    """A peer that plays OpenAI, set up as the engine for texts and pictures."""
    settings.OPENAI_API_KEY = "sk-test"
    settings.OPENAI_BASE_URL = f"{peer.url}/v1"
    settings.OPENAI_TEXT_MODEL, settings.OPENAI_IMAGE_MODEL = "text-model", "picture-model"
    settings.AI_TEXT_ENGINE = settings.AI_IMAGE_ENGINE = "openai"
    return peer


@pytest.fixture
def ideogram(peer, reachable, prices, no_pauses, settings):
    settings.IDEOGRAM_API_KEY, settings.IDEOGRAM_BASE_URL = "ideo-test", peer.url
    return peer


@pytest.fixture
def magnific(peer, reachable, prices, no_pauses, settings, monkeypatch):
    settings.MAGNIFIC_API_KEY, settings.MAGNIFIC_BASE_URL = "magn-test", peer.url
    settings.MAGNIFIC_KEY_HEADER = "x-magnific-api-key"
    monkeypatch.setattr("artnex.ai.providers.magnific.POLL_SECONDS", 0.02)
    return peer


@pytest.fixture
def three_calls(monkeypatch):
    """A plan with three paid calls a month."""

    def check(*, user, engine, **call):
        if engine != Engine.BUILTIN:
            quota.refuse_beyond(3, user=user)

    monkeypatch.setattr(quota, "_checks", [check])

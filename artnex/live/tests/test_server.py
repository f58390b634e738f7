"""Who may open a connection."""

import pytest

from artnex.live.presence import Presence
from artnex.live.server import is_own_origin

MINSU, YUNA = {"id": 1, "name": "민수", "avatar_url": ""}, {"id": 2, "name": "유나", "avatar_url": ""}


@pytest.mark.parametrize(
    ("origin", "host", "is_own"),
    [
        ("https://artnex.example.com", "artnex.example.com", True),
        ("http://127.0.0.1:8000", "127.0.0.1:8000", True),
        ("https://artnex.example.com:443", "artnex.example.com", True),
        ("http://[::1]:8000", "[::1]:8000", True),
        ("https://app.example.com", "artnex.example.com", True),  # in CORS_ORIGINS
        ("http://127.0.0.1:8001", "127.0.0.1:8000", False),
        ("https://evil.example", "artnex.example.com", False),
        ("https://artnex.example.com.evil.example", "artnex.example.com", False),
        ("null", "artnex.example.com", False),
        ("", "artnex.example.com", False),
        ("file://artnex.example.com", "artnex.example.com", False),
        ("https://artnex.example.com:nonsense", "artnex.example.com", False),
    ],
)
def test_origin_is_the_site_itself_or_allowed(settings, origin, host, is_own):
    settings.CORS_ALLOWED_ORIGINS = ["https://app.example.com"]
    assert is_own_origin(origin, host) is is_own


def test_people_of_every_process_are_present_once():
    presence = Presence()
    assert presence.set_local(1, [MINSU])
    assert not presence.set_local(1, [MINSU])
    assert presence.changes(1) == [("join", MINSU)]

    presence.hear("other", 1, [MINSU, YUNA])
    assert presence.changes(1) == [("join", YUNA)]
    presence.set_local(1, [])
    assert presence.changes(1) == []  # still there by the other process
    presence.hear("other", 1, [])
    assert {who["id"] for action, who in presence.changes(1) if action == "leave"} == {1, 2}


def test_people_of_a_process_that_fell_silent_are_gone(monkeypatch):
    presence = Presence()
    presence.hear("other", 1, [YUNA])
    presence.changes(1)
    monkeypatch.setattr("artnex.live.presence.SILENT_SECONDS", -1.0)
    assert presence.forget_silent() == {1}
    assert presence.changes(1) == [("leave", YUNA)]

"""What a start does before the processes: nothing when nothing has changed, and one at a time."""

import threading
import time

import pytest
from django.db import connection

from artnex import prepare


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()


def test_static_files_are_collected_once(monkeypatch):
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda *arguments, **_options: calls.append(arguments[0]))
    prepare.collect_static(str)
    prepare.collect_static(str)

    assert calls == ["collectstatic"]


def test_static_files_are_collected_again_when_one_changed(monkeypatch):
    calls = []
    monkeypatch.setattr(prepare, "call_command", lambda *arguments, **_options: calls.append(arguments[0]))
    fingerprints = iter(["one", "two"])
    monkeypatch.setattr(prepare, "static_fingerprint", lambda: next(fingerprints))
    prepare.collect_static(str)
    prepare.collect_static(str)

    assert calls == ["collectstatic", "collectstatic"]


@pytest.mark.django_db
def test_migrated_database_is_left_alone(monkeypatch):
    said: list[str] = []
    monkeypatch.setattr(prepare, "call_command", lambda *_a, **_o: pytest.fail("there is nothing to migrate"))
    prepare.migrate(said.append)

    assert said == []


@pytest.mark.django_db(transaction=True)
def test_two_starts_take_turns():
    inside: list[int] = []
    most: list[int] = []

    def start() -> None:
        with prepare.one_at_a_time():
            inside.append(1)
            most.append(len(inside))
            time.sleep(0.05)
            inside.pop()
        connection.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert most == [1, 1, 1, 1]

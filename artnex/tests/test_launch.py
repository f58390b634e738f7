"""The launcher with real processes: starts, restarts what dies, leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from django.conf import settings

from artnex import settings as settings_module

pytestmark = [
    pytest.mark.processes,
    pytest.mark.timeout(240),
    pytest.mark.skipif(settings.USES_POSTGRES, reason="the launcher is the same on every database"),
]
PATIENCE = 60


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(condition: Callable[[], object], what: str) -> object:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{what}: not within {PATIENCE} s")


def environment(home: Path, port: int) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in settings_module.env.names}
    return clean | {"ARTNEX_HOME": str(home), "PORT": str(port), "WEB_CONCURRENCY": "1", "WORKER_CONCURRENCY": "1"}


def launch(home: Path, port: int) -> subprocess.Popen:
    with (home.parent / f"{home.name}.log").open("w") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "artnex.launch"],
            cwd=settings.BASE_DIR,
            env=environment(home, port),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


@contextmanager
def running(home: Path, port: int) -> Iterator[psutil.Process]:
    process = launch(home, port)
    launcher = psutil.Process(process.pid)
    family: list[psutil.Process] = []
    try:
        wait_until(lambda: process.poll() is not None or "is ready at" in output(home), "the greeting")
        assert process.poll() is None, output(home)
        family = launcher.children(recursive=True)
        yield launcher
    finally:
        for member in [launcher, *family]:
            if member.is_running():
                member.kill()
        process.wait(timeout=PATIENCE)


def output(home: Path) -> str:
    return (home.parent / f"{home.name}.log").read_text()


def is_healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def gone(processes: list[psutil.Process]) -> bool:
    return not any(p.is_running() and p.status() != psutil.STATUS_ZOMBIE for p in processes)


def tried(home: Path, port: int) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "artnex.launch"],
        cwd=settings.BASE_DIR,
        env=environment(home, port),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )


def test_launcher_greets_restarts_and_stops_without_orphans(tmp_path):
    home, port = tmp_path / "home", free_port()
    with running(home, port) as launcher:
        assert is_healthy(port)
        assert f"http://127.0.0.1:{port}" in output(home)
        assert "marketer@saegyeol.example" in output(home)

        same_home = tried(home, free_port())
        assert same_home.returncode == 1
        assert same_home.stdout.startswith("ArtNex cannot start: it runs already with ARTNEX_HOME=")

        same_port = tried(tmp_path / "other", port)
        assert same_port.returncode == 1
        assert same_port.stdout.startswith(f"ArtNex cannot start: PORT {port} on 127.0.0.1 cannot be used")

        first = launcher.children()
        victim = first[0]
        victim_family = victim.children(recursive=True)
        victim.kill()
        wait_until(
            lambda: len(launcher.children()) == 4 and victim.pid not in {c.pid for c in launcher.children()},
            "a restart",
        )
        assert "was ended by SIGKILL; starting it again in 1 s." in output(home)
        wait_until(lambda: gone(victim_family), "the end of what the killed process had started")
        wait_until(lambda: is_healthy(port), "health after the restart")

        everyone = launcher.children(recursive=True)
        launcher.send_signal(signal.SIGINT)
        assert launcher.wait(timeout=PATIENCE) in (0, None)
        assert gone(everyone)
        assert "ArtNex has stopped." in output(home)


def test_nothing_survives_a_killed_launcher(tmp_path):
    home, port = tmp_path / "home", free_port()
    with running(home, port) as launcher:
        everyone = launcher.children(recursive=True)
        assert len(everyone) >= 5
        launcher.kill()
        wait_until(lambda: gone(everyone), "the end of all children")
        assert not is_healthy(port)


def test_wrong_setting_is_one_line(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "artnex.launch"],
        cwd=settings.BASE_DIR,
        env=environment(tmp_path, free_port()) | {"DATABASE_URL": "mysql://localhost/x"},
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )

    assert done.returncode == 1
    assert done.stderr.strip() == "ArtNex cannot start: DATABASE_URL must start with postgres:// or sqlite:///."

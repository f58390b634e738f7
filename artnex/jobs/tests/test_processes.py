"""Real workers, publishers and brokers: nothing accepted is lost, and nothing is done twice to effect."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

pytestmark = [pytest.mark.processes, pytest.mark.timeout(240)]
ROOT = Path(__file__).resolve().parents[3]
SERVERS = {"redis": ("redis://127.0.0.1:6379/9", 6379), "rabbitmq": ("amqp://guest:guest@127.0.0.1:5672//", 5672)}


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """A database file with all tables, to copy."""
    home = tmp_path_factory.mktemp("migrated")
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment(home), check=True)
    with closing(sqlite3.connect(home / "artnex.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return home / "artnex.sqlite3"


def environment(home, **changes):
    outside = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "CELERY_BROKER_URL"}}
    return outside | {
        "ARTNEX_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "artnex.settings",
        "JOB_LEASE_SECONDS": "2",
        "JOB_SWEEP_SECONDS": "3",
        "JOB_RESEND_SECONDS": "1",
        "QUEUE_PREFIX": home.name,
        **changes,
    }


class House:
    """One installation in a folder of its own, with the processes that a test starts."""

    def __init__(self, home, broker_url=""):
        self.home = home
        self.attempts_file = home / "attempts"
        self.attempts_file.touch()
        self.alive = set()
        self.mother = subprocess.Popen(
            [sys.executable, "-m", "artnex.jobs.tests.kinds"],
            cwd=ROOT,
            env=environment(home, CELERY_BROKER_URL=broker_url),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def tell(self, *words):
        self.mother.stdin.write(json.dumps(words) + "\n")
        self.mother.stdin.flush()
        return int(self.mother.stdout.readline())

    def start(self, *words):
        pid = self.tell(*words)
        self.alive.add(pid)
        return pid

    def exit_code(self, pid):
        """Wait for the end of a process."""
        self.alive.discard(pid)
        return self.tell("wait", pid)

    def worker(self, *options):
        return self.start("work", "-n", f"{uuid4().hex}@%h", *options)

    def sweeping_worker(self):
        return self.worker("--beat", "--schedule", str(self.home / "beat"))

    def start_publisher(self, *jobs, broker_url=""):
        return self.start("publish", broker_url, jobs, str(self.attempts_file))

    def publish(self, *jobs, broker_url=""):
        """Accept jobs, each [kind, count, seconds] and return how long the slowest acceptance took."""
        assert self.exit_code(self.start_publisher(*jobs, broker_url=broker_url)) == 0
        return float(Path(f"{self.attempts_file}.longest").read_text())

    def ask(self, question):
        with closing(sqlite3.connect(self.home / "artnex.sqlite3", timeout=20)) as database:
            return database.execute(question).fetchall()

    def jobs(self):
        """How many test jobs are in which state."""
        return dict(self.ask("SELECT status, count(*) FROM jobs_job WHERE kind LIKE 'test.%' GROUP BY status"))

    def effects(self):
        """How often each job took effect."""
        return Counter(row[0] for row in self.ask("SELECT subject_id FROM events_event WHERE name = 'test.effect'"))

    def attempts(self):
        return [line.split()[0] for line in self.attempts_file.read_text().splitlines()]

    def wait_for(self, condition, seconds=30):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"waited in vain; jobs are {self.jobs()}"
            time.sleep(0.05)

    def kill(self, pid):
        """The whole family, without a chance to clean up."""
        os.killpg(pid, signal.SIGKILL)
        self.exit_code(pid)

    def close(self):
        for pid in list(self.alive):
            self.kill(pid)
        self.mother.stdin.close()
        self.mother.wait(10)
        self.mother.stdout.close()


def answers(port):
    with closing(socket.socket()) as probe:
        probe.settimeout(0.3)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def new_house(migrated, tmp_path):
    houses = []

    def make(broker_url=""):
        home = tmp_path / uuid4().hex
        home.mkdir()
        shutil.copy(migrated, home / "artnex.sqlite3")
        houses.append(House(home, broker_url))
        return houses[-1]

    yield make
    for house in houses:
        house.close()


@pytest.fixture(params=["embedded", "redis", "rabbitmq"])
def house(request, new_house):
    """An installation on each broker that answers on this machine."""
    if request.param == "embedded":
        yield new_house()
        return
    url, port = SERVERS[request.param]
    if not answers(port):
        pytest.skip(f"no {request.param} on this machine")
    made = new_house(url)
    yield made
    made.close()
    forget_queues(url, made.home.name)


def forget_queues(url, prefix):
    from kombu import Connection

    with Connection(url) as connection:
        for kind in ("high", "default", "crawl"):
            connection.default_channel.queue_delete(f"{prefix}{kind}")


def test_nothing_is_lost_or_done_twice(house):
    first = house.worker()
    house.worker()
    publishers = [house.start_publisher(["test.note", 40, 0]) for _ in range(3)]
    assert [house.exit_code(publisher) for publisher in publishers] == [0, 0, 0]
    house.wait_for(lambda: house.jobs() == {"succeeded": 120})
    assert len(house.attempts()) == 120
    house.publish(["test.flaky", 1, 0])  # there is no sweeper yet: the worker itself tries again
    house.wait_for(lambda: house.jobs() == {"succeeded": 121})

    # Four slow ones keep both hands of both workers busy while one of them is killed.
    house.publish(["test.slow", 4, 1.5])
    house.wait_for(lambda: len(house.attempts()) == 126)
    house.publish(["test.note", 5, 0])
    house.kill(first)
    house.sweeping_worker()
    house.wait_for(lambda: house.jobs() == {"succeeded": 130})
    assert len(house.effects()) == 130
    assert set(house.effects().values()) == {1}
    attempts = house.ask("SELECT attempts FROM jobs_job WHERE kind = 'test.slow' ORDER BY 1")
    assert attempts == [(1,), (1,), (2,), (2,)]


def test_jobs_accepted_without_broker_or_by_a_dying_process_are_done_later(new_house):
    house = new_house()
    assert house.publish(["test.note", 2, 0], broker_url=f"artnex-sqlite:///{house.home}/missing/queue.sqlite3") < 5
    assert house.exit_code(house.start("die", str(house.attempts_file))) == -signal.SIGKILL
    assert house.jobs() == {"queued": 3}
    house.sweeping_worker()
    house.publish(["test.endless", 1, 0])
    house.wait_for(lambda: house.jobs() == {"succeeded": 3, "failed": 1})
    assert set(house.effects().values()) == {1}
    # The endless one did not look at its time limit, and was stopped by the worker.
    assert house.ask("SELECT error_code FROM jobs_job WHERE kind = 'test.endless'") == [("JOB_TIMEOUT",)]


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="needs redis-server to stop and start")
def test_server_broker_that_is_down_for_a_while_fails_no_request(new_house, tmp_path):
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]

    def serve():
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path)]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        while not answers(port):
            time.sleep(0.02)
        return server

    house = new_house(f"redis://127.0.0.1:{port}/0")
    server = serve()
    try:
        house.sweeping_worker()
        house.publish(["test.note", 1, 0])
        house.wait_for(lambda: house.jobs() == {"succeeded": 1})
        server.kill()
        server.wait()
        assert house.publish(["test.note", 2, 0]) < 5
        assert house.jobs() == {"succeeded": 1, "queued": 2}
        server = serve()
        house.wait_for(lambda: house.jobs() == {"succeeded": 3})
        assert set(house.effects().values()) == {1}
    finally:
        server.kill()
        server.wait()

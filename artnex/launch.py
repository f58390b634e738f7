"""Starts ArtNex and keeps it running: `python -m artnex.launch` (this is what `bin/run` does).

One process group: web server, worker, scheduler and the holder of live connections are children of this launcher. It
prepares the database, waits until `/health` answers, starts a child again when it dies, and ends all of them on Ctrl-C,
SIGTERM or SIGHUP. Children that lose their launcher, even by SIGKILL, end by themselves.

`python -m artnex.launch web` (or `worker`, `beat`, `live`) becomes that one process, for containers.
"""

import contextlib
import ctypes
import fcntl
import gc
import http.client
import os
import shutil
import signal
import socket
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from types import FrameType
from typing import IO, NoReturn

START_SECONDS = 60  # how long /health may take to answer for the first time
STOP_SECONDS = 15  # how long a child may take to finish what it is doing
HURRY_SECONDS = 10  # when the worker is asked to hand back the jobs it is still doing
STEADY_SECONDS = 60  # a child that lived this long was well: its next restart is immediate
LONGEST_PAUSE = 30
STARTS_THAT_MAY_FAIL = 3
PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """Said to the operator in one line."""


def say(text: str) -> None:
    """To the operator's terminal, which may be gone already."""
    with contextlib.suppress(OSError):
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


# ── the processes ──────────────────────────────────────────────────────────────────────────────────
def serve_web() -> NoReturn:
    from artnex.web.server import serve_web

    serve_web()


def serve_worker() -> NoReturn:
    from artnex.celery import app

    warnings.filterwarnings("ignore", message=".*superuser privileges")  # a container may have no other user
    app.worker_main(["--quiet", "worker", "--loglevel", "WARNING", "--without-gossip", "--without-mingle"])
    os._exit(0)  # the pool is closed; its finalizers would wait seconds for threads that have nothing to do


def offer_worker_metrics() -> None:
    """For a worker in a container of its own: the counts of its processes at http://…:METRICS_PORT/metrics."""
    from django.conf import settings
    from prometheus_client import CollectorRegistry, multiprocess, start_http_server

    if settings.METRICS_PORT:
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)
        start_http_server(settings.METRICS_PORT, settings.BIND_ADDRESS, registry)


def serve_live() -> NoReturn:
    from django.conf import settings

    from artnex.live.channel import channel
    from artnex.live.server import serve_live

    if channel() is None and not settings.LIVE_PORT:
        raise StartError("LIVE_PORT must be set for a live process that runs by itself.")

    serve_live()


def serve_beat() -> NoReturn:
    from artnex.celery import app

    app.start(["--quiet", "beat", "--loglevel", "WARNING", "--pidfile="])
    sys.exit(0)


# The signal a child gets when its launcher is gone: finish at once. Nothing is lost, accepted jobs are in the database.
PROCESSES: dict[str, tuple[Callable[[], NoReturn], signal.Signals]] = {
    "web": (serve_web, signal.SIGTERM),
    "worker": (serve_worker, signal.SIGQUIT),
    "beat": (serve_beat, signal.SIGTERM),
    "live": (serve_live, signal.SIGTERM),
}


@dataclass
class Child:
    """One of the processes: its id while it lives, and when to start it again when it does not."""

    name: str
    pid: int | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0

    def start(self) -> None:
        """Fork; the child has everything loaded already and answers in a moment."""
        serve, orphan_signal = PROCESSES[self.name]
        launcher = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        pid = os.fork()
        if pid == 0:
            _become_child(serve, orphan_signal, launcher)
        self.pid, self.started_at = pid, time.monotonic()

    def note_end(self, status: int) -> None:
        """The process ended by itself: whatever it had started goes too, and it starts again after a pause."""
        self.signal_group(signal.SIGKILL)
        self.pid = None
        lived = time.monotonic() - self.started_at
        self.failures = 1 if lived > STEADY_SECONDS else self.failures + 1
        pause = min(2 ** (self.failures - 1), LONGEST_PAUSE)
        self.start_at = time.monotonic() + pause
        code = os.waitstatus_to_exitcode(status)
        reason = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with code {code}"
        say(f"ArtNex: the {self.name} process {reason}; starting it again in {pause} s.")

    def signal_group(self, number: signal.Signals) -> None:
        """To the process and everything it started (each child leads a group of its own)."""
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, number)

    def signal(self, number: signal.Signals) -> None:
        if self.pid is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)


def _become_child(serve: Callable[[], NoReturn], orphan_signal: signal.Signals, launcher: int) -> NoReturn:
    """In the new process: a session of its own (Ctrl-C is for the launcher), and no life without the launcher."""
    code = 1
    try:
        os.setsid()
        end_with_parent(orphan_signal)
        if os.getppid() != launcher:
            os._exit(0)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            signal.signal(number, signal.SIG_DFL)
        serve()
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else int(ending.code is not None)
    except BaseException:  # noqa: BLE001 - the last frame of a forked process: nothing may return into the launcher's code
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def end_with_parent(number: signal.Signals) -> None:
    """Ask the kernel to send `number` when the parent dies (Linux; elsewhere nothing happens)."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(number))


# ── the launcher ───────────────────────────────────────────────────────────────────────────────────
@dataclass
class Launcher:
    """Starts the children, watches them, ends them."""

    children: list[Child]
    address: tuple[str, int]
    stopping: bool = False
    answered: bool = False
    on_answer: Callable[[], None] = lambda: None
    began_at: float = field(default_factory=time.monotonic)

    def run(self) -> int:
        """Until told to stop; returns the exit code."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        try:
            while not self.stopping:
                self.start_due()
                self.reap()
                self.greet()
                time.sleep(0.05 if not self.answered else 0.25)
        except StartError as problem:
            self.end_all()
            say(f"ArtNex cannot start: {problem}")
            return 1
        self.end_all()
        say("ArtNex has stopped.")
        return 0

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        if self.stopping:  # asked a second time: no more patience
            for child in self.children:
                child.signal_group(signal.SIGKILL)
        self.stopping = True

    def start_due(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.pid is None and child.start_at <= now:
                child.start()

    def reap(self) -> None:
        """Notice children that ended."""
        for child in self.children:
            if child.pid is None:
                continue
            pid, status = os.waitpid(child.pid, os.WNOHANG)
            if pid:
                child.note_end(status)
                if not self.answered and child.failures >= STARTS_THAT_MAY_FAIL:
                    raise StartError(f"the {child.name} process ended {child.failures} times; its messages are above.")

    def greet(self) -> None:
        """Once, when /health answers for the first time."""
        if self.answered:
            return
        if answers(self.address):
            self.answered = True
            self.on_answer()
        elif time.monotonic() - self.began_at > START_SECONDS:
            raise StartError(f"http://{self.address[0]}:{self.address[1]}/health did not answer in {START_SECONDS} s.")

    def end_all(self) -> None:
        """Politely, then firmly: nothing is left behind."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        hurry_at = time.monotonic() + HURRY_SECONDS
        while any(child.pid for child in self.children) and time.monotonic() < deadline:
            self.collect_ended()
            if time.monotonic() > hurry_at:  # its jobs are done again after the next start
                hurry_at = deadline
                for child in self.children:
                    child.signal(signal.SIGQUIT)
            time.sleep(0.02)
        for child in self.children:
            child.signal_group(signal.SIGKILL)
            if child.pid is not None:
                os.waitpid(child.pid, 0)

    def collect_ended(self) -> None:
        for child in self.children:
            if child.pid is not None and os.waitpid(child.pid, os.WNOHANG)[0]:
                child.signal_group(signal.SIGKILL)  # grandchildren that did not go with it
                child.pid = None


def answers(address: tuple[str, int]) -> bool:
    """True when /health says that the service works."""
    connection = http.client.HTTPConnection(*address, timeout=2)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def require_free_port(host: str, port: int) -> None:
    """Raise StartError when somebody else listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host.strip("[]"), port))
        except OSError as problem:
            raise StartError(
                f"PORT {port} on {host} cannot be used ({problem.strerror}). Choose another: PORT={port + 1} bin/run"
            ) from problem


@contextlib.contextmanager
def sole_use_of_home() -> Iterator[IO[str]]:
    """One launcher for each ARTNEX_HOME: two would share a queue file and a metrics folder."""
    from django.conf import settings

    with (settings.HOME / "launch.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise StartError(
                f"it runs already with ARTNEX_HOME={settings.HOME}. A second one needs a home and a PORT of its own."
            ) from problem
        yield lock


def load_application() -> None:
    """Django with everything, and a fresh folder for the metrics of the processes to come."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artnex.settings")
    import django
    from django.conf import settings

    metrics = settings.HOME / "metrics"
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(metrics)  # read when prometheus_client is imported, hence first
    shutil.rmtree(metrics, ignore_errors=True)
    metrics.mkdir()
    django.setup()


def welcome(notes: list[str]) -> Callable[[], None]:
    """The lines that tell where to look."""
    from django.conf import settings

    def tell() -> None:
        host = "127.0.0.1" if settings.BIND_ADDRESS in {"0.0.0.0", "::"} else settings.BIND_ADDRESS  # noqa: S104
        lines = [f"ArtNex {settings.VERSION} is ready at http://{host}:{settings.PORT}", *notes, "Ctrl-C stops it."]
        say("\n" + "\n".join(f"  {line}" for line in lines) + "\n")

    return tell


def run_everything() -> int:
    """Prepare, start, watch; returns the exit code."""
    from django.conf import settings

    require_free_port(settings.BIND_ADDRESS, settings.PORT)
    with sole_use_of_home():
        load_application()
        from django.db import connections

        from artnex.demo import demo_is_wanted
        from artnex.live.channel import open_channel
        from artnex.prepare import prepare

        notes: list[str] = []
        prepare(say=say, demo=False)
        if demo_is_wanted():
            from artnex.demo import load_demo

            load_demo(say=notes.append)
        open_channel()
        connections.close_all()
        gc.freeze()  # what is loaded now is shared by all processes and need not be looked at by their collectors
        host = "127.0.0.1" if settings.BIND_ADDRESS in {"0.0.0.0", "::"} else settings.BIND_ADDRESS  # noqa: S104
        children = [Child(name) for name in PROCESSES]
        return Launcher(children, (host, settings.PORT), on_answer=welcome(notes)).run()


def main(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "artnex.settings")
    try:
        if not arguments:
            return run_everything()
        if len(arguments) == 1 and arguments[0] in PROCESSES:
            load_application()
            if arguments[0] == "worker":
                offer_worker_metrics()
            PROCESSES[arguments[0]][0]()
    except StartError as problem:
        say(f"ArtNex cannot start: {problem}")
        return 1
    sys.stderr.write(f"{__doc__}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Kinds of jobs for the tests with real processes, and what those processes do.

`python -m artnex.jobs.tests.kinds` loads everything once and then forks a process for each line it reads, a JSON list
of command and arguments; `["wait", pid]` gives the exit code of one. Every attempt at a job adds a line to the file
named in its parameters; the effect, an event, is written with the result.
"""

import json
import os
import signal
import sys
import time
from importlib import import_module
from pathlib import Path


def register_kinds():
    from artnex.errors import ProviderTimeout
    from artnex.events.models import Event
    from artnex.jobs.registry import job

    @job("test.note", label="Note")
    def note(ctx):
        note_attempt(ctx)
        return lambda: {"event": Event.objects.create(name="test.effect", subject_id=str(ctx.job_id)).pk}

    @job("test.slow", label="Slow")
    def slow(ctx):
        note_attempt(ctx)
        for percent in range(0, 100, 5):
            ctx.progress(percent)
            time.sleep(ctx.params["seconds"] / 20)
        return lambda: {"event": Event.objects.create(name="test.effect", subject_id=str(ctx.job_id)).pk}

    @job("test.flaky", label="Flaky")
    def flaky(ctx):
        note_attempt(ctx)
        if ctx.attempt == 1:
            raise ProviderTimeout
        return lambda: {"event": Event.objects.create(name="test.effect", subject_id=str(ctx.job_id)).pk}

    @job("test.endless", label="Endless", time_limit=1)
    def endless(ctx):
        time.sleep(60)


def note_attempt(ctx):
    with Path(ctx.params["file"]).open("a") as file:
        file.write(f"{ctx.job_id} {os.getpid()}\n")


def work(*options):
    from artnex.celery import app

    app.worker_main(["--quiet", "worker", "--loglevel", "ERROR", "--without-gossip", "--without-mingle", *options])


def publish(broker_url, jobs, file):
    """Accept jobs one by one, as requests do; note how long the longest took. `jobs` are [kind, count, seconds]."""
    from artnex.celery import app
    from artnex.jobs.services import enqueue_job

    if broker_url:
        app.conf.broker_url = broker_url
    longest = 0.0
    for kind, count, seconds in jobs:
        for _number in range(count):
            began = time.perf_counter()
            enqueue_job(kind, user=None, params={"file": file, "seconds": seconds})
            longest = max(longest, time.perf_counter() - began)
    Path(f"{file}.longest").write_text(str(longest))


def die_after_commit(file):
    """Accept a job and be killed before it can be sent."""
    from django.db import transaction

    from artnex.jobs.services import enqueue_job

    with transaction.atomic():
        transaction.on_commit(lambda: os.kill(os.getpid(), signal.SIGKILL))
        enqueue_job("test.note", user=None, params={"file": file})


COMMANDS = {"work": work, "publish": publish, "die": die_after_commit}


NEEDED = [
    *("celery.bin.celery", "celery.concurrency.prefork", "celery.worker.consumer"),
    *("kombu.transport.pyamqp", "kombu.transport.redis"),
    *("artnex.broker.transport", "artnex.jobs.runner", "artnex.jobs.sweeper"),
]


def load():
    """What every process needs, once."""
    for module in NEEDED:
        import_module(module)


def serve():
    for line in sys.stdin:
        command, *arguments = json.loads(line)
        answer = os.waitstatus_to_exitcode(os.waitpid(*arguments, 0)[1]) if command == "wait" else os.fork()
        if answer == 0 and command != "wait":
            become(command, arguments)
        sys.stdout.write(f"{answer}\n")
        sys.stdout.flush()


def become(command, arguments):
    """In the new process, which never returns."""
    code = 1
    try:
        os.setsid()
        nothing = os.open(os.devnull, os.O_RDWR)
        os.dup2(nothing, 0)
        os.dup2(nothing, 1)
        COMMANDS[command](*arguments)
        code = 0
    except SystemExit as ending:
        code = ending.code or 0
    except BaseException:  # noqa: BLE001 - nothing may return into the loop that forks
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(code)


if __name__ == "__main__":
    import django

    django.setup()
    register_kinds()
    load()
    serve()

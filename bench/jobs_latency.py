"""How soon an accepted job starts, and how many an hour could be done: embedded broker, Redis, RabbitMQ.

    .venv/bin/python bench/jobs_latency.py                       # the embedded broker
    .venv/bin/python bench/jobs_latency.py redis://127.0.0.1:6379/9 amqp://guest:guest@127.0.0.1:5672//

One worker with WORKER_CONCURRENCY (2) processes; the database is SQLite in a throw-away folder unless DATABASE_URL
names another. "start" is from the moment the row was written to the moment a worker claimed it.
"""

import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SINGLE, MANY = 200, 1000
PAUSE = 0.02
TARGET_MS = {"artnex-sqlite": 30, "redis": 15, "amqp": 15}


def measure(url: str) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from artnex.celery import app
    from artnex.jobs.models import Job
    from artnex.jobs.registry import job
    from artnex.jobs.services import enqueue_job, wait_for_job

    @job("bench.nothing", label="Nothing", notify=False)
    def nothing(ctx):
        return {}

    call_command("migrate", verbosity=0)
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        os.setsid()
        app.worker_main(["--quiet", "worker", "--loglevel", "ERROR", "--without-gossip", "--without-mingle"])
        os._exit(0)
    try:
        for _ in range(10):
            wait_for_job(enqueue_job("bench.nothing", user=None, params={}), 20)
        accepting, starting = [], []
        for _ in range(SINGLE):
            began = time.perf_counter()
            one = enqueue_job("bench.nothing", user=None, params={})
            accepting.append((time.perf_counter() - began) * 1000)
            one = wait_for_job(one, 10)
            starting.append((one.started_at - one.created_at).total_seconds() * 1000)
            time.sleep(PAUSE)
        began = time.perf_counter()
        for _ in range(MANY):
            enqueue_job("bench.nothing", user=None, params={})
        accepted = time.perf_counter() - began
        while Job.objects.filter(status__in=("queued", "running")).exists():
            time.sleep(0.05)
        whole = time.perf_counter() - began
        failed = Job.objects.exclude(status="succeeded").count()
        idle = idle_share(worker)
    finally:
        os.killpg(worker, signal.SIGTERM)
        os.waitpid(worker, 0)
    scheme = url.partition(":")[0]
    q = statistics.quantiles(starting, n=20)
    print(
        f"{scheme:14} accept {statistics.median(accepting):5.1f} ms   start median {q[9]:5.1f} ms, p95 {q[18]:5.1f} ms "
        f"(target {TARGET_MS.get(scheme, 15)})   {MANY} jobs: accepted at {MANY / accepted:,.0f}/s, "
        f"done at {MANY / whole:,.0f}/s, {failed} not done   idle worker {idle:.1%} of a core"
    )


def idle_share(pid: int, seconds: float = 3.0) -> float:
    """How much of a core the waiting worker's main process takes."""

    def used() -> float:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    before = used()
    time.sleep(seconds)
    return (used() - before) / seconds


if __name__ == "__main__":
    if os.environ.get("JOBS_LATENCY_URL") is not None:
        measure(os.environ["JOBS_LATENCY_URL"])
        sys.exit()
    for broker_url in sys.argv[1:] or [""]:
        with tempfile.TemporaryDirectory() as home:
            url = broker_url or f"artnex-sqlite:///{home}/queue.sqlite3"
            settings = {
                "JOBS_LATENCY_URL": url,
                "ARTNEX_HOME": home,
                "CELERY_BROKER_URL": url,
                "QUEUE_PREFIX": f"bench{os.getpid()}",
                "LOG_LEVEL": "ERROR",
                "DJANGO_SETTINGS_MODULE": "artnex.settings",
                "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
            }
            subprocess.run([sys.executable, __file__], env=os.environ | settings, check=True)

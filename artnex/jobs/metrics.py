"""What operators see of jobs: metrics, and the health of broker and worker."""

from prometheus_client import Counter, Histogram

from artnex.celery import app
from artnex.jobs.models import Job
from artnex.jobs.queries import live_workers, oldest_waiting_seconds, queue_depths
from artnex.web.health import register_check
from artnex.web.metrics import register_gauge

JOBS = Counter("artnex_jobs_total", "Jobs that ended", ["kind", "status"])
JOB_SECONDS = Histogram(
    "artnex_job_seconds",
    "Time from the first start of a job to its end",
    ["kind"],
    buckets=(0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600),
)


def observe_job(job: Job) -> None:
    """Count a job that has just ended."""
    JOBS.labels(job.kind, job.status).inc()
    if job.started_at and job.finished_at:
        JOB_SECONDS.labels(job.kind).observe((job.finished_at - job.started_at).total_seconds())


def broker_works() -> bool:
    """True when the broker lets us in."""
    with app.connection_for_write(connect_timeout=1) as connection:
        connection.ensure_connection(max_retries=1, interval_start=0, timeout=2)
        return bool(connection.connected)


def worker_works() -> bool:
    """True when some worker ran the sweeper lately: beat, broker and worker all live."""
    return bool(live_workers())


def register() -> None:
    """Called once at start."""
    register_check("broker", broker_works)
    register_check("worker", worker_works)
    register_gauge(
        "artnex_jobs_waiting",
        "Jobs that wait for a worker",
        ("queue",),
        lambda: [((queue,), float(count)) for queue, count in queue_depths().items()],
    )
    register_gauge(
        "artnex_jobs_oldest_seconds",
        "How long the oldest waiting job waits",
        (),
        lambda: [((), oldest_waiting_seconds())],
    )

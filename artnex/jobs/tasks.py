"""The two Celery tasks there are: everything else is a job."""

from typing import Any

from celery.signals import worker_ready
from django.conf import settings

from artnex.celery import app


@app.task(name="artnex.run_job", bind=True)
def run_job(self, job_id: str) -> None:  # type: ignore[no-untyped-def]
    """Do the job, if nobody else does. Running this twice is harmless."""
    from artnex.jobs.runner import run

    run(job_id, worker=self.request.hostname or "worker")


@app.task(name="artnex.sweep_jobs", bind=True)
def sweep_jobs(self) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """Pick up what fell through: called regularly by beat."""
    from artnex.jobs.sweeper import sweep

    return sweep(worker=self.request.hostname or "worker")


@worker_ready.connect
def sweep_at_start(**_signal: Any) -> None:
    """A worker that has just started looks at once for what was left behind."""
    sweep_jobs.apply_async(queue=f"{settings.QUEUE_PREFIX}high", retry=False)

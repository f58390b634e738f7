"""Handing jobs to the broker, and what operators see of it."""

import importlib
import time

import pytest
from django.db import connection

from artnex.celery import app
from artnex.jobs import dispatch, metrics, tasks
from artnex.jobs.models import Job
from artnex.jobs.runner import run
from artnex.jobs.tests.factories import JobFactory
from artnex.web.metrics import exposition

pytestmark = pytest.mark.django_db
really_send = dispatch.send


@pytest.fixture
def broker(monkeypatch, tmp_path):
    """The embedded broker in a throw-away folder."""
    monkeypatch.setattr(dispatch, "_paused_until", 0.0)
    monkeypatch.setattr(app.conf, "broker_url", f"artnex-sqlite:///{tmp_path}/queue.sqlite3")
    monkeypatch.setattr(app, "_pool", None)
    app.amqp.__dict__.pop("_producer_pool", None)
    app.amqp._producer_pool = None
    yield tmp_path
    app.amqp._producer_pool = None


def waiting_in(queue):
    with app.connection_for_read() as link:
        return link.SimpleQueue(queue).get(timeout=2)


def test_message_names_the_job_and_its_time_limit(broker):
    job = JobFactory(queue="high")
    assert really_send(job) is True
    message = waiting_in("high")
    assert message.payload[0] == [str(job.pk)]
    assert message.headers["timelimit"] == [30 + dispatch.GRACE_SECONDS, 30]
    message.ack()


def test_broker_that_is_down_is_left_alone_for_a_while(broker, monkeypatch):
    job = JobFactory()
    calls = []

    def refuse(**_options):
        calls.append(1)
        raise ConnectionRefusedError

    monkeypatch.setattr(tasks.run_job, "apply_async", refuse)
    assert [really_send(job), really_send(job)] == [False, False]
    assert len(calls) == 1
    monkeypatch.setattr(dispatch, "_paused_until", time.monotonic())
    assert really_send(job) is False
    assert len(calls) == 2


def test_health_knows_broker_and_worker(broker, monkeypatch):
    assert metrics.broker_works() is True
    assert metrics.worker_works() is False
    monkeypatch.setattr(app.conf, "broker_url", f"artnex-sqlite:///{broker}/missing/queue.sqlite3")
    with pytest.raises(Exception, match="unable to open"):
        metrics.broker_works()


def test_metrics_count_jobs_and_queues(django_capture_on_commit_callbacks):
    JobFactory(queue="crawl", kind="test.waiting")
    job = JobFactory()
    with django_capture_on_commit_callbacks(execute=True):
        run(job.pk, worker="w", keep_alive=False)
    text = exposition().decode()
    assert 'artnex_jobs_waiting{queue="crawl"} 1.0' in text
    assert 'artnex_jobs_total{kind="test.echo",status="succeeded"}' in text


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a second connection needs PostgreSQL")
def test_lease_is_renewed_while_the_function_is_busy(calls, monkeypatch, settings):
    settings.JOB_LEASE_SECONDS = 0.3
    job, leases = JobFactory(), []

    def work(ctx):
        for _ in range(4):
            leases.append(Job.objects.get(pk=job.pk).lease_until)
            time.sleep(0.15)

    calls.then = work
    run(job.pk, worker="w")
    job.refresh_from_db()
    assert job.status == "succeeded"
    assert len(set(leases)) > 2


def test_celery_knows_two_tasks_only():
    importlib.import_module("artnex.jobs.tasks")
    assert {name for name in app.tasks if not name.startswith("celery.")} == {"artnex.run_job", "artnex.sweep_jobs"}

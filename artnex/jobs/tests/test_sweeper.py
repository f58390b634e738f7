"""What the regular round picks up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from artnex.jobs import dispatch, registry
from artnex.jobs.models import Job, WorkerPulse
from artnex.jobs.queries import live_workers, oldest_waiting_seconds, queue_depths
from artnex.jobs.registry import job as register
from artnex.jobs.runner import claim_job, run
from artnex.jobs.sweeper import free_dead_jobs, send_forgotten_jobs, start_regular_jobs, sweep
from artnex.jobs.testing import run_queued_jobs
from artnex.jobs.tests.factories import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(monkeypatch):
    ids = []
    monkeypatch.setattr(dispatch, "send", lambda job, **_options: ids.append(job.pk) or True)
    return ids


def held_by_the_dead(**fields):
    job = JobFactory(**fields)
    claim_job(job.pk, worker="dead")
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    return job


def after(seconds):
    return timezone.now() + timedelta(seconds=seconds)


def test_job_of_a_dead_worker_is_opened_and_sent_again(sent):
    job = held_by_the_dead()
    counts = sweep(worker="w")
    job.refresh_from_db()
    assert (counts["reopened"], job.status, job.attempts, sent) == (1, "queued", 1, [job.pk])
    run(job.pk, worker="w", keep_alive=False)
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("succeeded", 2)


def test_job_that_keeps_killing_workers_is_given_up():
    job = held_by_the_dead(max_attempts=1)
    assert free_dead_jobs() == (0, 1)
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "WORKER_LOST")


def test_dead_job_that_was_to_be_cancelled_is_cancelled():
    job = held_by_the_dead(cancel_requested=True)
    assert free_dead_jobs() == (0, 0)
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_job_with_a_living_worker_is_left_alone():
    job = JobFactory()
    claim_job(job.pk, worker="alive")
    assert free_dead_jobs() == (0, 0)
    job.refresh_from_db()
    assert job.status == "running"


def test_forgotten_job_is_sent_again_and_then_ever_more_rarely(sent, settings):
    settings.JOB_RESEND_SECONDS = 10
    job = JobFactory(resend_at=after(-1))
    assert send_forgotten_jobs() == 1
    job.refresh_from_db()
    assert (sent, job.sends) == ([job.pk], 2)
    assert after(15) < job.resend_at < after(25)
    assert send_forgotten_jobs() == 0


def test_fresh_and_later_jobs_are_not_forgotten(sent):
    JobFactory(resend_at=after(20))
    JobFactory(resend_at=after(-1), next_attempt_at=after(60))
    assert (send_forgotten_jobs(), sent) == (0, [])


def test_nothing_is_noted_as_sent_while_the_broker_is_down(monkeypatch):
    monkeypatch.setattr(dispatch, "send", lambda job, **_options: False)
    job = JobFactory(resend_at=after(-1))
    assert send_forgotten_jobs() == 0
    job.refresh_from_db()
    assert job.sends == 1


def test_waiting_job_of_a_removed_kind_fails_instead_of_waiting_for_ever():
    job = JobFactory(kind="test.removed", resend_at=after(-1))
    send_forgotten_jobs()
    job.refresh_from_db()
    assert (job.status, job.error_code) == ("failed", "UNKNOWN_KIND")


def test_regular_jobs_start_when_due_and_only_once():
    registry._kinds.clear()

    @register("test.regular", every=60, notify=False)
    def regular(ctx):
        return {}

    assert (start_regular_jobs(), start_regular_jobs()) == (1, 0)
    run_queued_jobs()
    assert start_regular_jobs() == 0
    Job.objects.update(created_at=after(-61))
    assert start_regular_jobs() == 1
    assert Job.objects.filter(kind="test.regular", user=None).count() == 2


def test_sweeping_shows_that_a_worker_lives():
    assert live_workers() == []
    sweep(worker="celery@here")
    assert [pulse.worker for pulse in live_workers()] == ["celery@here"]
    WorkerPulse.objects.update(seen_at=after(-100))
    assert live_workers() == []


def test_queues_are_measured():
    JobFactory(queue="crawl")
    JobFactory(queue="crawl", next_attempt_at=after(60))
    JobFactory(queue="high", succeeded=True)
    Job.objects.update(created_at=after(-30))
    assert queue_depths() == {"high": 0, "default": 0, "crawl": 2}
    assert 29 < oldest_waiting_seconds() < 40


def test_old_jobs_are_removed_and_younger_ones_kept(user):
    long_ago = after(-100 * 86_400)
    JobFactory(succeeded=True, finished_at=long_ago)
    JobFactory(user=None, succeeded=True, unique_key="regular", finished_at=after(-5 * 86_400))
    kept = [
        JobFactory(succeeded=True),
        JobFactory(created_at=long_ago),
        JobFactory(user=None, succeeded=True, unique_key="regular"),
    ]
    job = JobFactory(kind="jobs.clean_up", user=None)
    run(job.pk, worker="w", keep_alive=False)
    job.refresh_from_db()
    assert job.result == {"removed": 2}
    assert set(Job.objects.exclude(pk=job.pk)) == set(kept)

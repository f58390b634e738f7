"""Starting, awaiting, cancelling and repeating jobs."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.utils import translation

from artnex import context
from artnex.errors import Conflict, InvalidState
from artnex.events.models import Event
from artnex.jobs import dispatch
from artnex.jobs.enums import JobStatus
from artnex.jobs.models import Job
from artnex.jobs.runner import claim_job
from artnex.jobs.services import cancel_job, enqueue_job, retry_job, wait_for_job
from artnex.jobs.testing import run_queued_jobs
from artnex.jobs.tests.factories import JobFactory
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db
needs_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")


@pytest.fixture
def sent(monkeypatch):
    """Ids handed to the broker."""
    ids = []
    monkeypatch.setattr(dispatch, "send", lambda job, **_options: ids.append(job.pk) or True)
    return ids


def test_enqueue_keeps_what_the_kind_and_the_request_say(user):
    with context.using(context.Context(request_id="req_seen")), translation.override("en"):
        job = enqueue_job("test.echo", user=user, params={"a": 1}, brand_id=7)
    job.refresh_from_db()
    assert (job.status, job.queue, job.max_attempts, job.brand_id) == ("queued", "high", 3, 7)
    assert (job.request_id, job.language, job.params) == ("req_seen", "en", {"a": 1})
    assert job.label == "Echo"


def test_enqueue_of_an_unknown_kind_is_a_programming_error(user):
    with pytest.raises(KeyError):
        enqueue_job("test.nothing", user=user, params={})


def test_job_is_sent_only_after_commit(user, sent, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue_job("test.echo", user=user, params={})
        assert sent == []
    assert sent == [job.pk]


def test_job_of_a_rolled_back_transaction_was_never_there(user, sent, django_capture_on_commit_callbacks):
    def start_and_fail():
        with transaction.atomic():
            enqueue_job("test.echo", user=user, params={})
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        start_and_fail()
    assert (Job.objects.count(), sent) == (0, [])


def test_once_only_key_gives_the_open_job_back(user):
    first = enqueue_job("test.echo", user=user, params={}, unique_key="design:5")
    assert enqueue_job("test.echo", user=user, params={}, unique_key="design:5").pk == first.pk
    assert enqueue_job("test.echo", user=user, params={}, unique_key="design:6").pk != first.pk
    run_queued_jobs()
    assert enqueue_job("test.echo", user=user, params={}, unique_key="design:5").pk != first.pk


def test_once_only_key_of_somebody_else_is_a_conflict(user):
    enqueue_job("test.echo", user=user, params={}, unique_key="design:5")
    with pytest.raises(Conflict):
        enqueue_job("test.echo", user=new_user(), params={}, unique_key="design:5")


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@needs_postgres
def test_of_many_at_once_with_one_key_all_get_the_same_job(user):
    start, got = threading.Barrier(10), []

    def ask():
        start.wait()
        got.append(enqueue_job("test.echo", user=user, params={}, unique_key="k").pk)
        connection.close()

    in_threads(ask, 10)
    assert len(got) == 10
    assert len(set(got)) == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@needs_postgres
def test_of_twenty_claims_exactly_one_wins(user):
    job = JobFactory(user=user)
    start, won = threading.Barrier(20), []

    def claim():
        start.wait()
        won.append(claim_job(job.pk, worker="w") is not None)
        connection.close()

    in_threads(claim, 20)
    assert won.count(True) == 1
    job.refresh_from_db()
    assert job.attempts == 1


def in_threads(work, count):
    threads = [threading.Thread(target=work) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_wait_gives_up_after_its_time(user):
    began = time.monotonic()
    assert wait_for_job(JobFactory(user=user), 0.1).status == JobStatus.QUEUED
    assert 0.1 <= time.monotonic() - began < 1


def test_wait_gives_a_finished_job_at_once(user):
    began = time.monotonic()
    assert wait_for_job(JobFactory(user=user, succeeded=True), 5).result == {"text": "hello"}
    assert time.monotonic() - began < 1


def test_cancel_of_a_waiting_job_ends_it(user, calls):
    job = cancel_job(job=JobFactory(user=user), user=user)
    assert (job.status, job.error_code) == ("cancelled", "CANCELLED")
    assert run_queued_jobs() == 0
    assert calls.params == []
    assert Event.objects.filter(name="job.cancelled", subject_id=str(job.pk), actor=user).exists()


def test_cancel_of_a_running_job_asks_it_to_stop(user):
    job = JobFactory(user=user)
    claim_job(job.pk, worker="w")
    assert (cancel_job(job=job, user=user).status, Job.objects.get().cancel_requested) == ("running", True)


@pytest.mark.parametrize("state", ["succeeded", "failed"])
def test_cancel_of_an_ended_job_is_refused(user, state):
    with pytest.raises(InvalidState):
        cancel_job(job=JobFactory(user=user, **{state: True}), user=user)


def test_retry_of_a_failed_job_starts_anew(user):
    job = retry_job(job=JobFactory(user=user, failed=True), user=user)
    assert (job.status, job.error_code, job.max_attempts, job.finished_at) == ("queued", "", 6, None)
    run_queued_jobs()
    job.refresh_from_db()
    assert (job.status, job.attempts) == ("succeeded", 4)
    assert Event.objects.get(name="job.retried").data["error_code"] == "PROVIDER_TIMEOUT"


def test_retry_of_an_open_or_succeeded_job_is_refused(user):
    for job in (JobFactory(user=user), JobFactory(user=user, succeeded=True)):
        with pytest.raises(InvalidState):
            retry_job(job=job, user=user)


def test_retry_is_a_conflict_while_the_same_work_is_under_way(user):
    old = JobFactory(user=user, failed=True, unique_key="k")
    JobFactory(user=user, unique_key="k")
    with pytest.raises(Conflict):
        retry_job(job=old, user=user)

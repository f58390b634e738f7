"""What a worker does with a job."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import requests
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy

from artnex import context as at_hand
from artnex.events.models import Event, Notification
from artnex.jobs import dispatch
from artnex.jobs.models import Job
from artnex.jobs.registry import job as register
from artnex.jobs.runner import backoff_seconds, claim_job, run
from artnex.jobs.services import cancel_job
from artnex.jobs.testing import run_queued_jobs
from artnex.jobs.tests.factories import JobFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(user):
    return JobFactory(user=user)


def done(job):
    run(job.pk, worker="w", keep_alive=False)
    job.refresh_from_db()
    return job


def test_success_writes_result_event_and_notification(job, user):
    assert (done(job).status, job.result, job.progress, job.attempts) == ("succeeded", {"text": "hello"}, 100, 1)
    assert job.claim is None
    event = Event.objects.get(name="job.succeeded")
    assert (event.actor, event.subject_id, event.data["kind"]) == (user, str(job.pk), "test.echo")
    notification = Notification.objects.get(user=user)
    assert (notification.event, notification.url) == (event, f"/jobs/{job.pk}/")


def test_quiet_job_tells_nobody(user):
    done(JobFactory(user=user, notify=False))
    assert not Notification.objects.exists()


def test_results_may_hold_decimals_and_moments(user):
    @register("test.rich")
    def rich(ctx):
        return {"cost": Decimal("1.50"), "at": timezone.now()}

    job = done(JobFactory(kind="test.rich", user=user))
    assert (job.status, job.result["cost"]) == ("succeeded", "1.50")


def test_function_sees_person_language_and_request(job, user, calls):
    seen = {}

    def look(ctx):
        seen.update(user=ctx.user, brand=ctx.brand_id, language=translation.get_language())
        seen.update(request_id=at_hand.current().request_id)

    calls.then = look
    job.request_id = "req_original"
    job.save()
    done(job)
    assert seen == {"user": user, "brand": None, "language": "en", "request_id": "req_original"}


def test_progress_is_written_and_holds_the_lease(job, calls):
    rows = []

    def report(ctx):
        Job.objects.filter(pk=job.pk).update(lease_until=timezone.now())
        ctx.progress(40, gettext_lazy("Failed"))
        rows.append(Job.objects.get(pk=job.pk))
        ctx.progress(41)
        rows.append(Job.objects.get(pk=job.pk))

    calls.then = report
    done(job)
    assert [row.progress for row in rows] == [40, 40]  # the second came too soon to be written
    assert rows[0].step_texts == {"en": "Failed", "ko": translation_of("Failed", "ko")}
    assert rows[0].lease_until > timezone.now() + timedelta(seconds=5)


def translation_of(text, language):
    with translation.override(language):
        return translation.gettext(text)


def test_step_is_read_in_the_language_of_the_reader():
    job = Job(step_texts={"ko": "그리는 중", "en": "Drawing"})
    with translation.override("en"):
        assert job.step == "Drawing"
    with translation.override("ko"):
        assert job.step == "그리는 중"


def test_cancel_takes_effect_at_the_next_progress(job, user, calls):
    reached = []

    def work(ctx):
        cancel_job(job=job, user=user)
        ctx.check_cancelled()
        reached.append("too far")

    calls.then = work
    assert (done(job).status, reached) == ("cancelled", [])
    assert job.result is None


def test_cancel_without_progress_discards_the_result(job, user, calls):
    calls.then = lambda ctx: cancel_job(job=job, user=user)
    assert (done(job).status, job.result) == ("cancelled", None)


def test_attempt_that_lost_its_lease_writes_nothing(job, calls):
    other = uuid4()
    calls.then = lambda ctx: Job.objects.filter(pk=job.pk).update(claim=other)
    assert (done(job).status, job.result, job.claim) == ("running", None, other)
    assert not Event.objects.filter(name__startswith="job.").exists()


def test_writes_of_the_last_transaction_happen_only_for_the_holder(job, calls):
    @register("test.writer")
    def writer(ctx):
        if ctx.params.get("steal"):
            Job.objects.filter(pk=ctx.job_id).update(claim=uuid4())
        return lambda: {"written": Event.objects.create(name="test.written").name}

    kept, lost = JobFactory(kind="test.writer"), JobFactory(kind="test.writer", params={"steal": True})
    run_queued_jobs()
    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.status, kept.result) == ("succeeded", {"written": "test.written"})
    assert lost.status == "running"
    assert Event.objects.filter(name="test.written").count() == 1


def test_running_a_job_that_is_not_waiting_does_nothing(user, calls):
    for job in (JobFactory(user=user, succeeded=True), JobFactory(user=user, failed=True)):
        run(job.pk, worker="w")
    claimed = JobFactory(user=user)
    claim_job(claimed.pk, worker="other")
    run(claimed.pk, worker="w")
    run(uuid4(), worker="w")
    assert calls.params == []


def test_job_that_is_not_due_yet_is_left_alone(user, calls):
    job = JobFactory(user=user, next_attempt_at=timezone.now() + timedelta(minutes=1))
    assert (done(job).status, calls.params) == ("queued", [])


def test_permanent_error_fails_at_once_and_says_why(user, calls):
    calls.fail_with = calls.errors.invalid("The file holds no rows.")
    job = done(JobFactory(kind="test.flaky", user=user))
    assert (job.status, job.attempts, job.error_code) == ("failed", 1, "VALIDATION_ERROR")
    assert job.error_message == "The file holds no rows."
    assert Notification.objects.filter(user=user, event__name="job.failed").count() == 1


def test_retryable_error_waits_longer_each_time_and_fails_in_the_end(user, calls, monkeypatch):
    sends = []
    monkeypatch.setattr(dispatch, "send", lambda job, delay=0: sends.append(delay) or True)
    job = JobFactory(kind="test.flaky", user=user)
    waits = []
    for _attempt in range(2):
        assert done(job).status == "queued"
        waits.append((job.next_attempt_at - timezone.now()).total_seconds())
        Job.objects.filter(pk=job.pk).update(next_attempt_at=timezone.now())
    assert 1 < waits[0] < 3
    assert 3 < waits[1] < 6
    assert len(sends) == 2
    assert (done(job).status, job.attempts, job.error_code) == ("failed", 3, "PROVIDER_TIMEOUT")
    with translation.override("en"):
        assert job.error_message == "The outside service took too long to answer."


def test_back_off_follows_what_the_other_side_asks(calls):
    assert backoff_seconds(1, calls.errors.limited(retry_after=45)) == 45
    assert backoff_seconds(1, calls.errors.limited(retry_after=90_000)) == 600
    assert backoff_seconds(30, calls.errors.timeout()) <= 720


@pytest.mark.parametrize(
    "trouble", [ConnectionResetError(), TimeoutError(), requests.ConnectionError(), OperationalError("gone")]
)
def test_connection_trouble_is_tried_again(user, calls, trouble):
    calls.fail_with = trouble
    assert done(JobFactory(kind="test.flaky", user=user)).status == "queued"


def test_mistake_of_ours_fails_without_a_trace(user, calls):
    calls.fail_with = KeyError("secret-detail")
    job = done(JobFactory(kind="test.flaky", user=user))
    assert (job.status, job.error_code) == ("failed", "INTERNAL_ERROR")
    assert "secret-detail" not in str(job.error_texts)


def test_time_limit_of_the_worker_fails_the_job(user, calls):
    calls.fail_with = SoftTimeLimitExceeded()
    job = done(JobFactory(kind="test.flaky", user=user))
    assert (job.status, job.error_code) == ("failed", "JOB_TIMEOUT")


def test_time_limit_is_seen_at_progress_too(job, calls):
    def work(ctx):
        ctx._deadline = 0
        ctx.progress(10)

    calls.then = work
    assert (done(job).status, job.error_code) == ("failed", "JOB_TIMEOUT")


def test_kind_that_exists_no_more_fails(user):
    job = done(JobFactory(kind="test.removed", user=user))
    assert (job.status, job.error_code, job.label) == ("failed", "UNKNOWN_KIND", "test.removed")


def test_engine_and_addresses_of_the_result_are_kept(job, calls):
    def work(ctx):
        ctx.engine, ctx.result_url, ctx.page_url = "builtin", "/api/v1/things/1", "/things/1/"

    calls.then = work
    done(job)
    assert (job.engine, job.result_url, job.page_url) == ("builtin", "/api/v1/things/1", "/things/1/")
    assert Notification.objects.get().url == "/things/1/"

"""202 and the job, or the result for whoever waits."""

import threading
import time

import pytest
from django.db import connection

from artnex.api.long_work import seconds_to_wait
from artnex.api.tests.endpoints import CALLS
from artnex.jobs.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture
def job(person):
    found = Job.objects.create(kind="test.work", user=person)
    CALLS.append(found)
    return found


def finish(job, **fields):
    Job.objects.filter(pk=job.pk).update(**fields)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("", 2),
        ("wait=3", 3),
        ("respond-async, wait=1", 1),
        ("WAIT = 4", 4),
        ("wait=99", 5),
        ("wait=0", 0),
        ("wait=x", 2),
    ],
)
def test_the_header_says_how_long(rf, header, seconds):
    assert seconds_to_wait(rf.post("/", headers={"Prefer": header}), 2) == seconds


def test_without_waiting_the_job_is_the_answer(client, job):
    answer = client.post("/api/v1/long", {})
    assert answer.status_code == 202
    assert answer["Location"] == f"/api/v1/jobs/{job.pk}"
    assert answer.json()["data"]["id"] == str(job.pk)
    assert answer.json()["data"]["status"] == "queued"
    assert "Preference-Applied" not in answer


def test_a_result_in_time_is_the_answer(client, job):
    finish(job, status="succeeded", result={"text": "done"}, result_url="/api/v1/things/5")
    answer = client.post("/api/v1/long", {}, headers={"Prefer": "wait=2"})
    assert (answer.status_code, answer.json()["data"]) == (200, {"text": "done"})
    assert answer["Preference-Applied"] == "wait=2"
    assert answer["Location"] == "/api/v1/things/5"
    assert client.post("/api/v1/long?create=1", {}, headers={"Prefer": "wait=2"}).status_code == 201


def test_a_wait_that_is_too_short_gives_the_job(client, job):
    started = time.monotonic()
    assert client.post("/api/v1/long", {}, headers={"Prefer": "wait=1"}).status_code == 202
    assert 0.9 < time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("code", "status"), [("PROVIDER_TIMEOUT", 504), ("BUDGET_EXCEEDED", 402), ("NO_SUCH_CODE", 500)]
)
def test_a_failure_in_time_answers_with_its_error(client, job, code, status):
    finish(job, status="failed", error_code=code, error_texts={"en": "Too slow.", "ko": "Too slow."})
    answer = client.post("/api/v1/long", {}, headers={"Prefer": "wait=1"})
    assert answer.status_code == status
    assert answer.json()["error"]["message"] == "Too slow."
    assert client.post("/api/v1/long", {}).status_code == 202


def test_a_cancelled_job_is_an_invalid_state(client, job):
    finish(job, status="cancelled")
    answer = client.post("/api/v1/long", {}, headers={"Prefer": "wait=1"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "INVALID_STATE")


@pytest.mark.django_db(transaction=True)
def test_a_result_that_comes_while_waiting_is_seen(client, job):
    def work():
        time.sleep(0.3)
        finish(job, status="succeeded", result={"n": 1})
        connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    answer = client.post("/api/v1/long", {}, headers={"Prefer": "wait=5"})
    worker.join()
    assert answer.json()["data"] == {"n": 1}

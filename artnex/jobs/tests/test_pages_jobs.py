"""Pages of jobs and workflows."""

import pytest
from django.test import Client

from artnex.jobs.models import Job
from artnex.jobs.runner import claim_job
from artnex.jobs.testing import run_queued_jobs
from artnex.jobs.tests.factories import JobFactory
from artnex.jobs.workflow_registry import StartRequest
from artnex.jobs.workflows import start_batch, start_workflow

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def client(user):
    client = Client(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response):
    return response.content.decode()


def test_my_jobs_shows_mine_with_filters(client, user):
    JobFactory(user=user, failed=True)
    JobFactory(user=user, kind="test.flaky", succeeded=True)
    JobFactory(kind="test.step")
    page = text(client.get("/jobs/"))
    assert "Echo" in page
    assert "Too slow" in page
    assert "Flaky" in page
    assert "A step" not in page
    assert "Too slow" not in text(client.get("/jobs/?status=succeeded"))
    assert "Too slow" not in text(client.get("/jobs/?kind=test.flaky"))


def test_visitors_are_led_to_the_log_in(db):
    assert Client().get("/jobs/").status_code == 302


def test_progress_is_asked_for_while_it_runs_and_no_longer(client, user):
    job = JobFactory(user=user)
    claim_job(job.pk, worker="w")
    Job.objects.update(progress=37, step_texts={"en": "Drawing", "ko": "그림"})
    part = text(client.get(f"/jobs/{job.pk}/", headers=HTMX))
    assert "every 1s" in part
    assert 'value="37"' in part
    assert "Drawing" in part
    assert "<html" not in part
    Job.objects.update(status="succeeded", page_url="/things/1/")
    response = client.get(f"/jobs/{job.pk}/", headers=HTMX)
    assert "every" not in text(response)
    assert "/things/1/" in text(response)
    assert "job-ended" in response["HX-Trigger"]
    assert "hx-get" not in text(client.get(f"/jobs/{job.pk}/?look=line", headers=HTMX))


def test_job_page_says_why_it_failed(client, user):
    job = JobFactory(user=user, failed=True)
    page = text(client.get(f"/jobs/{job.pk}/"))
    assert "Too slow" in page
    assert f"/jobs/{job.pk}/retry/" in page


def test_buttons_cancel_and_retry(client, user):
    job = JobFactory(user=user)
    assert client.post(f"/jobs/{job.pk}/cancel/", {"next": "/jobs/"}).status_code == 302
    assert Job.objects.get().status == "cancelled"
    assert client.post(f"/jobs/{job.pk}/retry/", {"next": f"/jobs/{job.pk}/"})["Location"] == f"/jobs/{job.pk}/"
    assert Job.objects.get().status == "queued"
    assert client.get(f"/jobs/{job.pk}/retry/").status_code == 405


def test_jobs_of_others_are_not_there(client):
    job = JobFactory()
    assert client.get(f"/jobs/{job.pk}/").status_code == 404
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 404


def test_workflow_is_reviewed_with_changed_words(client, user, calls):
    workflow = start_workflow("test.flow", user=user, params={"check": True})
    address = f"/jobs/workflows/{workflow.pk}/"
    assert "every 2s" in text(client.get(address, headers=HTMX))
    run_queued_jobs()
    page = text(client.get(address))
    assert "made by copy" in page
    assert "every 2s" not in page
    sent = {"action": "approve", "step": "copy", "text_text": "my words", "comment": "shorter"}
    response = client.post(f"{address}decide/", sent)
    assert (response.status_code, response["Location"]) == (302, address)
    run_queued_jobs()
    assert calls.params[2]["before"]["copy"]["text"] == "my words"
    workflow.refresh_from_db()
    assert workflow.status == "succeeded"
    assert "shorter" in text(client.get(address))


def test_workflow_is_rejected_and_resumed_by_buttons(client, user):
    workflow = start_workflow("test.flow", user=user, params={})
    decide = f"/jobs/workflows/{workflow.pk}/decide/"
    run_queued_jobs()
    client.post(decide, {"action": "reject", "step": "copy", "comment": "no"})
    workflow.refresh_from_db()
    assert workflow.status == "failed"
    client.post(decide, {"action": "retry"})
    workflow.refresh_from_db()
    assert workflow.status == "running"


def test_decision_that_comes_too_late_is_explained(client, user):
    workflow = start_workflow("test.flow", user=user, params={})
    response = client.post(f"/jobs/workflows/{workflow.pk}/decide/", {"action": "approve"})
    assert response.status_code == 409
    assert client.post(f"/jobs/workflows/{workflow.pk}/decide/", {"action": "dance"}).status_code == 400


def test_batch_page_lists_its_workflows(client, user):
    batch = start_batch("test.flow", user=user, requests=[StartRequest({}) for _ in range(2)])
    page = text(client.get(f"/jobs/batches/{batch.pk}/"))
    assert "No. 2" in page
    assert "every 3s" in page

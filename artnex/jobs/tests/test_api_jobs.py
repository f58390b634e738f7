"""Endpoints of jobs and workflows."""

import pytest
from rest_framework.test import APIClient

from artnex.jobs.models import Job
from artnex.jobs.runner import claim_job
from artnex.jobs.sweeper import sweep
from artnex.jobs.testing import run_queued_jobs
from artnex.jobs.tests.factories import JobFactory
from artnex.jobs.workflow_registry import StartRequest
from artnex.jobs.workflows import start_batch, start_workflow
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db
KEYS = {
    *("id", "kind", "status", "progress", "step", "engine", "brand_id", "result", "result_url", "error"),
    *("attempts", "created_at", "started_at", "finished_at"),
}


def client_of(user):
    client = APIClient(headers={"accept-language": "en"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def client(user):
    return client_of(user)


def test_job_has_the_shape_of_the_contract(client, user):
    job = JobFactory(user=user, failed=True)
    data = client.get(f"/api/v1/jobs/{job.pk}").json()["data"]
    assert set(data) == KEYS
    assert (data["id"], data["status"], data["result_url"]) == (str(job.pk), "failed", None)
    assert data["error"] == {"code": "PROVIDER_TIMEOUT", "message": "Too slow"}


def test_error_is_told_in_the_language_asked_for(client, user):
    job = JobFactory(user=user, failed=True)
    answer = client.get(f"/api/v1/jobs/{job.pk}", headers={"accept-language": "ko"}).json()
    assert answer["data"]["error"]["message"] == "늦음"


def test_jobs_are_their_starters_and_the_admins(client, user):
    mine, other = JobFactory(user=user), JobFactory()
    assert [row["id"] for row in client.get("/api/v1/jobs").json()["data"]] == [str(mine.pk)]
    assert client.get(f"/api/v1/jobs/{other.pk}").status_code == 404
    assert client.post(f"/api/v1/jobs/{other.pk}/cancel").status_code == 404
    assert client_of(new_user("admin")).get(f"/api/v1/jobs/{other.pk}").status_code == 200


def test_list_filters_and_goes_on_by_cursor(client, user):
    for number in range(3):
        JobFactory(user=user, succeeded=True, brand_id=number + 1)
    JobFactory(user=user, kind="test.flaky")
    assert client.get("/api/v1/jobs?status=succeeded").json()["pagination"]["total"] == 3
    assert client.get("/api/v1/jobs?kind=test.flaky").json()["pagination"]["total"] == 1
    assert client.get("/api/v1/jobs?brand_id=2").json()["pagination"]["total"] == 1
    assert client.get("/api/v1/jobs?status=nonsense").status_code == 400
    seen, address = [], "/api/v1/jobs?page_size=3"
    while address:
        answer = client.get(address).json()
        seen += [row["id"] for row in answer["data"]]
        cursor = answer["pagination"]["next_cursor"]
        address = cursor and f"/api/v1/jobs?page_size=3&cursor={cursor}"
    assert seen == [str(pk) for pk in Job.objects.order_by("-created_at", "-id").values_list("pk", flat=True)]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_database_the_same_number_of_times(client, user, rows, django_assert_max_num_queries):
    JobFactory.create_batch(rows, user=user)
    with django_assert_max_num_queries(6):
        assert len(client.get("/api/v1/jobs").json()["data"]) == rows


def test_cancel_and_retry(client, user):
    job = JobFactory(user=user)
    answer = client.post(f"/api/v1/jobs/{job.pk}/cancel")
    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "cancelled")
    assert client.post(f"/api/v1/jobs/{job.pk}/cancel").status_code == 409
    answer = client.post(f"/api/v1/jobs/{job.pk}/retry")
    assert (answer.status_code, answer.json()["data"]["status"]) == (202, "queued")
    assert answer["Location"] == f"/api/v1/jobs/{job.pk}"
    again = client.post(f"/api/v1/jobs/{job.pk}/retry")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "INVALID_STATE")


def test_cancel_of_a_running_job_says_that_it_still_runs(client, user):
    job = JobFactory(user=user)
    claim_job(job.pk, worker="w")
    assert client.post(f"/api/v1/jobs/{job.pk}/cancel").json()["data"]["status"] == "running"


def test_start_status_and_intervention_of_a_workflow(client, user):
    answer = client.post("/api/v1/workflows", {"kind": "test.flow", "topic": "pumps"}, format="json")
    assert answer.status_code == 202
    address = answer["Location"]
    assert address == f"/api/v1/workflows/{answer.json()['data']['id']}/status"
    run_queued_jobs()
    state = client.get(address).json()["data"]
    assert (state["status"], state["current_step"], state["eta_seconds"]) == ("waiting_review", "copy", None)
    assert [step["name"] for step in state["steps"]] == ["idea", "copy", "picture", "check"]
    decide = address.replace("status", "intervention")
    answer = client.put(decide, {"action": "edit", "step": "copy", "changes": {"text": "mine"}}, format="json")
    assert (answer.status_code, answer.json()["data"]["status"]) == (200, "running")
    assert answer.json()["data"]["steps"][1]["result"]["text"] == "mine"
    run_queued_jobs()
    assert client.get(address).json()["data"]["status"] == "succeeded"
    assert client.put(decide, {"action": "approve"}, format="json").status_code == 409
    assert client.put(decide, {"action": "dance"}, format="json").status_code == 422


def test_workflow_of_an_unknown_kind_cannot_be_started(client):
    answer = client.post("/api/v1/workflows", {"kind": "test.nothing"}, format="json")
    assert (answer.status_code, answer.json()["error"]["details"][0]["field"]) == (422, "kind")


def test_workflows_of_others_are_not_there(client):
    workflow = start_workflow("test.flow", user=new_user(), params={})
    batch = start_batch("test.flow", user=new_user(), requests=[StartRequest({})])
    assert client.get(workflow.api_url).status_code == 404
    assert client.put(f"/api/v1/workflows/{workflow.pk}/intervention", {}, format="json").status_code == 404
    assert client.get(batch.api_url).status_code == 404
    assert client.get("/api/v1/workflows").json()["data"] == []


def test_workflows_are_listed_at_a_constant_cost(client, user, django_assert_max_num_queries):
    for _number in range(4):
        start_workflow("test.flow", user=user, params={})
    with django_assert_max_num_queries(9):
        rows = client.get("/api/v1/workflows?status=running&kind=test.flow").json()["data"]
    assert [row["status"] for row in rows] == ["running"] * 4


def test_batch_status(client, user):
    batch = start_batch("test.flow", user=user, requests=[StartRequest({}) for _ in range(2)])
    data = client.get(batch.api_url).json()["data"]
    assert (data["total"], data["status"], data["counts"]["running"], len(data["items"])) == (2, "running", 2, 2)


NO_ONES = "00000000-0000-4000-8000-000000000000"


def test_worker_status_is_for_administrators(client):
    assert client.get("/api/v1/system/worker-status").status_code == 403
    admin = client_of(new_user("admin"))
    JobFactory(queue="crawl")
    data = admin.get("/api/v1/system/worker-status").json()["data"]
    assert (data["status"], data["workers"]) == ("down", [])
    assert {"name": "crawl", "waiting": 1, "running": 0} in data["queues"]
    sweep(worker="celery@here")
    data = admin.get("/api/v1/system/worker-status").json()["data"]
    assert (data["status"], data["workers"][0]["name"]) == ("ok", "celery@here")


@pytest.mark.parametrize("path", ["jobs", f"jobs/{NO_ONES}", "workflows", f"workflows/{NO_ONES}/status"])
def test_nobody_gets_in_without_logging_in(path, db):
    assert APIClient().get(f"/api/v1/{path}").status_code == 401

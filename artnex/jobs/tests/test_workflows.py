"""Workflows: from step to step, with stops for people."""

import threading

import pytest
from django.db import connection

from artnex.errors import InvalidState, ValidationFailed
from artnex.events.models import Event, Notification
from artnex.jobs.interventions import intervene
from artnex.jobs.models import Job, WorkflowStep
from artnex.jobs.services import cancel_job, retry_job
from artnex.jobs.testing import run_queued_jobs
from artnex.jobs.workflow_registry import StartRequest, Step, register_workflow
from artnex.jobs.workflow_status import batch_status, status_of_many, workflow_status
from artnex.jobs.workflows import start_batch, start_workflow

pytestmark = pytest.mark.django_db


def flow(user, **options):
    return start_workflow("test.flow", user=user, params={"topic": "pumps", "check": True}, **options)


def states(workflow):
    return list(workflow.steps.order_by("position").values_list("status", flat=True))


def act(workflow, user, action, **rest):
    return intervene(workflow=workflow, user=user, action=action, **rest)


def fresh(workflow):
    workflow.refresh_from_db()
    return workflow


def test_runs_to_the_review_and_waits(user, calls):
    workflow = flow(user)
    assert states(workflow) == ["running", "pending", "pending", "pending"]
    run_queued_jobs()
    assert fresh(workflow).status == "waiting_review"
    assert states(workflow) == ["succeeded", "waiting_review", "pending", "pending"]
    assert calls.params[1]["before"] == {"idea": {"text": "made by idea", "count": 1}}
    assert [note.event.name for note in Notification.objects.filter(user=user)] == ["workflow.review_requested"]


def test_approval_lets_it_go_on_to_the_end(user, calls):
    workflow = flow(user)
    run_queued_jobs()
    act(workflow, user, "approve", step="copy", comment="Good")
    run_queued_jobs()
    assert fresh(workflow).status == "succeeded"
    assert states(workflow) == ["succeeded"] * 4
    step = workflow.steps.get(name="copy")
    assert (step.comment, step.reviewed_by) == ("Good", user)
    assert Event.objects.get(name="workflow.reviewed").data["action"] == "approve"
    assert set(calls.params[3]["before"]) == {"idea", "copy", "picture"}


def test_edit_changes_what_the_next_steps_see(user, calls):
    workflow = flow(user)
    run_queued_jobs()
    act(workflow, user, "edit", changes={"text": "my words"})
    run_queued_jobs()
    assert calls.params[2]["before"]["copy"] == {"text": "my words", "count": 2}
    assert Event.objects.get(name="workflow.reviewed").data["changed"] == ["text"]


@pytest.mark.parametrize("changes", [{}, {"unknown": 1}])
def test_edit_of_nothing_or_of_what_is_not_there_is_refused(user, changes):
    workflow = flow(user)
    run_queued_jobs()
    with pytest.raises(ValidationFailed):
        act(workflow, user, "edit", changes=changes)
    assert fresh(workflow).status == "waiting_review"


def test_rejection_ends_it_and_a_retry_does_the_step_again_with_the_comment(user, calls):
    workflow = flow(user)
    run_queued_jobs()
    act(workflow, user, "reject", comment="Too loud")
    assert (fresh(workflow).status, workflow.error_code) == ("failed", "REJECTED")
    assert states(workflow) == ["succeeded", "failed", "pending", "pending"]
    act(workflow, user, "retry")
    run_queued_jobs()
    assert fresh(workflow).status == "waiting_review"
    assert calls.params[2]["comment"] == "Too loud"
    assert [entry["name"] for entry in calls.params] == ["idea", "copy", "copy"]


def test_failure_stops_at_its_step_and_resumes_there(user, calls):
    calls.fail.add("idea")
    workflow = flow(user)
    run_queued_jobs()
    assert (fresh(workflow).status, workflow.error_code, workflow.error_message) == (
        "failed",
        "VALIDATION_ERROR",
        "Step refused",
    )
    assert Notification.objects.get(user=user).event.data["step"] == "idea"
    calls.fail.clear()
    act(workflow, user, "retry")
    run_queued_jobs()
    assert fresh(workflow).status == "waiting_review"
    assert workflow.error_code == ""


def test_failure_of_an_optional_step_is_a_note(user, calls):
    calls.fail.add("picture")
    workflow = flow(user, review=())
    run_queued_jobs()
    assert fresh(workflow).status == "succeeded"
    step = workflow.steps.get(name="picture")
    assert (step.status, step.note) == ("skipped", "Step refused")
    assert "picture" not in calls.params[3]["before"]


def test_steps_are_left_out_on_request_or_by_their_own_rule(user, calls):
    workflow = start_workflow("test.flow", user=user, params={}, skip=["picture"], review=[])
    run_queued_jobs()
    assert fresh(workflow).status == "succeeded"
    assert states(workflow) == ["succeeded", "succeeded", "skipped", "skipped"]
    assert workflow.steps.get(name="check").note == "Nothing to check"
    with pytest.raises(ValueError, match="nothing"):
        start_workflow("test.flow", user=user, params={}, skip=["nothing"])


def test_cancel_stops_workflow_and_job(user, calls, django_capture_on_commit_callbacks):
    workflow = flow(user)
    with django_capture_on_commit_callbacks(execute=True):
        act(workflow, user, "cancel")
    assert fresh(workflow).status == "cancelled"
    assert states(workflow) == ["cancelled"] * 4
    assert (Job.objects.get().status, run_queued_jobs()) == ("cancelled", 0)
    act(workflow, user, "retry")
    run_queued_jobs()
    assert fresh(workflow).status == "waiting_review"


def test_job_that_ends_after_the_cancellation_changes_nothing(user):
    workflow = flow(user)
    act(workflow, user, "cancel")
    run_queued_jobs()
    assert fresh(workflow).status == "cancelled"
    assert states(workflow) == ["cancelled"] * 4


def test_cancelling_the_job_of_a_step_cancels_the_workflow(user):
    workflow = flow(user)
    cancel_job(job=Job.objects.get(), user=user)
    assert fresh(workflow).status == "cancelled"


def test_job_of_a_step_cannot_be_retried_alone(user, calls):
    calls.fail.add("idea")
    flow(user)
    run_queued_jobs()
    with pytest.raises(InvalidState):
        retry_job(job=Job.objects.get(), user=user)


@pytest.mark.parametrize("action", ["approve", "edit", "reject"])
def test_nothing_to_review_is_an_invalid_state(user, action):
    with pytest.raises(InvalidState):
        act(flow(user), user, action, changes={"text": "x"})


def test_review_names_the_step_that_waits(user):
    workflow = flow(user)
    run_queued_jobs()
    with pytest.raises(InvalidState):
        act(workflow, user, "approve", step="idea")
    with pytest.raises(ValidationFailed):
        act(workflow, user, "approve", step="nothing")


def test_ended_workflow_cannot_be_cancelled_nor_a_running_one_resumed(user):
    workflow = flow(user, review=())
    with pytest.raises(InvalidState):
        act(workflow, user, "retry")
    run_queued_jobs()
    with pytest.raises(InvalidState):
        act(workflow, user, "cancel")


def test_status_tells_progress_and_time_left(user):
    workflow = flow(user, review=())
    state = workflow_status(workflow)
    assert (state["status"], state["progress"], state["current_step"]) == ("running", 0, "idea")
    assert 50 <= state["eta_seconds"] <= 60  # four steps of which nothing is known yet: 15 seconds each
    run_queued_jobs(limit=2)
    state = workflow_status(fresh(workflow))
    assert (state["progress"], state["current_step"]) == (50, "picture")
    run_queued_jobs()
    state = workflow_status(fresh(workflow))
    assert (state["progress"], state["eta_seconds"], state["current_step"]) == (100, None, None)
    assert workflow_status(flow(user))["eta_seconds"] < 10  # now the past tells


def test_batch_goes_on_when_one_item_fails_and_tells_once(user, calls):
    calls.fail.add("idea")
    requests = [StartRequest({"topic": n}, review=frozenset()) for n in range(3)]
    batch = start_batch("test.flow", user=user, requests=requests)
    first = Job.objects.order_by("created_at").first()
    from artnex.jobs.runner import run

    run(first.pk, worker="w", keep_alive=False)
    calls.fail.clear()
    run_queued_jobs()
    state = batch_status(batch)
    assert (state["status"], state["total"], state["progress"]) == ("succeeded", 3, 100)
    assert (state["counts"]["succeeded"], state["counts"]["failed"]) == (2, 1)
    assert [item["status"] for item in state["items"]] == ["failed", "succeeded", "succeeded"]
    assert [note.event.name for note in Notification.objects.filter(user=user)] == ["workflow_batch.finished"]


@pytest.mark.parametrize(
    ("counts", "status"),
    [
        ({"running": 1, "failed": 5}, "running"),
        ({"waiting_review": 1, "succeeded": 2}, "waiting_review"),
        ({"failed": 2, "cancelled": 1}, "failed"),
        ({"cancelled": 1}, "cancelled"),
    ],
)
def test_status_of_a_batch_follows_from_its_items(counts, status):
    assert status_of_many(counts) == status


def test_batch_status_costs_the_same_for_many(user, django_assert_max_num_queries):
    batch = start_batch("test.flow", user=user, requests=[StartRequest({}) for _ in range(6)])
    with django_assert_max_num_queries(4):
        assert batch_status(batch)["total"] == 6


def test_step_that_exists_no_more_fails_the_workflow(user, calls):
    workflow = flow(user, review=())
    WorkflowStep.objects.filter(workflow=workflow, name="copy").update(name="removed")
    run_queued_jobs()
    assert (fresh(workflow).status, workflow.error_code) == ("failed", "UNKNOWN_KIND")


def test_kind_with_two_steps_of_one_name_is_refused():
    with pytest.raises(ValueError, match="different names"):
        register_workflow("test.twice", [Step("a", "test.step"), Step("a", "test.step")])


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="races need PostgreSQL")
def test_of_many_approvals_at_once_one_counts(user):
    workflow = flow(user)
    run_queued_jobs()
    start, answers = threading.Barrier(8), []

    def approve():
        start.wait()
        try:
            answers.append(act(workflow, user, "approve").status)
        except InvalidState:
            answers.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=approve) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["refused"] * 7 + ["running"]
    assert Job.objects.filter(workflow_step__name="picture").count() == 1

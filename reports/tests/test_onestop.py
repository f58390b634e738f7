"""The one-stop run: chosen steps, stops for people, notes for what is missing, going on where it failed."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override

from artnex.errors import InvalidState
from artnex.jobs.interventions import intervene
from artnex.jobs.models import Workflow
from artnex.jobs.registry import job
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import BrandFactory, CompetitorFactory, make_member
from insights.models import Insight
from reports import onestop
from reports.models import ReportExport
from reports.onestop import STEPS, register_onestop_step
from reports.services.onestop import start_onestop
from reports.tests.factories import make_short_report

pytestmark = pytest.mark.django_db
trouble: list[str] = []


@job("test.onestop_step", label="Step of a test")
def do_step(ctx):
    if trouble:
        raise InvalidState(trouble[0])
    return {"made": ctx.params["name"]}


@pytest.fixture
def brand():
    return BrandFactory()


@pytest.fixture
def modules(monkeypatch):
    """Modules for all steps but the campaign plan; the report is the real one."""
    monkeypatch.setattr(onestop, "_registered", {"report": onestop._registered["report"]})
    for name in ("diagnosis", "insight", "design", "storyboard"):
        register_onestop_step(name, "test.onestop_step", lambda at_hand, name=name: {"name": name})
    yield
    trouble.clear()
    monkeypatch.undo()
    onestop.declare_workflow()


def states(workflow):
    return {step.name: step.status for step in workflow.steps.all()}


def test_run_goes_through_every_step_and_leaves_out_what_is_missing(brand, modules):
    make_short_report(brand=brand)
    workflow = start_onestop(user=brand.user, brand=brand)
    run_queued_jobs()
    workflow.refresh_from_db()
    assert workflow.status == "succeeded"
    assert states(workflow) == dict.fromkeys(STEPS, "succeeded") | {"campaign_plan": "skipped"}
    assert "모듈이 아직 없습니다" in workflow.steps.get(name="campaign_plan").note_texts["ko"]
    assert ReportExport.objects.get().format == "pdf"
    assert workflow.steps.get(name="report").result["report_id"] == ReportExport.objects.get().report_id


def test_run_stops_where_it_fails_and_goes_on_from_there(brand, modules):
    make_short_report(brand=brand)
    trouble.append("no answers")
    workflow = start_onestop(user=brand.user, brand=brand, steps=["insight", "report"])
    run_queued_jobs()
    workflow.refresh_from_db()
    assert (workflow.status, states(workflow)["insight"], states(workflow)["diagnosis"]) == (
        "failed",
        "failed",
        "skipped",
    )
    assert workflow.error_message == "no answers"
    trouble.clear()
    intervene(workflow=workflow, user=brand.user, action="retry")
    run_queued_jobs()
    workflow.refresh_from_db()
    assert workflow.status == "succeeded"


def test_brand_without_a_report_gets_a_note_in_words(brand, modules):
    workflow = start_onestop(user=brand.user, brand=brand, steps=["report"])
    run_queued_jobs()
    workflow.refresh_from_db()
    assert workflow.status == "failed"
    assert workflow.error_texts["ko"] == "이 브랜드의 리포트가 아직 없습니다. 먼저 진단에 답하세요."


def test_module_that_is_registered_without_a_job_counts_as_missing(brand, modules):
    register_onestop_step("diagnosis", "nobody.does_this")
    assert "diagnosis" not in onestop.ready_steps()
    workflow = start_onestop(user=brand.user, brand=brand, steps=["diagnosis"])
    workflow.refresh_from_db()
    assert (workflow.status, states(workflow)["diagnosis"]) == ("succeeded", "skipped")


def test_a_step_the_run_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no step coffee"):
        register_onestop_step("coffee", "x.y")


def test_insight_of_the_run_is_a_conversation_in_the_language_of_the_run(brand):
    CompetitorFactory(brand=brand, competitor_name="따숨", weaknesses="수리가 늦음")
    for language, begins in (("ko", "이 브랜드에는"), ("en", "Which opportunities")):
        with override(language):
            workflow = start_onestop(user=brand.user, brand=brand, steps=["insight"])
        run_queued_jobs()
        workflow.refresh_from_db()
        insight = Insight.objects.first()
        assert (workflow.status, workflow.steps.get(name="insight").result["id"]) == ("succeeded", insight.pk)
        assert insight.title.startswith(begins)
        assert [message.role for message in insight.messages.all()] == ["user", "assistant"]
        assert "수리가 늦음" in workflow.steps.get(name="insight").result["opportunities"][0]["title"]


# ── through the API ──
def start(client, brand, body, user=None):
    client.force_login(user or brand.user)
    return client.post(f"/api/v1/brands/{brand.pk}/onestop", body, content_type="application/json")


def test_started_by_the_api_it_answers_with_the_workflow(client, brand, modules):
    answer = start(client, brand, {"steps": ["diagnosis", "report"], "stop_for_review": True})
    data = answer.json()["data"]
    assert answer.status_code == 202
    assert answer["Location"] == f"/api/v1/workflows/{data['id']}/status"
    assert (data["kind"], data["brand_id"]) == ("onestop", brand.pk)
    assert [step["name"] for step in data["steps"]] == list(STEPS)
    assert [step["name"] for step in data["steps"] if step["review"]] == ["diagnosis"]
    run_queued_jobs()
    workflow = Workflow.objects.get()
    assert workflow.status == "waiting_review"
    intervene(workflow=workflow, user=brand.user, action="approve")


def test_stops_can_be_named_and_nothing_need_be_said(client, brand, modules):
    named = start(client, brand, {"stop_for_review": ["design"]}).json()["data"]
    assert [step["name"] for step in named["steps"] if step["review"]] == ["design"]
    assert start(client, brand, {}).status_code == 202


@pytest.mark.parametrize(
    "body", [{"steps": ["coffee"]}, {"steps": "diagnosis"}, {"stop_for_review": ["coffee"]}, {"stop_for_review": 7}]
)
def test_bad_wishes_start_nothing(client, brand, body):
    assert start(client, brand, body).status_code == 422
    assert not Workflow.objects.exists()


def test_viewer_may_not_start_it(client, brand):
    assert start(client, brand, {}, make_member(brand, "viewer")).status_code == 403


# ── from the command line ──
def test_command_does_the_steps_itself_and_says_how_long_they_took(brand, modules):
    make_short_report(brand=brand)
    out = StringIO()
    call_command("onestop", str(brand.pk), "--language", "en", stdout=out)
    text = out.getvalue()
    assert "Diagnosis: done" in text.lower() or "Diagnosis: " in text
    assert "Campaign plan: " in text
    assert "the module for this step is not set up yet" in text


def test_command_tells_what_went_wrong_and_resumes(brand, modules):
    trouble.append("no answers")
    with pytest.raises(CommandError, match="no answers"):
        call_command("onestop", brand.brand_name, "--steps", "insight", stdout=StringIO())
    trouble.clear()
    call_command("onestop", "--resume", str(Workflow.objects.get().pk), stdout=StringIO())
    assert Workflow.objects.get().status == "succeeded"


def test_command_names_a_brand_it_cannot_find():
    with pytest.raises(CommandError, match="no brand"):
        call_command("onestop", "nobody", stdout=StringIO())

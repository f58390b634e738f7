"""What is changed in the administration goes through services, and leaves an event."""

from datetime import date
from decimal import Decimal

import pytest

from artnex.ai.models import Budget, ModelPrice
from artnex.events.models import Event
from artnex.jobs.models import Job
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db
PRICE = {
    "provider": "openai",
    "model": "new-model",
    "job_type": "image",
    "size": "",
    "quality": "",
    "per_image": "0.04",
    "valid_from": "2026-01-01",
    "source": "price list of the provider, 1 January 2026",
}


@pytest.fixture
def price():
    fields = {"provider": "openai", "model": "known", "job_type": "image", "per_image": Decimal("0.1"), "source": "x"}
    return ModelPrice.objects.create(valid_from=date(2026, 1, 1), **fields)


def test_a_new_row_leaves_an_event_with_the_fields_and_not_their_values(browser, admin):
    assert browser.post("/admin/ai/modelprice/add/", PRICE).status_code == 302
    price = ModelPrice.objects.get(model="new-model")
    event = Event.objects.get(subject_type="modelprice", subject_id=str(price.pk))
    assert event.actor == admin
    assert event.name in {"record.created", "model_price.changed", "price.changed"}
    assert "0.04" not in str(event.data)


def test_a_change_and_a_deletion_leave_events(browser, price):
    browser.post(f"/admin/ai/modelprice/{price.pk}/change/", PRICE | {"model": "known", "per_image": "0.2"})
    price.refresh_from_db()
    assert price.per_image == Decimal("0.2")
    assert Event.objects.filter(subject_type="modelprice", subject_id=str(price.pk)).count() == 1
    browser.post("/admin/ai/modelprice/", {"action": "delete_selected", "_selected_action": [price.pk], "post": "yes"})
    assert not ModelPrice.objects.filter(pk=price.pk).exists()
    assert Event.objects.filter(subject_type="modelprice", subject_id=str(price.pk)).count() == 2


def test_what_the_database_refuses_is_said_in_the_form(browser, price):
    answer = browser.post("/admin/ai/modelprice/add/", PRICE | {"per_image": ""})
    assert answer.status_code == 200
    assert "Give a price for one image" in answer.content.decode()
    assert "new-model" in answer.content.decode()  # what was typed is kept


def test_a_budget_is_set_for_one_person(browser):
    person = new_user()
    browser.post("/admin/ai/budget/add/", {"user": person.pk, "monthly_limit": "25"})
    assert Budget.objects.get(user=person).monthly_limit == 25
    assert Event.objects.filter(name="budget.changed").count() == 1


@pytest.fixture
def job(settings):
    return Job.objects.create(kind="events.clean_up", user=new_user())


def test_a_job_is_cancelled_after_a_question(browser, admin, job):
    address = f"/admin/jobs/job/{job.pk}/cancel_one/"
    question = browser.get(address).content.decode()
    assert "Cancel this job?" in question
    job.refresh_from_db()
    assert job.status == "queued"
    answer = browser.post(address, {"_form_submitted": "on"})
    assert answer.status_code == 302
    job.refresh_from_db()
    assert job.status == "cancelled"


def test_script_is_told_where_to_go_after_the_dialog(browser, job):
    answer = browser.post(
        f"/admin/jobs/job/{job.pk}/cancel_one/", {"_form_submitted": "on"}, headers={"hx-request": "true"}
    )
    assert answer.headers["HX-Redirect"] == f"/admin/jobs/job/{job.pk}/change/"


def test_jobs_are_started_again_together_and_refusals_are_told(browser, job):
    failed = Job.objects.create(kind="events.clean_up", user=job.user, status="failed")
    chosen = {"action": "retry_chosen", "_selected_action": [str(job.pk), str(failed.pk)]}
    page = browser.post("/admin/jobs/job/", chosen, follow=True).content.decode()
    failed.refresh_from_db()
    assert failed.status == "queued"
    assert "Started again (1 row)" in page
    assert "Only a failed or cancelled job can be started again." in page


def test_a_jobs_page_offers_only_what_its_state_allows(browser, job):
    page = browser.get(f"/admin/jobs/job/{job.pk}/change/").content.decode()
    assert "cancel_one" in page
    assert "retry_one" not in page


def test_jobs_are_filtered_by_state_and_progress(browser, job):
    half = Job.objects.create(kind="events.clean_up", user=job.user, status="running", progress=50)
    page = browser.get("/admin/jobs/job/", {"status__exact": "running", "progress_from": "40"}).content.decode()
    assert str(half.pk) in page
    assert str(job.pk) not in page


def test_a_job_that_is_not_there_is_not_found(browser):
    assert browser.post("/admin/jobs/job/no-uuid/cancel_one/", {"_form_submitted": "on"}).status_code == 404

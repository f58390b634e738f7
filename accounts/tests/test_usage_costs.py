"""The course of cost and the state of the cap on the usage page; budgets in the administration."""

from decimal import Decimal

import pytest

from accounts.tests.factories import UserFactory
from accounts.views.usage import months_chart, state_of
from artnex.ai.budgets import set_limit
from artnex.ai.models import AiCall, Budget, BudgetMonth
from artnex.ai.money import month_of
from artnex.events.models import Event
from artnex.testing.people import new_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("used", "state"), [(0, ""), (7.9, ""), (8, "near"), (9.99, "near"), (10, "reached")])
def test_the_cap_warns_at_four_fifths(used, state):
    assert state_of({"monthly_limit": 10.0, "used": used, "reserved": 0.0}) == state
    assert state_of({"monthly_limit": None, "used": used, "reserved": 0.0}) == ""


def test_the_page_shows_months_and_cap(client):
    from django.utils import timezone

    user = UserFactory()
    assert months_chart(user) is None
    made = {"engine": "openai", "provider": "openai", "model": "m", "job_type": "text", "purpose": "copy"}
    AiCall.objects.create(user=user, status="completed", cost=Decimal("1.5"), **made)
    set_limit(actor=user, limit=Decimal(2), user_id=user.pk)
    month = month_of(timezone.now())
    BudgetMonth.objects.create(owner=f"user:{user.pk}", month=month, spent=1_700_000_000)
    client.force_login(user)
    page = client.get("/account/usage/", headers={"accept-language": "en"}).content.decode()
    assert "Cost of each month" in page or "월별 비용" in page
    assert "four fifths" in page or "80%" in page


def test_a_budget_saved_in_the_administration_leaves_its_own_event(client):
    person = UserFactory()
    client.force_login(new_user("admin"))
    answer = client.post("/admin/ai/budget/add/", {"user": person.pk, "brand_id": "", "monthly_limit": "5"})
    assert answer.status_code == 302, answer.content[:500]
    budget = Budget.objects.get(user=person)
    client.post(f"/admin/ai/budget/{budget.pk}/change/", {"monthly_limit": "7"})
    budget.refresh_from_db()
    assert budget.monthly_limit == 7
    client.post(f"/admin/ai/budget/{budget.pk}/delete/", {"post": "yes"})
    assert not Budget.objects.exists()
    limits = [event.data["limit"] for event in Event.objects.filter(name="budget.changed").order_by("pk")]
    assert limits == [5.0, 7.0, None]
    assert not Event.objects.filter(name__startswith="record.").exists()

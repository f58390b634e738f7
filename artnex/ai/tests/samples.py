"""Sample rows of the ledger for the permission matrix."""

from datetime import date
from decimal import Decimal

from artnex.ai.models import AiCall, Budget, BudgetMonth, ModelPrice
from artnex.ai.tests.factories import AiCallFactory
from artnex.testing.samples import sample


@sample("aicall_id", model=AiCall)
def ai_call(owner):
    return AiCallFactory(user=owner)


@sample("modelprice_id", model=ModelPrice)
def model_price(owner):
    return ModelPrice.objects.create(
        provider="openai",
        model="sample",
        job_type="image",
        per_image=Decimal("0.1"),
        valid_from=date(2026, 1, 1),
        source="x",
    )


@sample("budget_id", model=Budget)
def budget(owner):
    return Budget.objects.get_or_create(user=owner, defaults={"monthly_limit": 5})[0]


@sample("budgetmonth_id", model=BudgetMonth)
def budget_month(owner):
    return BudgetMonth.objects.get_or_create(owner=f"user:{owner.pk}", month=date(2026, 1, 1))[0]

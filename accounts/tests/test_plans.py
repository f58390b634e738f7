"""A plan's limits hold at the door to paid engines."""

import pytest

from accounts.enums import Plan
from accounts.plans import LIMITS, refuse_beyond_plan, used_by
from accounts.tests.factories import UserFactory
from artnex.ai.enums import CallStatus, Engine, JobType
from artnex.ai.models import AiCall
from artnex.errors import QuotaExceeded

pytestmark = pytest.mark.django_db


def call(user, engine=Engine.OPENAI, status=CallStatus.COMPLETED):
    return AiCall.objects.create(
        user=user, engine=engine, status=status, job_type=JobType.TEXT, provider=engine, model="m"
    )


def ask(user, engine=Engine.OPENAI):
    refuse_beyond_plan(user=user, brand_id=None, job_type=JobType.TEXT, engine=engine)


def test_paid_call_beyond_the_plan_is_refused_with_the_figures(monkeypatch):
    monkeypatch.setitem(LIMITS[Plan.FREE], "ai_calls", 2)
    user = UserFactory()
    call(user)
    call(user, status=CallStatus.FAILED)
    call(user, engine=Engine.BUILTIN)
    ask(user)
    call(user)
    with pytest.raises(QuotaExceeded) as refused:
        ask(user)
    assert {key: refused.value.details[0][key] for key in ("field", "limit", "used")} == {
        "field": "ai_calls",
        "limit": 2,
        "used": 2,
    }
    assert used_by(user)["ai_calls"] == 2


def test_built_in_engine_and_unlimited_plan_are_never_refused(monkeypatch):
    monkeypatch.setitem(LIMITS[Plan.FREE], "ai_calls", 0)
    ask(UserFactory(), engine=Engine.BUILTIN)
    ask(UserFactory(plan=Plan.ENTERPRISE))
    with pytest.raises(QuotaExceeded):
        ask(UserFactory())

"""Caps: exactly as many calls as fit, warned in time, freed again; and the plan's quota."""

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from artnex.ai import budgets, ledger, quota
from artnex.ai.budgets import BudgetReached
from artnex.ai.contract import TextRequest
from artnex.ai.enums import CallStatus, Engine, JobType
from artnex.ai.gateway import generate_text
from artnex.ai.ledger import Opening, accounted, release_expired_calls
from artnex.ai.models import AiCall, Budget, BudgetMonth
from artnex.ai.money import end_of_month, from_billionths, month_of, to_billionths
from artnex.ai.prices import find_price
from artnex.ai.tests.factories import PersonFactory
from artnex.ai.tests.servers import Reply, openai_text
from artnex.errors import QuotaExceeded
from artnex.events.models import Event, Notification

pytestmark = pytest.mark.django_db
CENT = Decimal("0.01")


def opening(person, **changes):
    return Opening(
        **{
            "user": person,
            "brand_id": None,
            "job_type": JobType.TEXT,
            "purpose": "test",
            "engine": Engine.OPENAI,
            "model": "text-model",
            "prompt": "",
            **changes,
        }
    )


def spend(person, amount, **changes):
    """A call that is held at `amount` and, its usage unknown, also costs that."""
    from artnex.ai.contract import Usage

    price = find_price(provider="openai", model="text-model", job_type=JobType.TEXT)
    with accounted(opening(person, **changes), price=price, reserve=amount) as bill:
        bill.add(Usage(is_reported=False))


def cap(person, limit):
    budgets.set_budgets(user=person, changes={"monthly_limit": limit})


def month_of_person(person):
    return BudgetMonth.objects.get(owner=f"user:{person.pk}")


# ── a cap stops ────────────────────────────────────────────────────────────────────────────────────
def test_calls_fit_until_the_cap_to_the_last_billionth(person, prices):
    cap(person, 3 * CENT)
    for _call in range(3):
        spend(person, CENT)
    with pytest.raises(BudgetReached) as caught:
        spend(person, Decimal("0.000000001"))
    assert (caught.value.status, caught.value.code) == (402, "BUDGET_EXCEEDED")
    detail = caught.value.details[0]
    assert (detail["field"], detail["limit"], detail["used"]) == ("monthly_limit", 0.03, 0.03)
    assert detail["resets_at"] > timezone.now()
    assert AiCall.objects.count() == 3


def test_a_paid_call_over_the_cap_is_stopped_before_it_is_sent(openai, person):
    openai.will(Reply(openai_text("expensive")))
    cap(person, Decimal(0))
    for engine in ("openai", None):
        with pytest.raises(BudgetReached):
            generate_text(
                TextRequest(purpose="t", prompt="p"), user=person, engine=engine, builtin=lambda request: "free"
            )
    assert openai.seen == []
    assert generate_text(
        TextRequest(purpose="t", prompt="p"), user=person, engine="builtin", builtin=lambda r: "free"
    ).text


def test_what_a_failed_call_held_is_free_again(openai, person):
    openai.will(Reply(status=400))
    cap(person, CENT)
    for _call in range(20):
        with pytest.raises(Exception, match="PROVIDER_ERROR"):
            generate_text(
                TextRequest(purpose="t", prompt="p", max_tokens=1_000), user=person, engine="openai", builtin=str
            )
    assert (month_of_person(person).reserved, month_of_person(person).spent) == (0, 0)


def test_a_cap_set_in_the_middle_of_a_month_knows_what_was_spent(person, prices):
    spend(person, 2 * CENT)
    cap(person, 2 * CENT)
    with pytest.raises(BudgetReached):
        spend(person, CENT)


def test_a_brands_cap_stops_everyone_and_the_own_account_stays_clean(person, prices):
    Budget.objects.create(brand_id=5, monthly_limit=CENT)
    other = PersonFactory()
    spend(person, CENT, brand_id=5)
    with pytest.raises(BudgetReached) as caught:
        spend(other, CENT, brand_id=5)
    assert caught.value.details[0]["field"] == "brands.5.monthly_limit"
    assert not BudgetMonth.objects.filter(owner=f"user:{other.pk}", reserved__gt=0).exists()
    spend(other, CENT, brand_id=6)


def test_removing_the_cap_lets_calls_through(person, prices):
    cap(person, Decimal(0))
    cap(person, None)
    spend(person, CENT)
    assert not Budget.objects.exists()


def test_a_new_month_starts_at_nothing(person, prices, monkeypatch):
    cap(person, CENT)
    spend(person, CENT)
    later = end_of_month(month_of(timezone.now())) + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    spend(person, CENT)
    assert BudgetMonth.objects.filter(owner=f"user:{person.pk}").count() == 2


def test_months_end_by_the_sites_clock(settings):
    settings.TIME_ZONE = "Asia/Seoul"
    timezone.get_default_timezone.cache_clear()
    last_second = datetime(2026, 11, 30, 23, 59, 59, tzinfo=ZoneInfo("Asia/Seoul"))
    assert month_of(last_second).isoformat() == "2026-11-01"
    assert month_of(last_second + timedelta(seconds=1)).isoformat() == "2026-12-01"
    assert end_of_month(month_of(last_second)) == last_second + timedelta(seconds=1)


def test_money_is_held_rounded_up():
    assert to_billionths(Decimal("0.0000000001")) == 1
    assert from_billionths(1_500_000_000) == Decimal("1.5")


# ── warnings ───────────────────────────────────────────────────────────────────────────────────────
def test_four_fifths_are_warned_of_once(person, prices):
    cap(person, 10 * CENT)
    spend(person, 7 * CENT)
    assert not Event.objects.filter(name="budget.warned").exists()
    spend(person, CENT)
    spend(person, CENT)
    event = Event.objects.get(name="budget.warned")
    assert event.data["scope"] == "user"
    assert (event.data["limit"], event.data["used"], event.data["currency"]) == (0.1, 0.08, "USD")
    assert Notification.objects.get(event=event).user == person


def test_a_stopped_call_is_recorded_once_a_month(person, prices):
    cap(person, CENT)
    for _call in range(3):
        with pytest.raises(BudgetReached):
            spend(person, 2 * CENT)
    assert Event.objects.filter(name="budget.reached", actor=person).count() == 1


def test_a_raised_cap_warns_anew(person, prices):
    cap(person, CENT)
    spend(person, CENT)
    cap(person, 2 * CENT)
    spend(person, CENT)
    assert Event.objects.filter(name="budget.warned").count() == 2
    assert Event.objects.filter(name="budget.changed").count() == 2


def test_the_same_cap_again_changes_nothing(person):
    cap(person, CENT)
    cap(person, Decimal("0.010"))
    assert Event.objects.filter(name="budget.changed").count() == 1


# ── dead processes ─────────────────────────────────────────────────────────────────────────────────
def abandon(person, amount, **changes):
    """A call whose process died in the middle, a while ago."""
    call = ledger.open_call(opening(person, **changes), reserve=amount)
    long_ago = timezone.now() - ledger.RESERVATION_LIVES - timedelta(seconds=1)
    AiCall.objects.filter(pk=call.pk).update(
        created_at=max(long_ago, timezone.localtime().replace(day=1, hour=0, minute=0))
    )
    return AiCall.objects.get(pk=call.pk)


def test_what_a_dead_process_held_is_given_back(person, prices):
    call = abandon(person, CENT)
    assert month_of_person(person).reserved == to_billionths(CENT)
    assert release_expired_calls() == 1
    assert release_expired_calls() == 0
    call.refresh_from_db()
    assert (call.status, call.error_code) == (CallStatus.FAILED, ledger.EXPIRED)
    assert month_of_person(person).reserved == 0


def test_a_call_under_way_is_left_alone(person, prices):
    ledger.open_call(opening(person), reserve=CENT)
    assert release_expired_calls() == 0


def test_a_full_budget_takes_back_from_the_dead_by_itself(person, prices):
    cap(person, CENT)
    abandon(person, CENT)
    spend(person, CENT)
    assert month_of_person(person).spent == to_billionths(CENT)


def test_an_answer_after_the_clean_up_is_still_booked(person, prices):
    price = find_price(provider="openai", model="text-model", job_type=JobType.TEXT)
    with accounted(opening(person), price=price, reserve=CENT) as bill:
        AiCall.objects.update(created_at=timezone.now() - timedelta(hours=1))
        assert release_expired_calls() == 1
        from artnex.ai.contract import Usage

        bill.add(Usage(prompt_tokens=1_000))
    call = AiCall.objects.get()
    assert (call.status, call.cost) == (CallStatus.COMPLETED, Decimal("0.001"))
    assert (month_of_person(person).reserved, month_of_person(person).spent) == (0, 1_000_000)


@pytest.mark.parametrize("end", [KeyboardInterrupt, SystemExit, ZeroDivisionError])
def test_whatever_ends_a_call_the_row_is_closed(person, prices, end):
    price = find_price(provider="openai", model="text-model", job_type=JobType.TEXT)
    with pytest.raises(end), accounted(opening(person), price=price, reserve=CENT):
        raise end
    assert AiCall.objects.get().status == CallStatus.FAILED
    assert month_of_person(person).reserved == 0


def test_calls_and_costs_are_measured(person, prices):
    from prometheus_client import REGISTRY

    def measured(name, **labels):
        return REGISTRY.get_sample_value(name, labels) or 0

    calls = {"provider": "openai", "kind": "text", "status": "completed"}
    before = measured("artnex_ai_calls_total", **calls)
    cost = measured("artnex_ai_cost_usd_total", provider="openai", model="text-model")
    spend(person, CENT)
    assert measured("artnex_ai_calls_total", **calls) == before + 1
    spent = measured("artnex_ai_cost_usd_total", provider="openai", model="text-model") - cost
    assert spent == pytest.approx(0.01)


def test_the_clean_up_comes_round_by_itself():
    from artnex.ai import jobs
    from artnex.jobs.registry import job_kind

    kind = job_kind("ai.release_expired")
    assert kind.every == 300
    assert jobs.release_expired(None) == {"released": 0}


# ── the plan's quota ───────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def counted(monkeypatch):
    seen = []

    def check(**call):
        seen.append(call)
        if len(seen) > 1:
            raise QuotaExceeded

    monkeypatch.setattr(quota, "_checks", [])
    quota.register_quota_check(check)
    quota.register_quota_check(check)
    return seen


def test_the_quota_is_asked_before_every_call(person, counted):
    request = TextRequest(purpose="t", prompt="p")
    generate_text(request, user=person, brand_id=3, engine="builtin", builtin=lambda r: "ok")
    assert counted == [{"user": person, "brand_id": 3, "job_type": JobType.TEXT, "engine": Engine.BUILTIN}]
    with pytest.raises(QuotaExceeded):
        generate_text(request, user=person, builtin=lambda r: "ok")
    assert AiCall.objects.count() == 1


def test_the_calls_of_a_plan_are_counted_to_the_last(person, prices, three_calls):
    for _call in range(3):
        spend(person, CENT)
    with pytest.raises(QuotaExceeded) as caught:
        spend(person, CENT)
    detail = caught.value.details[0]
    assert (caught.value.status, detail["field"], detail["limit"], detail["used"]) == (402, "ai_calls", 3, 3)
    assert detail["resets_at"] > timezone.now()
    assert quota.paid_calls(user=person) == 3
    spend(PersonFactory(), CENT)


def test_failed_and_free_calls_are_not_counted(person, prices, three_calls):
    for _call in range(3):
        with pytest.raises(ZeroDivisionError), accounted(opening(person)):
            raise ZeroDivisionError
        generate_text(TextRequest(purpose="t", prompt="p"), user=person, builtin=lambda r: "ok", engine="builtin")
    assert quota.paid_calls(user=person) == 0
    spend(person, CENT)


def test_a_plan_without_a_limit_refuses_nothing(person, prices):
    spend(person, CENT)
    quota.refuse_beyond(None, user=person)
    assert quota.paid_calls(user=person) == 1

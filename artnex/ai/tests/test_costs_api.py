"""The cost endpoints: what they add up, whose rows they show, what they accept."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from artnex.access import brand_boundary
from artnex.ai.enums import CallStatus, JobType
from artnex.ai.models import AiCall, Budget
from artnex.ai.queries import CostFilter, by_model, by_month, projection, summary
from artnex.ai.serializers import AiCallSerializer
from artnex.ai.tests.factories import AiCallFactory, PersonFactory

pytestmark = pytest.mark.django_db
ROW = {
    *("id", "user_id", "brand_id", "job_type", "provider", "model", "prompt", "prompt_tokens", "completion_tokens"),
    *("total_tokens", "estimated_cost", "status", "error_message", "created_at", "completed_at"),
}


def client_of(person):
    client = APIClient()
    client.force_authenticate(person)
    return client


@pytest.fixture
def client(person):
    return client_of(person)


@pytest.fixture
def brands_of(monkeypatch):
    """Say which brands a person owns (may delete) and merely sees."""
    owned, seen = {}, {}

    def visible(user, action):
        return owned.get(user.pk, []) + (seen.get(user.pk, []) if action == "read" else [])

    monkeypatch.setattr(brand_boundary, "visible_ids", visible)
    return owned, seen


@pytest.mark.parametrize("path", ["summary", "tracking/summary", "history", "budgets"])
def test_strangers_must_log_in(path):
    assert APIClient().get(f"/api/v1/costs/{path}").status_code == 401


# ── summary ────────────────────────────────────────────────────────────────────────────────────────
def test_the_summary_of_nothing(client):
    body = client.get("/api/v1/costs/summary").json()["data"]
    assert (body["total_cost"], body["total_jobs"], body["text_jobs"], body["image_jobs"]) == (0, 0, 0, 0)
    assert (body["cost_by_model"], body["cost_by_brand"], body["projection"]) == ({}, {}, None)
    today = timezone.localdate()
    assert body["period"] == {"start": today.replace(day=1).isoformat(), "end": today.isoformat()}
    assert body["currency"] == "USD"
    assert body["budget"]["monthly_limit"] is None


@pytest.mark.parametrize("path", ["/api/v1/costs/summary", "/api/v1/costs/tracking/summary"])
def test_the_summary_adds_up(client, person, path):
    AiCallFactory(user=person, cost=Decimal("0.1"), brand_id=3)
    AiCallFactory(user=person, cost=Decimal("0.2"))
    AiCallFactory(user=person, cost=Decimal("0.06"), job_type=JobType.IMAGE, model="ideogram-v4", brand_id=3)
    AiCallFactory(user=person, cost=0, status=CallStatus.FAILED, model="builtin", engine="builtin")
    AiCallFactory(user=person, cost=0, status=CallStatus.RESERVED, reserved_cost=9)
    AiCallFactory(cost=5)
    body = client.get(path).json()["data"]
    assert (body["total_cost"], body["text_cost"], body["image_cost"]) == (0.36, 0.3, 0.06)
    assert (body["total_jobs"], body["text_jobs"], body["image_jobs"]) == (4, 3, 1)
    assert body["cost_by_model"] == {"text-model": 0.3, "ideogram-v4": 0.06, "builtin": 0.0}
    assert body["cost_by_brand"] == {"3": 0.16}


def test_the_summary_by_brand_and_period(client, person):
    today = timezone.localdate()
    AiCallFactory(user=person, cost=1, brand_id=3)
    old = AiCallFactory(user=person, cost=2, brand_id=4)
    AiCall.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=40))
    get = lambda **wanted: client.get("/api/v1/costs/summary", wanted).json()["data"]["total_cost"]  # noqa: E731
    assert get(**{"from": "2026-01-01"}) == 3
    assert get(**{"from": "2026-01-01", "brand_id": 4}) == 2
    assert get(to=(today - timedelta(days=30)).isoformat()) == 2
    assert get(**{"from": today.isoformat(), "to": today.isoformat()}) == 1
    assert get(**{"from": (timezone.now() + timedelta(hours=1)).isoformat()}) == 0


@pytest.mark.parametrize(
    "wanted",
    [{"from": "yesterday"}, {"to": "2026-13-01"}, {"brand_id": "x"}, {"user_id": "0"}, {"brand_id": str(2**63)}],
)
def test_values_that_make_no_sense_are_a_400(client, wanted):
    answer = client.get("/api/v1/costs/summary", wanted)
    assert answer.status_code == 400
    assert answer.json()["error"]["details"][0]["field"] == next(iter(wanted))


def test_calls_of_owned_brands_are_shown_and_those_of_seen_ones_are_not(person, brands_of):
    owned, seen = brands_of
    owned[person.pk], seen[person.pk] = [3], [4]
    AiCallFactory(brand_id=3, cost=1)
    AiCallFactory(brand_id=4, cost=2)
    body = client_of(person).get("/api/v1/costs/summary").json()["data"]
    assert body["cost_by_brand"] == {"3": 1}


def test_an_administrator_sees_everyone_and_may_choose(person):
    admin = PersonFactory(is_superuser=True)
    AiCallFactory(user=person, cost=1)
    AiCallFactory(cost=2)
    client = client_of(admin)
    assert client.get("/api/v1/costs/summary").json()["data"]["total_cost"] == 3
    assert client.get("/api/v1/costs/summary", {"user_id": person.pk}).json()["data"]["total_cost"] == 1


def test_somebody_elses_calls_stay_theirs(client):
    other = AiCallFactory()
    assert client.get("/api/v1/costs/summary", {"user_id": other.user_id}).json()["data"]["total_jobs"] == 0
    assert client.get("/api/v1/costs/history", {"user_id": other.user_id}).json()["data"] == []


# ── history ────────────────────────────────────────────────────────────────────────────────────────
def test_a_row_of_the_history(client, person):
    AiCallFactory(user=person, prompt_tokens=10, completion_tokens=5, cost=Decimal("0.000123456"))
    row = client.get("/api/v1/costs/history").json()["data"][0]
    assert set(row) >= ROW
    assert set(row) == set(AiCallSerializer().fields)
    assert (row["total_tokens"], row["estimated_cost"], row["status"]) == (15, 0.000123456, "completed")
    assert (row["user_id"], row["error_message"], row["prompt"]) == (person.pk, None, "a prompt")


def test_calls_under_way_are_no_history(client, person):
    AiCallFactory(user=person, status=CallStatus.RESERVED)
    assert client.get("/api/v1/costs/history").json()["data"] == []


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        ({"job_type": "image"}, 1),
        ({"job_type": "text"}, 2),
        ({"model": "text-model"}, 2),
        ({"model": "nothing"}, 0),
        ({"brand_id": "3"}, 1),
        ({"status": "failed"}, 1),
        ({"search": "sunny"}, 1),
        ({"from": "2026-01-01"}, 3),
    ],
)
def test_filters_of_the_history(client, person, wanted, count):
    AiCallFactory(user=person, brand_id=3)
    AiCallFactory(user=person, status=CallStatus.FAILED)
    AiCallFactory(user=person, job_type=JobType.IMAGE, model="picture-model", prompt="a sunny room")
    assert len(client.get("/api/v1/costs/history", wanted).json()["data"]) == count


@pytest.mark.parametrize(
    "wanted", [{"job_type": "video"}, {"status": "reserved"}, {"ordering": "prompt"}, {"page_size": "0"}]
)
def test_wrong_filters_are_a_400(client, wanted):
    assert client.get("/api/v1/costs/history", wanted).status_code == 400


def test_the_history_continues_by_cursor(client, person):
    made = [AiCallFactory(user=person).pk for _call in range(5)]
    first = client.get("/api/v1/costs/history", {"page_size": 3}).json()
    assert [row["id"] for row in first["data"]] == made[:1:-1]
    second = client.get("/api/v1/costs/history", {"page_size": 3, "cursor": first["pagination"]["next_cursor"]}).json()
    assert [row["id"] for row in second["data"]] == made[1::-1]
    assert second["pagination"]["next_cursor"] is None


def test_the_dearest_first(client, person):
    for cost in (1, 3, 2):
        AiCallFactory(user=person, cost=cost)
    rows = client.get("/api/v1/costs/history", {"ordering": "-estimated_cost"}).json()["data"]
    assert [row["estimated_cost"] for row in rows] == [3, 2, 1]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_history_takes_the_same_number_of_queries(client, person, rows, django_assert_max_num_queries):
    for _call in range(rows):
        AiCallFactory(user=person)
    with django_assert_max_num_queries(5):
        client.get("/api/v1/costs/history")


def test_the_ledger_outlives_its_person(person):
    call = AiCallFactory(user=person)
    person.delete()
    call.refresh_from_db()
    assert call.user is None


# ── budgets ────────────────────────────────────────────────────────────────────────────────────────
def test_a_cap_is_set_changed_and_removed(client, person):
    assert client.get("/api/v1/costs/budgets").json()["data"]["monthly_limit"] is None
    body = client.put("/api/v1/costs/budgets", {"monthly_limit": 12.5}, format="json").json()["data"]
    assert (body["monthly_limit"], body["brands"], body["used"], body["currency"]) == (12.5, [], 0, "USD")
    assert body["resets_at"].endswith("Z")
    unchanged = client.put("/api/v1/costs/budgets", {}, format="json").json()["data"]
    assert unchanged["monthly_limit"] == 12.5
    assert (
        client.put("/api/v1/costs/budgets", {"monthly_limit": None}, format="json").json()["data"]["monthly_limit"]
        is None
    )
    assert not Budget.objects.exists()


def test_caps_of_own_brands(person, brands_of):
    brands_of[0][person.pk] = [3, 4]
    client = client_of(person)
    changes = {"brands": [{"brand_id": 3, "monthly_limit": 1}, {"brand_id": 4, "monthly_limit": 2}]}
    brands = client.put("/api/v1/costs/budgets", changes, format="json").json()["data"]["brands"]
    assert [(row["brand_id"], row["monthly_limit"]) for row in brands] == [(3, 1), (4, 2)]
    changes = {"brands": [{"brand_id": 4, "monthly_limit": None}]}
    brands = client.put("/api/v1/costs/budgets", changes, format="json").json()["data"]["brands"]
    assert [row["brand_id"] for row in brands] == [3]


def test_the_cap_of_another_ones_brand_is_a_wrong_field_and_nothing_is_changed(person, brands_of):
    owned, seen = brands_of
    owned[person.pk], seen[person.pk] = [3], [4]
    changes = {
        "monthly_limit": 1,
        "brands": [{"brand_id": 3, "monthly_limit": 1}, {"brand_id": 4, "monthly_limit": 1}],
    }
    answer = client_of(person).put("/api/v1/costs/budgets", changes, format="json")
    assert answer.status_code == 422
    assert [row["field"] for row in answer.json()["error"]["details"]] == ["brands.1.brand_id"]
    assert not Budget.objects.exists()


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"monthly_limit": -1}, "monthly_limit"),
        ({"monthly_limit": "much"}, "monthly_limit"),
        ({"monthly_limit": 10_000_000}, "monthly_limit"),
        ({"monthly_limit": True}, "monthly_limit"),
        ({"brands": [{"monthly_limit": 1}]}, "brands.0.brand_id"),
        ({"brands": [{"brand_id": 1}]}, "brands.0.monthly_limit"),
    ],
)
def test_wrong_caps_are_a_422(client, body, field):
    answer = client.put("/api/v1/costs/budgets", body, format="json")
    assert answer.status_code == 422
    assert answer.json()["error"]["details"][0]["field"] == field


# ── reads for pages ────────────────────────────────────────────────────────────────────────────────
def test_costs_by_month_name_the_empty_months_too(person):
    AiCallFactory(user=person, cost=2)
    rows = by_month(person, CostFilter(), months=3)
    assert [row["cost"] for row in rows] == [0, 0, 2]
    assert rows[-1]["month"] == timezone.localdate().strftime("%Y-%m")


def test_costs_by_model(person):
    AiCallFactory(user=person, cost=1, prompt_tokens=10)
    AiCallFactory(user=person, cost=2, prompt_tokens=5, status=CallStatus.FAILED)
    AiCallFactory(user=person, cost=0, model="builtin", provider="builtin")
    rows = by_model(person, CostFilter())
    assert [(row["model"], row["jobs"], row["failed"], row["cost"]) for row in rows] == [
        ("text-model", 2, 1, 3.0),
        ("builtin", 1, 0, 0.0),
    ]
    assert rows[0]["prompt_tokens"] == 15


def call_on(person, day, cost):
    call = AiCallFactory(user=person, cost=cost)
    moment = timezone.make_aware(datetime(day.year, day.month, day.day, 12))  # noqa: DTZ001
    AiCall.objects.filter(pk=call.pk).update(created_at=moment)


def test_a_projection_needs_a_week(person):
    today = timezone.localdate().replace(day=20)
    call_on(person, today - timedelta(days=6), 1)
    assert projection(person, CostFilter(), today=today) is None
    call_on(person, today - timedelta(days=7), 1)
    assert projection(person, CostFilter(), today=today) is not None


def test_free_calls_project_nothing(person):
    today = timezone.localdate().replace(day=20)
    call_on(person, today - timedelta(days=15), 0)
    assert projection(person, CostFilter(), today=today) is None


def test_the_projection_continues_the_mean_of_the_last_days(person):
    today = timezone.localdate().replace(month=11, day=20)
    for back in range(1, 11):
        call_on(person, today - timedelta(days=back), 2)
    found = projection(person, CostFilter(), today=today)
    # ten days at 2 are spent; today and the ten days to come are expected at 2 each
    assert found["value"] == 42
    assert found["based_on"] == {"days": 10, "from": today - timedelta(days=10), "to": today - timedelta(days=1)}
    assert "mean" in found["method"]


def test_the_projection_of_the_summary_is_in_the_answer(person):
    for back in range(1, 11):
        call_on(person, timezone.localdate() - timedelta(days=back), 2)
    assert summary(person, CostFilter())["projection"]["value"] > 0
    body = client_of(person).get("/api/v1/costs/summary").json()["data"]
    assert set(body["projection"]) == {"value", "currency", "month", "method", "based_on"}

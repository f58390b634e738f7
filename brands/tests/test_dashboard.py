"""The first page: right at once after every change, and cheap whatever the number of brands."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.enums import Role
from accounts.tests.factories import UserFactory, tokens_of
from artnex.events.models import Event
from brands.engine import next_actions as rules_of_next_actions
from brands.engine.next_actions import BrandFacts, next_actions
from brands.enums import RegistrationStep
from brands.models import Persona
from brands.queries import facts
from brands.queries.dashboard import brand_cards, recommendations
from brands.queries.facts import facts_of
from brands.services.brands import create_brand, update_brand
from brands.services.children import create_child
from brands.services.kpis import enter_kpi
from brands.tests.factories import BrandFactory, KpiFactory, PersonaFactory, TaskFactory, make_dna, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _own_rules_and_facts_alone(monkeypatch):
    """What apps above add is theirs to test."""
    own = [rule for rule in rules_of_next_actions._rules if rule.__module__ == rules_of_next_actions.__name__]
    monkeypatch.setattr(rules_of_next_actions, "_rules", own)
    monkeypatch.setattr(facts, "_more", {})


@pytest.fixture
def user():
    return UserFactory(name="Kim Owner")


@pytest.fixture
def program(user):
    return program_of(user)


@pytest.fixture
def browser(user):
    browser = Client()
    browser.cookies["artnex_language"] = "en"
    browser.force_login(user)
    return browser


def program_of(user):
    token = tokens_of(user).access_token
    return APIClient(headers={"accept-language": "en", "authorization": f"Bearer {token}"})


def data_of(program, path, **query):
    answer = program.get(f"/api/v1/dashboard{path}", query)
    assert answer.status_code == 200, answer.content
    return answer.json()["data"]


def settle():
    """Make what happened so far old enough to be kept in the cache."""
    Event.objects.update(created_at=timezone.now() - timedelta(minutes=5))


# ── rules ──────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"registration_step": RegistrationStep.TARGET}, "finish_registration"),
        ({"contract_ends_in": 30}, "renew_contract"),
        ({"contract_ends_in": 0}, "renew_contract"),
        ({"overdue_tasks": 2}, "late_tasks"),
        ({"days_since_kpi": None}, "first_kpi"),
        ({"days_since_kpi": 30}, "stale_kpi"),
        ({"is_declining": True}, "declining"),
        ({"missing_identity": ("slogan", "voice")}, "identity"),
        ({"has_logo": False}, "logo"),
        ({"has_dna": False}, "dna"),
        ({"has_personas": False}, "personas"),
        ({"has_competitors": False}, "competitors"),
        ({"has_products": False}, "products"),
    ],
)
def test_each_rule_speaks_when_its_fact_is_there(facts, code):
    assert [action.code for action in next_actions(BrandFacts(**facts))] == [code]


@pytest.mark.parametrize("facts", [{}, {"days_since_kpi": 29}, {"days_since_kpi": 0}])
def test_nothing_to_do_is_said_as_nothing(facts):
    assert next_actions(BrandFacts(**facts)) == []


def test_most_urgent_comes_first():
    actions = next_actions(BrandFacts(has_products=False, overdue_tasks=1, days_since_kpi=None))
    assert [action.code for action in actions] == ["late_tasks", "first_kpi", "products"]
    assert actions[0].reason


def test_facts_are_read_from_what_is_there():
    brand = BrandFactory(slogan="Exact to the micron", mission="m", voice="v", palette=["#112233"])
    today = timezone.localdate()
    facts = facts_of([brand.pk])[brand.pk]
    assert (facts.has_dna, facts.has_personas, facts.days_since_kpi, facts.overdue_tasks) == (False, False, None, 0)
    PersonaFactory(brand=brand)
    make_dna(user=brand.user, brand=brand)
    KpiFactory(brand=brand, measurement_date=today - timedelta(days=4))
    TaskFactory(project__brand=brand, due_date=today - timedelta(days=1))
    TaskFactory(project__brand=brand, due_date=today - timedelta(days=1), status="done")
    TaskFactory(project__brand=brand, due_date=today)
    facts = facts_of([brand.pk])[brand.pk]
    assert (facts.has_dna, facts.has_personas, facts.days_since_kpi) == (True, True, 4)
    assert (facts.overdue_tasks, facts.missing_identity) == (1, ())


# ── what it shows ──────────────────────────────────────────────────────────────────────────────────
def test_dashboard_is_empty_for_a_new_person(program, user):
    answer = data_of(program, "")
    assert answer["user"]["id"] == user.pk
    assert (answer["brands"], answer["ai_recommendations"]) == ([], [])
    assert isinstance(answer["quick_actions"], list)


def test_change_shows_at_once_even_when_figures_are_kept(program, user):
    brand = create_brand(user=user, fields={"brand_name": "한빛정밀", "category": "기계부품"})
    settle()
    first = data_of(program, "/brands/shortcuts")[0]
    assert (first["latest_kpi"], first["kpi_trend"], first["next_action"]["code"]) == (None, "stable", "first_kpi")
    today = timezone.localdate()
    for days, value in ((1, 1000), (0, 1200)):
        day = today - timedelta(days=days)
        enter_kpi(user=user, brand=brand, kpi_type="followers", value=Decimal(value), measurement_date=day)
    second = data_of(program, "/brands/shortcuts")[0]
    assert second["latest_kpi"]["value"] == 1200
    assert second["latest_kpi"]["change_percent"] == 20.0
    assert second["kpi_trend"] == "up"
    assert [point["value"] for point in second["sparkline"]] == [1000, 1200]
    assert second["next_action"]["code"] == "identity"
    identity = {"slogan": "s", "mission": "m", "voice": "v", "palette": ["#102030"]}
    update_brand(user=user, brand=brand, fields=identity)
    assert data_of(program, "/brands/shortcuts")[0]["next_action"]["code"] == "logo"


def test_figures_are_kept_once_settled_and_not_before(user):
    brand = create_brand(user=user, fields={"brand_name": "한빛정밀", "category": "기계부품"})

    def queries():
        with CaptureQueriesContext(connection) as seen:
            brand_cards(user)
        return len(seen)

    queries()
    fresh = queries()
    settle()
    queries()
    assert queries() < fresh
    create_child(Persona, user=user, brand=brand, fields={"persona_name": "김 과장"})
    assert queries() == fresh


def test_brand_worked_on_last_comes_first(program, user):
    first = create_brand(user=user, fields={"brand_name": "First", "category": "a"})
    create_brand(user=user, fields={"brand_name": "Second", "category": "a"})
    update_brand(user=user, brand=first, fields={"slogan": "new"})
    assert [row["brand_name"] for row in data_of(program, "")["brands"]] == ["First", "Second"]


def test_shared_brands_are_there_until_the_grant_ends_and_foreign_ones_never(user):
    shared, foreign = BrandFactory(brand_name="Shared"), BrandFactory(brand_name="Foreign")
    make_member(shared, "viewer", user)
    card = brand_cards(user)[0]
    assert (card.brand.brand_name, card.role) == ("Shared", "viewer")
    assert recommendations([card]) == []  # a viewer cannot do it
    program = program_of(user)
    assert [row["id"] for row in data_of(program, "/search", q="foreign")["brands"]] == []
    shared.grants.all().delete()
    assert brand_cards(user) == []
    assert foreign.brand_name not in program.get("/api/v1/dashboard").content.decode()


def test_administrator_sees_own_brands_and_not_everybodys():
    BrandFactory()
    admin = UserFactory(role=Role.ADMIN)
    own = BrandFactory(user=admin)
    assert [card.brand.pk for card in brand_cards(admin)] == [own.pk]


@pytest.mark.parametrize(
    ("query", "found"), [("한빛", 1), ("빛정", 1), ("HANBIT", 1), ("hanbit 부품", 1), ("없음", 0), ("", 0), ("%", 0)]
)
def test_search_finds_parts_of_words(program, user, query, found):
    create_brand(user=user, fields={"brand_name": "한빛정밀 Hanbit", "category": "기계부품"})
    assert len(data_of(program, "/search", q=query)["brands"]) == found


def test_status_tells_plan_and_what_waits(program, user):
    create_brand(user=user, fields={"brand_name": "한빛정밀", "category": "기계부품"})
    status = data_of(program, "/user/status")
    assert (status["plan"], status["brands"]) == ("free", 1)
    assert set(status["limits"]) == set(status["used"]) == {"brands", "ai_calls", "designs", "storage_bytes", "seats"}
    assert status["getting_started"]["total"] >= status["getting_started"]["done"]


def test_dashboard_needs_a_log_in():
    for path in ("", "/brands/shortcuts", "/user/status", "/search"):
        assert APIClient().get(f"/api/v1/dashboard{path}").status_code == 401


# ── the page ───────────────────────────────────────────────────────────────────────────────────────
def test_page_shows_brands_and_what_to_do_next(browser, user):
    brand = create_brand(user=user, fields={"brand_name": "한빛 & 정밀", "category": "기계부품"})
    enter_kpi(user=user, brand=brand, kpi_type="followers", value=Decimal(12345), measurement_date=timezone.localdate())
    text = browser.get("/").content.decode()
    for part in (
        "Hello, Kim Owner",
        "한빛 &amp; 정밀",
        "12,345",
        "Complete the identity",
        "Prompts to start from",
        "Plan Free",
    ):
        assert part in text


@pytest.mark.parametrize("kept", [False, True])
def test_page_asks_the_database_at_most_twelve_times(browser, user, kept, django_assert_max_num_queries):
    for number in range(14):
        brand = create_brand(user=user, fields={"brand_name": f"Brand {number}", "category": "a"})
        KpiFactory(brand=brand, measurement_date=timezone.localdate())
    if kept:
        settle()
        browser.get("/")
    with django_assert_max_num_queries(12):
        text = browser.get("/").content.decode()
    assert text.count('class="dash-card"') == 12
    assert "All 14" in text


def test_switcher_lists_and_searches(browser, user):
    brand = create_brand(user=user, fields={"brand_name": "한빛정밀", "category": "기계부품"})
    create_brand(user=user, fields={"brand_name": "Other", "category": "a"})
    part = browser.get("/brands/switch/", headers={"hx-request": "true"}).content.decode()
    assert f'href="/brands/{brand.pk}/"' in part
    assert "<html" not in part
    page = browser.get("/brands/switch/?q=한빛").content.decode()
    assert "한빛정밀" in page
    assert "Other" not in page.split("<main")[1]

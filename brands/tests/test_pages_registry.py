"""The list of brands, the registration in five steps, proposals, and settings."""

import re

import pytest
from django.test import Client

from accounts.tests.factories import UserFactory
from artnex.jobs.models import Job
from artnex.jobs.testing import run_queued_jobs
from brands.enums import RegistrationStep, SuggestionStatus
from brands.models import Brand, BrandSuggestion, Competitor, Persona
from brands.services.brands import create_brand
from brands.tests.factories import BrandFactory, CompetitorFactory, make_member

pytestmark = pytest.mark.django_db
RIVALS = {"rival-TOTAL_FORMS": "3", "rival-INITIAL_FORMS": "3"}


@pytest.fixture
def owner():
    return UserFactory()


@pytest.fixture
def browser(owner):
    client = Client()
    client.force_login(owner)
    return client


def begin(browser, **more):
    return browser.post("/brands/new/", {"brand_name": "한빛정밀", "category": "기계부품"} | more)


# ── the list ───────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("q=정밀", {"한빛정밀"}),
        ("q=친환", {"초록식품"}),
        ("category=식품", {"초록식품"}),
        ("role=viewer", {"남의 상표"}),
        ("q=없음", set()),
    ],
)
def test_list_shows_what_matches(browser, owner, query, seen):
    create_brand(user=owner, fields={"brand_name": "한빛정밀", "category": "기계"})
    create_brand(user=owner, fields={"brand_name": "초록식품", "category": "식품", "keywords": ["친환경"]})
    make_member(BrandFactory(brand_name="남의 상표"), "viewer", owner)
    BrandFactory(brand_name="모르는 상표")
    text = browser.get(f"/brands/?{query}").content.decode()
    names = {"한빛정밀", "초록식품", "남의 상표", "모르는 상표"}
    assert {name for name in names if f">{name}</a>" in text} == seen


def test_list_takes_the_same_few_queries_for_any_number(browser, owner, django_assert_max_num_queries):
    for _ in range(3):
        make_member(BrandFactory(keywords=["가"]), "editor", owner)
    browser.get("/brands/")
    with django_assert_max_num_queries(12):
        browser.get("/brands/")


def test_name_with_markup_is_only_text(browser, owner):
    BrandFactory(user=owner, brand_name="<b>굵게</b>")
    assert "<b>굵게" not in browser.get("/brands/").content.decode()


# ── registration ───────────────────────────────────────────────────────────────────────────────────
def test_five_steps_from_nothing_to_a_brand(browser, owner):
    first = begin(browser, website="www.hanbit.co.kr")
    brand = Brand.objects.get(user=owner)
    base = f"/brands/{brand.pk}/register"
    assert first["Location"] == f"{base}/2/"
    second = browser.post(
        first["Location"], {"target": "중소 기계 회사 구매팀", "persona_name": "김 과장", "age_range": "40대"}
    )
    third = browser.post(
        second["Location"], RIVALS | {"rival-0-competitor_name": "대림기어", "rival-0-weaknesses": "납기가 늦음"}
    )
    fourth = browser.post(third["Location"], {"keywords": "정밀, 내구성", "palette": "#0a1b2c #FFFFFF"})
    assert fourth["Location"] == f"{base}/5/"
    browser.post(f"{base}/ask/")
    run_queued_jobs()
    assert BrandSuggestion.objects.filter(brand=brand, status=SuggestionStatus.OPEN).count() == 5
    assert "대림기어" in browser.get(f"{base}/3/").content.decode()
    done = browser.post(f"{base}/finish/")
    brand.refresh_from_db()
    assert done["Location"] == f"/brands/{brand.pk}/"
    assert brand.registration_step == RegistrationStep.DONE
    assert (brand.keywords, brand.palette) == (["정밀", "내구성"], ["#0A1B2C", "#FFFFFF"])
    assert Persona.objects.get(brand=brand).age_range == "40대"
    assert Competitor.objects.get(brand=brand).weaknesses == "납기가 늦음"


def test_step_is_resumed_from_the_list_and_going_back_loses_nothing(browser, owner):
    begin(browser, then="later")
    brand = Brand.objects.get(user=owner)
    assert f"/brands/{brand.pk}/register/2/" in browser.get("/brands/").content.decode()
    browser.post(f"/brands/{brand.pk}/register/2/", {"target": "구매팀"})
    again = browser.post(f"/brands/{brand.pk}/register/1/", {"brand_name": "한빛 정밀", "category": "기계"})
    brand.refresh_from_db()
    assert again["Location"] == f"/brands/{brand.pk}/register/2/"
    assert "구매팀" in browser.get(again["Location"]).content.decode()
    assert (brand.brand_name, brand.registration_step) == ("한빛 정밀", RegistrationStep.COMPETITORS)


def test_pressed_twice_makes_one_brand(browser, owner):
    token = re.search(r'name="_once" value="([^"]+)"', browser.get("/brands/new/").content.decode())[1]
    first, second = begin(browser, _once=token), begin(browser, _once=token)
    assert first["Location"] == second["Location"]
    assert Brand.objects.filter(user=owner).count() == 1


@pytest.mark.parametrize("name", ["  ", "가", "<script>x</script>", "가" * 201])
def test_problem_stands_beside_the_field_and_what_was_typed_stays(browser, name):
    answer = browser.post("/brands/new/", {"brand_name": name, "category": "기계부품"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text
    assert 'value="기계부품"' in text
    assert "<script>x" not in text
    assert not Brand.objects.exists()


def test_competitors_are_changed_and_removed_in_their_rows(browser, owner):
    brand = BrandFactory(user=owner)
    kept, gone = CompetitorFactory(brand=brand), CompetitorFactory(brand=brand)
    browser.post(
        f"/brands/{brand.pk}/register/3/",
        RIVALS
        | {"rival-0-competitor_name": kept.competitor_name, "rival-0-market_share": "12.5", "rival-1-strengths": ""},
    )  # fmt: skip
    assert [(row.pk, float(row.market_share)) for row in brand.competitors.all()] == [(kept.pk, 12.5)]
    assert gone.pk != kept.pk
    wrong = browser.post(f"/brands/{brand.pk}/register/3/", RIVALS | {"rival-0-strengths": "이름 없는 강점"})
    assert wrong.status_code == 422
    assert "이름 없는 강점" in wrong.content.decode()


def test_viewer_of_a_brand_may_not_register_or_set_anything(browser, owner):
    brand = BrandFactory()
    make_member(brand, "viewer", owner)
    for path in ("register/1/", "register/5/", "settings/", "settings/delete/"):
        assert browser.get(f"/brands/{brand.pk}/{path}").status_code == 403
    assert browser.get(f"/brands/{brand.pk}/register/9/").status_code == 404


# ── proposals ──────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def proposals(owner):
    brand = BrandFactory(user=owner, brand_name="한빛정밀", category="기계부품", keywords=["내구성"])
    client = Client(headers={"accept-language": "ko"})
    client.force_login(owner)
    client.post(f"/brands/{brand.pk}/register/ask/")
    run_queued_jobs()
    return {row.field: row for row in BrandSuggestion.objects.filter(brand=brand)}


def decide(browser, row, **data):
    return browser.post(f"/brands/{row.brand_id}/register/proposals/{row.pk}/", data)


def test_each_proposal_is_accepted_changed_or_put_away_alone(browser, proposals):
    slogan, mission, vision = proposals["slogan"], proposals["mission"], proposals["vision"]
    decide(browser, slogan, **{f"{slogan.pk}-value": slogan.text, "decision": "accept"})
    decide(browser, mission, **{f"{mission.pk}-value": "우리가 고친 미션", "decision": "accept"})
    decide(browser, vision, decision="dismiss")
    brand = Brand.objects.get(pk=slogan.brand_id)
    assert (brand.slogan, brand.mission, brand.vision) == (slogan.value, "우리가 고친 미션", "")
    statuses = {row.field: row.status for row in BrandSuggestion.objects.all()}
    assert statuses["slogan"] == "accepted"
    assert statuses["mission"] == "edited"
    assert statuses["vision"] == "dismissed"
    assert statuses["keywords"] == "open"


def test_proposal_decided_on_twice_changes_nothing_more(browser, proposals):
    row = proposals["slogan"]
    decide(browser, row, decision="dismiss")
    decide(browser, row, **{f"{row.pk}-value": "늦은 생각", "decision": "accept"})
    assert Brand.objects.get(pk=row.brand_id).slogan == ""


def test_changed_proposal_that_breaks_a_rule_stays_with_its_reason(browser, proposals):
    row = proposals["keywords"]
    answer = decide(browser, row, **{f"{row.pk}-value": "가" * 51, "decision": "accept"})
    assert answer.status_code == 422
    assert "가" * 51 in answer.content.decode()
    assert BrandSuggestion.objects.get(pk=row.pk).status == "open"


def test_proposals_over_the_api(browser, owner):
    brand = BrandFactory(user=owner, category="화장품")
    answer = browser.post(f"/api/v1/brands/{brand.pk}/suggestions", {"language": "en"}, content_type="application/json")
    assert answer.status_code == 202
    run_queued_jobs()
    job = Job.objects.get()
    assert set(job.result) == {"slogan", "mission", "vision", "keywords", "voice", "engine"}
    assert job.result["engine"] == job.engine == "builtin"
    assert all(job.result.values())
    wrong = browser.post(f"/api/v1/brands/{brand.pk}/suggestions", {"engine": "magic"}, content_type="application/json")
    assert wrong.status_code == 422


# ── settings ───────────────────────────────────────────────────────────────────────────────────────
def test_settings_change_the_brand_and_nothing_else(browser, owner):
    brand = BrandFactory(user=owner, tone_manner={"mood": "차분"}, keywords=["가"])
    answer = browser.post(
        f"/brands/{brand.pk}/settings/",
        {"brand_name": "새 이름", "category": "식품", "keywords": "나, 다", "palette": "#112233"},
    )
    brand.refresh_from_db()
    assert answer.status_code == 302
    assert (brand.brand_name, brand.keywords, brand.palette) == ("새 이름", ["나", "다"], ["#112233"])
    assert brand.tone_manner == {"mood": "차분"}


def test_brand_is_deleted_only_when_its_name_is_typed(browser, owner):
    brand = BrandFactory(user=owner, brand_name="한빛정밀")
    url = f"/brands/{brand.pk}/settings/delete/"
    assert browser.post(url, {"typed_name": "한빛"}).status_code == 422
    assert browser.post(url, {"typed_name": " 한빛정밀 "})["Location"] == "/brands/"
    assert not Brand.objects.exists()


def test_editor_may_set_but_not_delete(browser, owner):
    brand = BrandFactory(brand_name="한빛정밀")
    make_member(brand, "editor", owner)
    assert browser.get(f"/brands/{brand.pk}/settings/").status_code == 200
    assert browser.post(f"/brands/{brand.pk}/settings/delete/", {"typed_name": "한빛정밀"}).status_code == 403

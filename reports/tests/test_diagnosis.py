"""Filling in a diagnosis, and the report from it: service, API, pages, links, outside engines."""

import pytest

from accounts.tests.factories import UserFactory
from artnex.ai.facts import Fact, FactSheet
from artnex.ai.grounding import ground
from artnex.events.models import Event, Notification
from artnex.jobs.testing import run_queued_jobs
from brands.tests.factories import (
    BrandFactory,
    CompetitorFactory,
    KpiFactory,
    PersonaFactory,
    ProductFactory,
    make_member,
)
from insights.tests.factories import InsightCardFactory, InsightMessageFactory
from reports.models import Diagnosis, DiagnosisAnswer, Report, Respondent
from reports.questions import questions
from reports.services.diagnose import ChapterText, regenerate_section, store_report, supported, write_report
from reports.services.diagnosis import begin_anew, current_diagnosis, invite_respondent, save_answers
from reports.tests.factories import answered_diagnosis, same_answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    brand = BrandFactory(
        brand_name="온담",
        category="생활가전",
        keywords=["저소음"],
        target="자취를 시작한 20대",
        slogan="집 안의 온도를 담다",
    )
    CompetitorFactory(brand=brand, competitor_name="따솜", weaknesses="수리 접수가 늦음", market_share=22)
    PersonaFactory(brand=brand, persona_name="민지 씨", pain_points="소음이 걱정됩니다.")
    ProductFactory(brand=brand, name="온열기 X-200")
    KpiFactory(brand=brand, kpi_type="followers", value=55725)
    return brand


@pytest.fixture
def api(client, brand):
    client.force_login(brand.user)

    def ask(method, path, body=None):
        options = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(client, method)(f"/api/v1/{path}", headers={"accept-language": "en"}, **options)

    return ask


def make_report(brand, diagnosis=None):
    diagnosis = diagnosis or answered_diagnosis(brand, value=2, customers=2)
    context, sections, engine = write_report(
        user=brand.user, brand=brand, diagnosis=diagnosis, engine="builtin", progress=lambda _percent, _step: None
    )
    return context, store_report(
        user=brand.user, brand=brand, diagnosis=diagnosis, context=context, sections=sections, engine=engine
    )


# ── the questionnaire ──
def test_each_area_has_eight_to_ten_questions_some_reversed():
    areas = {}
    for question in questions():
        areas.setdefault(question.area, []).append(question)
        assert question.text.ko.endswith(("다.",)), question.id
        assert question.help.ko
        assert question.help.en
    assert len(areas) == 5
    assert all(8 <= len(found) <= 10 for found in areas.values())
    assert all(any(question.reverse for question in found) for found in areas.values())
    assert len({question.id for question in questions()}) == len(questions())


# ── API ──
def test_questions_come_in_the_language_asked_for(api):
    korean = api("get", "diagnosis/questions?lang=ko").json()["data"]
    english = api("get", "diagnosis/questions").json()["data"]
    assert (len(korean), korean[0]["area"]) == (42, "market")
    assert korean[0]["text"] != english[0]["text"]


def test_answers_data_and_weights_are_merged(api, brand):
    path = f"brands/{brand.pk}/diagnosis"
    fresh = api("get", path).json()["data"]
    assert fresh["id"] is None
    assert fresh["steps"]["1"]["customers"] == brand.target
    assert not Diagnosis.objects.exists()
    api("put", path, {"step": 1, "data": {"regions": "서울"}, "answers": {"market.size": 4}})
    api("put", path, {"answers": {"market.needs": None}, "weights": {"market": 2}})
    data = api("put", path, {"step": 1, "data": {"sales": "1,200,000"}}).json()["data"]
    assert data["answers"] == {"market.size": 4, "market.needs": None}
    assert data["steps"]["1"] | {"regions": "서울", "sales": 1200000} == data["steps"]["1"]
    assert (data["weights"]["market"], data["weights"]["brand"]) == (2, 1)
    assert data["progress"]["answered"] == 2
    assert Diagnosis.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answers": {"market.size": 6}}, "answers.market.size"),
        ({"answers": {"market.size": 0}}, "answers.market.size"),
        ({"answers": {"market.size": "4"}}, "answers.market.size"),
        ({"answers": {"market.size": True}}, "answers.market.size"),
        ({"answers": {"market.size": 2.5}}, "answers.market.size"),
        ({"answers": {"no.such": 3}}, "answers.no.such"),
        ({"answers": [4]}, "answers"),
        ({"step": 6, "data": {}}, "step"),
        ({"data": {"regions": "서울"}}, "step"),
        ({"step": 3, "data": {"lead_time": "soon"}}, "data.lead_time"),
        ({"step": 3, "data": {"defect_rate": 101}}, "data.defect_rate"),
        ({"step": 1, "data": {"regions": "가" * 2001}}, "data.regions"),
        ({"step": 1, "data": "서울"}, "data"),
        ({"weights": {"market": -1}}, "weights.market"),
        ({"weights": {"luck": 1}}, "weights.luck"),
        ({"weights": dict.fromkeys(["market", "competitors", "manufacturing", "brand", "marketing"], 0)}, "weights"),
        ({"answers": {"market.size": 4}, "weights": {"luck": 1}}, "weights.luck"),
    ],
)
def test_what_is_wrong_is_refused_by_field_and_nothing_is_stored(api, brand, body, field):
    answer = api("put", f"brands/{brand.pk}/diagnosis", body)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["error"]["details"]]
    assert not DiagnosisAnswer.objects.exists()


def test_a_report_is_made_by_a_job(api, brand):
    answered_diagnosis(brand, value=4)
    started = api("post", f"brands/{brand.pk}/diagnose", {})
    assert started.status_code == 202
    run_queued_jobs()
    report = Report.objects.get()
    job = api("get", started["Location"].removeprefix("/api/v1/")).json()["data"]
    assert (job["status"], job["result"]["id"]) == ("succeeded", report.pk)
    assert job["result_url"] == f"/api/v1/reports/{report.pk}"
    data = api("get", f"reports/{report.pk}").json()["data"]
    assert data["overall_score"] == 75.0
    names = [row["section_name"] for row in data["sections"]]
    assert {"market", "competitors", "manufacturing", "brand", "marketing"} <= set(names)
    assert {row["score"] for row in data["sections"] if row["section_name"] == "brand"} == {75.0}


def test_answers_can_come_with_the_request(api, brand):
    assert api("post", f"brands/{brand.pk}/diagnose", {"answers": same_answers(5)}).status_code == 202
    run_queued_jobs()
    assert Report.objects.get().overall_score == 100.0


def test_without_answers_there_is_no_report(api, brand):
    for body in ({}, {"answers": {"market.size": None}}):
        answer = api("post", f"brands/{brand.pk}/diagnose", body)
        assert (answer.status_code, answer.json()["error"]["details"][0]["field"]) == (422, "answers")
    assert not Report.objects.exists()


def test_strangers_learn_nothing_and_viewers_only_read(client, brand):
    answered_diagnosis(brand)
    for person, reading, writing in ((UserFactory(), 404, 404), (make_member(brand, "viewer"), 200, 403)):
        client.force_login(person)
        assert client.get(f"/api/v1/brands/{brand.pk}/diagnosis").status_code == reading
        for method, path in (("put", "diagnosis"), ("post", "diagnose"), ("post", "diagnosis/respondents")):
            answer = getattr(client, method)(f"/api/v1/brands/{brand.pk}/{path}", {}, content_type="application/json")
            assert answer.status_code == writing, path


# ── the report ──
def test_the_report_is_long_enough_and_every_sentence_holds(brand):
    for month in range(1, 13):
        for kind, value in (
            ("followers", 50_000 + month * 400),
            ("views", 9_000 + month),
            ("revenue", 10_000_000 + month),
        ):
            KpiFactory(brand=brand, kpi_type=kind, value=value, measurement_date=f"2025-{month:02}-15")
    context, report = make_report(brand)
    blocks = [block for section in report.sections.all() for block in section.blocks]
    assert report.sections.count() >= 15
    assert sum(block["type"] == "chart" for block in blocks) >= 12
    asked = [Fact(f"q.{q.id}.{kind}", "", "", text) for q in questions() for kind, text in _texts(q)]
    sheet = FactSheet([*context.facts, *asked])
    for block in blocks:
        for statement in block.get("statements", block.get("items", [])):
            for language in ("ko", "en"):
                checked = ground(statement["text"][language], sheet, language=language)
                assert checked.unsupported_count == 0, checked.sentences
            assert set(statement["fact_ids"]) <= {fact["id"] for fact in report.facts}


def _texts(question):
    return (("ko", question.text.ko), ("en", question.text.en), ("hko", question.help.ko), ("hen", question.help.en))


def test_kept_insights_come_with_the_facts_that_still_hold(brand):
    message = InsightMessageFactory(insight__brand=brand)
    evidence = [{"id": "brand.name"}, {"id": "competitor.424242"}]
    for title, state in (("남길 것", "report"), ("보류", "open")):
        InsightCardFactory(message=message, title=title, text="먼저 알리세요.", state=state, evidence=evidence)
    _context, report = make_report(brand)
    blocks = report.sections.get(section_name="target").blocks
    items = [item for block in blocks for item in block.get("items", [])]
    assert [(item["text"]["ko"], item["fact_ids"]) for item in items] == [("남길 것: 먼저 알리세요.", ["brand.name"])]


def test_scores_open_to_formula_and_inputs(brand):
    _context, report = make_report(brand)
    area = report.scores["areas"]["market"]
    assert area["formula"]["ko"] == "100 × (평균 − 1) ÷ 4"
    assert {row["label"]["en"] for row in area["inputs"]} >= {
        "mean",
        "statements answered",
        "own view",
        "customers' view",
    }
    assert report.scores["overall"]["score"] == report.overall_score


def test_the_second_report_knows_the_change_since_the_first(brand):
    _context, first = make_report(brand)
    save_answers(user=brand.user, brand=brand, answers=same_answers(5))
    context, second = make_report(brand, current_diagnosis(user=brand.user, brand=brand))
    assert second.previous == first
    change = context.facts.get("score.overall.change")
    assert float(change.number) == round(second.overall_score - first.overall_score, 1)


def test_actions_are_ranked_and_rest_on_answers(brand):
    _context, report = make_report(brand)
    priorities = [row["impact"] * (6 - row["effort"]) * row["confidence"] for row in report.actions]
    assert priorities == sorted(priorities, reverse=True)
    assert all(row["fact_ids"][0].startswith("item.") and row["first_step"]["ko"] for row in report.actions)
    assert all(1 <= row[name] <= 5 for row in report.actions for name in ("impact", "effort", "confidence"))


def test_only_the_asked_chapter_is_written_anew(brand):
    _context, report = make_report(brand)
    before = {section.section_name: (section.blocks, section.updated_at) for section in report.sections.all()}
    save_answers(user=brand.user, brand=brand, answers={"brand.name": 5})
    regenerate_section(user=brand.user, report=report, section_name="brand")
    after = {section.section_name: (section.blocks, section.updated_at) for section in report.sections.all()}
    assert {name for name in after if after[name] != before[name]} == {"brand"}
    assert Event.objects.filter(name="report.section_written").count() == 1


def test_a_new_brand_with_few_answers_gets_a_report_that_says_so():
    brand = BrandFactory(keywords=[], target="", slogan="")
    save_answers(user=brand.user, brand=brand, answers={"market.size": 3})
    _context, report = make_report(brand, current_diagnosis(user=brand.user, brand=brand))
    assert report.overall_score is None
    texts = str([section.blocks for section in report.sections.all()])
    assert "Not enough data for a score" in texts


# ── an outside engine that lies ──
def test_no_invented_number_of_an_engine_reaches_the_report(brand):
    facts = FactSheet([Fact("kpi.followers", "팔로워", "followers", 55725)])
    lies = [
        {"ko": "시장은 3조 원입니다.", "en": "The market is worth KRW 3 trillion.", "fact_ids": ["kpi.followers"]},
        {"ko": "팔로워는 55,725명입니다.", "en": "It has 60,000 followers.", "fact_ids": []},
        {"ko": "업계 1위입니다.", "en": "It is the market leader.", "fact_ids": []},
        {"ko": "팔로워는 55,725명입니다.", "en": "It has 55,725 followers.", "fact_ids": ["made.up"]},
    ]
    kept, dropped = supported(ChapterText.model_validate({"sentences": lies}).sentences, facts)
    assert dropped == 3
    assert [(one.text.ko, one.fact_ids) for one in kept] == [("팔로워는 55,725명입니다.", ("kpi.followers",))]


# ── rounds, links, pages ──
def test_a_new_round_keeps_the_data_and_drops_the_answers(brand):
    diagnosis = answered_diagnosis(brand)
    diagnosis.data = {"market": {"regions": "서울"}}
    diagnosis.save()
    anew = begin_anew(user=brand.user, brand=brand)
    assert (anew.pk != diagnosis.pk, anew.data, anew.respondents.count()) == (True, {"market": {"regions": "서울"}}, 0)


def test_somebody_with_a_link_answers_without_an_account(client, brand):
    person, url = invite_respondent(user=brand.user, brand=brand, kind="customer", name="한빛유통")
    path = "/" + url.split("/", 3)[3]
    html = client.get(path).content.decode()
    assert brand.brand_name in html
    assert "따솜" not in html
    assert (
        client.post(
            path, {"q-market.size": "4", "q-market.needs": "na", "q-no.such": "5", "q-brand.name": "9"}
        ).status_code
        == 200
    )
    answers = dict(DiagnosisAnswer.objects.filter(respondent=person).values_list("question_id", "value"))
    assert answers == {"market.size": 4, "market.needs": None}
    assert Respondent.objects.get().finished_at is not None
    assert Notification.objects.filter(user=brand.user, event__name="diagnosis.answered").count() == 1
    begin_anew(user=brand.user, brand=brand)
    assert client.get(path).status_code == 404


def test_guessed_links_are_slowed_down(client, brand):
    statuses = {client.get(f"/diagnosis/answer/guess{number}/").status_code for number in range(32)}
    assert statuses == {404, 429}


def test_an_area_is_filled_in_on_its_page(client, brand):
    client.force_login(brand.user)
    path = f"/brands/{brand.pk}/diagnosis/step/manufacturing/"
    answer = client.post(path, {"q-manufacturing.quality": "5", "lead_time": "14", "processes": "사출", "next": "1"})
    assert answer["Location"] == f"/brands/{brand.pk}/diagnosis/step/brand/"
    diagnosis = Diagnosis.objects.get()
    assert diagnosis.data["manufacturing"]["lead_time"] == 14
    wrong = client.post(path, {"lead_time": "곧", "processes": "조립"})
    assert wrong.status_code == 422
    html = wrong.content.decode()
    assert 'aria-invalid="true"' in html
    assert "조립" in html
    saved = client.post(path, {"q-manufacturing.cost": "2"}, headers={"hx-request": "true"})
    assert saved.status_code == 204
    assert DiagnosisAnswer.objects.count() == 2


def test_the_diagnosis_page_shows_where_it_stands(client, brand, django_assert_max_num_queries):
    client.force_login(brand.user)
    assert client.get(f"/brands/{brand.pk}/diagnosis/").status_code == 200
    answered_diagnosis(brand, customers=2)
    with django_assert_max_num_queries(20):
        html = client.get(f"/brands/{brand.pk}/diagnosis/").content.decode()
    assert "58.3" in html  # 75 by the owner, 50 by each of two customers
    client.post(f"/brands/{brand.pk}/diagnosis/report/")
    run_queued_jobs()
    assert Report.objects.count() == 1


def test_blocks_of_chapters_are_those_of_the_content_module(brand):
    context, report = make_report(brand)
    assert context.scores.respondents == 3
    kinds = {block["type"] for section in report.sections.all() for block in section.blocks}
    assert kinds == {"paragraph", "list", "table", "chart"}

"""The built-in analyst: other answers for other brands, none without data, no figure but the brand's own."""

from dataclasses import replace
from decimal import Decimal

import pytest

from artnex.ai.facts import RATIO, Fact, FactSheet
from artnex.ai.grounding import ground
from insights.engine.analyst import Asked, analyse, sheet_with_rules
from insights.engine.brand_snapshot import (
    BrandSnapshot,
    CompetitorFacts,
    ContentFacts,
    KpiFacts,
    PersonaFacts,
    ProductFacts,
)
from insights.engine.insight_answer import InsightAnswer, Positioning
from insights.engine.insight_result import finish
from insights.engine.questions import focus_of, language_of_question
from insights.engine.trade_knowledge import rules, topics_in

ONDAM = BrandSnapshot(
    id=7,
    name="온담",
    category="생활가전",
    target="자취를 시작한 20–30대",
    keywords=("온열", "저소음"),
    palette=("#B5482A", "#FFFBF6"),
    personas=(PersonaFacts(1, "민지 씨", "20대 중반", "여성", "작은 가전", "전기 요금과 소음이 걱정됩니다."),),
    competitors=(
        CompetitorFacts(
            3,
            "따숨",
            "영상 후기가 많음",
            "수리 접수가 늦음",
            Decimal(22),
            {"engagement_rate": Decimal("0.031"), "followers": Decimal(54_000)},
        ),
    ),
    products=(ProductFacts(5, "미니 온풍기"),),
    kpis=(
        KpiFacts("followers", "팔로워", "Followers", Decimal(55_725), "up", 0.0746),
        KpiFacts("engagement_rate", "참여율", "Engagement rate", Decimal("0.0502")),
    ),
    contents=(ContentFacts(9, "youtube", 120_345),),
)
BEARING = BrandSnapshot(
    id=8,
    name="새결 베어링",
    category="기계부품",
    target="설비 보전 담당자",
    keywords=("정밀", "국산"),
    personas=(PersonaFacts(2, "한 과장", "30대 후반", "남성", "도면을 봄", "납기가 깁니다."),),
    competitors=(CompetitorFacts(4, "동해롤링", "대리점망", "소량 주문에 느린 대응"),),
    products=(ProductFacts(6, "볼베어링 6204"),),
)
DAY = "2026-11-28"


def sheet_of(brand):
    """The sheet of a brand as brands/queries/fact_sheet.py makes it of rows."""
    texts = {f"brand.{name}": getattr(brand, name) for name in ("name", "category", "target")}
    texts |= {"brand.keywords": ", ".join(brand.keywords)}
    texts |= {f"brand.palette.{number}": colour for number, colour in enumerate(brand.palette, 1)}
    for one in brand.personas:
        start = f"persona.{one.id}"
        texts |= {start: one.name, f"{start}.age_range": one.age, f"{start}.pain_points": one.pain_points}
    for one in brand.competitors:
        start = f"competitor.{one.id}"
        texts |= {start: one.name, f"{start}.strengths": one.strengths, f"{start}.weaknesses": one.weaknesses}
    texts |= {f"product.{one.id}": one.name for one in brand.products}
    facts = [Fact(key, key, key, text, source=key.split(".")[0]) for key, text in texts.items() if text]
    return FactSheet([*facts, *(FIGURES if brand.kpis else ())])


FIGURES = [
    Fact("competitor.3.share", "따숨 시장 점유율(직접 입력)", "share", 22, "%", DAY, "competitor"),
    Fact("competitor.3.engagement_rate", "따숨 참여율", "engagement", Decimal("0.031"), RATIO, DAY, "competitor"),
    Fact("competitor.3.followers", "따숨 팔로워", "followers", 54_000, "", DAY, "competitor"),
    Fact("kpi.followers", "팔로워", "followers", 55_725, "", DAY, "kpi"),
    Fact("kpi.engagement_rate", "참여율", "engagement", Decimal("0.0502"), RATIO, DAY, "kpi"),
    Fact("trend.growth", "30일 팔로워 증가율", "growth", 0.0746, RATIO, DAY, "kpi"),
    Fact("trend.window", "추세를 보는 기간", "period", "30일 / 30 days", source="method"),
    Fact("content.9.title", "추적 콘텐츠", "tracked content", "원룸 겨울나기 7일", "", DAY, "content"),
    Fact("content.9.views", "조회 수", "views", 120_345, "", DAY, "content"),
]
QUESTIONS = [
    "20대 여성을 위한 겨울 제품 아이디어",
    "경쟁사보다 앞설 기회",
    "Which visual ideas fit our brand?",
    "How can we grow?",
]


def result(brand, question, **more):
    asked = Asked(question, language_of_question(question, "ko"), **more)
    sheet = sheet_with_rules(sheet_of(brand), brand, asked)
    return finish(analyse(brand, asked, sheet), sheet, language=asked.language)


def titles(found):
    return {card.title for card in found.cards}


@pytest.mark.parametrize("brand", [ONDAM, BEARING], ids=lambda brand: brand.name)
@pytest.mark.parametrize("question", QUESTIONS)
def test_every_sentence_is_supported_and_every_card_has_grounds(brand, question):
    found = result(brand, question)
    assert found.unsupported == 0
    assert found.cards
    assert all(card.evidence and card.confidence_why and 0 < card.confidence <= 1 for card in found.cards)


def test_different_brands_get_different_answers():
    first, second = (result(brand, "제품 아이디어와 기회") for brand in (ONDAM, BEARING))
    assert not titles(first) & titles(second) - {""}
    assert first.data["summary"] != second.data["summary"]
    assert {row["term"] for row in first.data["keywords"]}.isdisjoint(row["term"] for row in second.data["keywords"])


def test_the_question_steers_kinds_and_topics():
    ideas, rivals = result(ONDAM, "겨울 선물 제품 아이디어"), result(ONDAM, "따숨과 경쟁해서 성장할 기회")
    assert len(ideas.data["product_ideas"]) > len(rivals.data["product_ideas"])
    assert len(rivals.data["opportunities"]) > len(ideas.data["opportunities"])
    assert any("rule:topic.gift" in fact["id"] for card in ideas.cards for fact in card.evidence)
    assert "수리 접수가 늦음" in rivals.data["opportunities"][0]["title"]
    assert focus_of("Who are the right creators?") == ("influencers",)
    assert [rule.id for rule in topics_in("our competitors")] == []


def test_the_language_of_the_question_is_that_of_the_answer():
    assert "start with" in result(ONDAM, "Which opportunities do we have?").data["summary"]
    assert "권합니다" in result(ONDAM, "기회는?").data["summary"]


def test_an_empty_brand_gets_questions_and_nothing_else():
    found = result(BrandSnapshot(id=1, name="새 이름", category="식품"), "아이디어를 알려 주세요")
    assert found.cards == []
    assert found.data["keywords"] == found.data["market_data"] == []
    assert len(found.data["questions"]) >= 6


def test_without_a_market_figure_of_ones_own_there_is_none_but_a_question():
    found = result(BEARING, "시장 규모와 점유율은?")
    assert found.data["market_data"] == []
    assert any("출처" in question for question in found.data["questions"])
    share = result(ONDAM, "시장 점유율은?").data["market_data"][0]
    assert (share["value"], share["unit"]) == (22.0, "%")
    assert "직접 입력" in share["source"]


def test_what_was_given_is_not_given_again():
    first = result(ONDAM, "제품 아이디어")
    again = result(ONDAM, "더 알려 주세요", before=("제품 아이디어",), given=frozenset(titles(first)))
    assert not titles(first) & titles(again) - {""}


def test_confidence_grows_with_own_data_and_says_so():
    found = {card.title: card for card in result(ONDAM, "경쟁 기회").cards}
    figure = next(card for title, card in found.items() if "참여율" in title)
    assert "측정값" in figure.confidence_why
    assert figure.confidence > min(card.confidence for card in found.values())


def test_no_rule_makes_a_claim():
    for rule in rules():
        for text in (rule.title_ko, rule.text_ko, rule.title_en, rule.text_en):
            assert ground(text.replace(";", " "), FactSheet()).unsupported_count == 0, (rule.id, text)


def test_lies_of_an_engine_are_marked_and_false_evidence_is_left_out():
    asked = Asked("기회는?")
    sheet = sheet_with_rules(sheet_of(ONDAM), ONDAM, asked)
    lie = analyse(ONDAM, asked, sheet).model_dump()
    lie["summary"] = "시장 규모는 3조 원입니다."
    lie["opportunities"] = [{"title": "업계 1위", "description": "점유율은 35%입니다.", "evidence": ["kpi.invented"]}]
    lie["market_data"] = [{"statement": "따숨의 점유율은 41%입니다.", "fact_id": "competitor.3.share"}]
    lie["keywords"] = [{"term": "ISO 9001", "cluster": "인증"}]
    found = finish(InsightAnswer.model_validate(lie), sheet, language="ko")
    card = found.data["opportunities"][0]
    assert found.data["summary"].endswith("(근거 없음)")
    assert (card["title"].endswith("(근거 없음)"), card["description"].endswith("(근거 없음)")) == (True, True)
    assert card["evidence"] == []
    assert card["confidence"] == 0.1
    assert found.data["market_data"] == found.data["keywords"] == []
    assert found.unsupported == 5


def test_positioning_needs_a_target():
    brand = replace(ONDAM, target="")
    assert result(brand, "포지셔닝은?").data["positioning"] == ""
    assert analyse(brand, Asked("포지셔닝"), sheet_of(brand)).positioning == Positioning(text="", evidence=[])

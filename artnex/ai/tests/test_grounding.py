"""Nothing invented passes, and what is true is left alone."""

from decimal import Decimal

import pytest

from artnex.ai.grounding import Fact, FactSheet, Verdict, ground, ground_all

SHEET = FactSheet(
    [
        Fact("kpi.followers", "팔로워", "followers", 55_725, as_of="2026-11-28", source="kpi"),
        Fact("kpi.engagement", "참여율", "engagement rate", Decimal("0.0502"), "ratio", "2026-11-28", "kpi"),
        Fact("kpi.revenue", "매출", "revenue", 155_510_000, "KRW", "2026-10-31", "kpi"),
        Fact("kpi.growth", "증가율", "growth", Decimal("0.23"), "ratio", "2026-11-28", "kpi"),
        Fact("competitor.1.share", "따솜 점유율", "share of Ttasom", 22, "%", "2026-11-01", "competitor"),
        Fact("competitors.count", "경쟁사 수", "number of competitors", 2),
        Fact("product.1.name", "제품", "product", "온열기 X-200"),
        Fact("product.1.rating", "정격", "rating", "220V, IP54"),
        Fact("persona.1.age", "페르소나 나이", "age of the persona", "20대 중반"),
        Fact("founded", "설립일", "founded", "1998-03-02"),
    ]
)

LIES_KO = [
    "시장 규모는 3조 원입니다.",
    "시장 규모는 3.2조원에 이릅니다.",
    "점유율은 35%입니다.",
    "점유율은 35퍼센트입니다.",
    "만족도는 98프로입니다.",
    "매출이 두 배 늘었습니다.",
    "매출이 3배로 뛰었습니다.",
    "고객의 절반이 재구매합니다.",
    "3분의 1이 추천합니다.",
    "업계 1위입니다.",
    "국내 최초 제품입니다.",
    "세계 최고의 품질입니다.",
    "유일한 선택입니다.",
    "팔로워는 6만 명입니다.",
    "팔로워는 12만 3천 명입니다.",
    "수백만 명이 씁니다.",
    "수십 개국에 수출합니다.",
    "2019년에 설립했습니다.",
    "2025-01-15에 출시했습니다.",
    "ISO 9001 인증을 받았습니다.",
    "IP67 방수입니다.",
    "KC 인증 제품입니다.",
    "HACCP 인증 공장입니다.",
    "특허받은 기술입니다.",
    "무독성 소재입니다.",
    "99.9% 항균입니다.",
    "탄소중립 제품입니다.",
    "별점 4.8을 받았습니다.",
    "오십 퍼센트 할인합니다.",
    "삼천만 원을 투자했습니다.",
    "２０２０년부터 ３０개국에 팝니다.",
    "경쟁사는 세 곳입니다.",
    "참여율은 7.5%입니다.",
    "매출은 2억 원입니다.",
    "X-300 모델이 인기입니다.",
    "성장률은 연 15%p입니다.",
    "팔로워는 5만 5천 명입니다.",
    "₩12,000에 팝니다.",
    "30대가 가장 많이 삽니다.",
    "100\u200b만 개를 팔았습니다.",
    "약 7만 명이 봅니다.",
]
LIES_EN = [
    "The market is worth $3.2 billion.",
    "Sales doubled last year.",
    "Half of the customers come back.",
    "Two thirds recommend it.",
    "It is the market leader.",
    "We are No. 1 in Korea.",
    "We are number one.",
    "It is the best choice.",
    "The only maker in Asia.",
    "Rated 4.8 stars.",
    "ISO 9001 certified.",
    "IP67 waterproof.",
    "An award-winning design.",
    "Clinically proven.",
    "Non-toxic and eco-friendly.",
    "Thousands of users love it.",
    "35 percent of buyers agree.",
    "It has 60,000 followers.",
    "Three competitors are active.",
    "Revenue grew threefold.",
    "Founded in 2010.",
    "It reaches 1.2m people.",
    "A 40% discount applies.",
    "Growth was 15 percentage points.",
    "Engagement is 7%.",
    "We export to thirty countries.",
    "The majority prefers it.",
    "A quarter of sales is online.",
    "1/3 of users return.",
    "Revenue was KRW 200 million.",
]
TRUTHS = [
    "팔로워는 55,725명입니다.",
    "팔로워는 약 5만 6천 명입니다.",
    "팔로워는 5.6만 명입니다.",
    "참여율은 5.02%입니다.",
    "참여율은 5%입니다.",
    "매출은 155,510,000원입니다.",
    "매출은 1억 5,551만 원입니다.",
    "매출은 1억 6천만 원입니다.",
    "매출은 1.6억 원입니다.",
    "90일 동안 팔로워가 23% 늘었습니다.".replace("90일 동안 ", ""),
    "따솜의 점유율은 22%입니다.",
    "경쟁사는 2곳입니다.",
    "경쟁사는 두 곳입니다.",
    "온열기 X-200은 220V, IP54입니다.",
    "페르소나는 20대 중반입니다.",
    "1998년에 설립했습니다.",
    "설립일은 1998-03-02입니다.",
    "2026년 11월 기준입니다.",
    "Followers stand at 55,725.",
    "It has about 56,000 followers.",
    "Engagement is 5.0%.",
    "There are two competitors.",
    "Founded in 1998.",
    "Revenue was KRW 155,510,000.",
    "Revenue was about KRW 156 million.",
    "Ttasom holds 22 percent.",
]
PLAIN = [
    "조용한 가전을 찾는 사람이 늘고 있습니다.",
    "이것만 기억하면 됩니다.",
    "제품을 직접 보여 주는 영상을 올려 보세요.",
    "1. 먼저 목록을 만드세요.",
    "B2B 고객에게 먼저 알리세요.",
    "일반 소비자와 기업 고객을 나누어 보세요.",
    "첫 화면에 제품 사진을 두세요.",
    "Show the product first.",
    "One thing stands out: the tone.",
    "Write to the people who buy for a factory.",
    "천연 소재의 질감을 보여 주세요.",
    "이 일은 조직 전체가 함께 합니다.",
    "최고경영자에게 보고하세요.",
]


@pytest.mark.parametrize("sentence", LIES_KO + LIES_EN)
def test_an_invented_claim_does_not_pass(sentence):
    checked = ground(sentence, SHEET)
    assert checked.kept() == ""
    assert checked.sentences[0].problems
    assert checked.sentences[0].verdict == Verdict.UNSUPPORTED


@pytest.mark.parametrize("sentence", TRUTHS)
def test_what_the_facts_say_passes_with_its_facts(sentence):
    checked = ground(sentence, SHEET)
    assert checked.kept() == sentence, checked.sentences[0].problems
    assert checked.sentences[0].fact_ids


@pytest.mark.parametrize("sentence", PLAIN)
def test_sentences_without_claims_pass(sentence):
    checked = ground(sentence, SHEET)
    assert checked.kept() == sentence, checked.sentences[0].problems


def test_an_assumption_stands_as_one():
    checked = ground("전환율을 3%로 가정하면 문의가 늘어납니다. 전환율은 3%입니다.", SHEET)
    assert [sentence.verdict for sentence in checked.sentences] == [Verdict.ASSUMPTION, Verdict.UNSUPPORTED]
    assert checked.kept() == "전환율을 3%로 가정하면 문의가 늘어납니다."


def test_a_conversation_marks_what_a_report_drops():
    checked = ground("We lead with 40% share. Followers stand at 55,725.", SHEET, language="en")
    assert checked.marked() == "We lead with 40% share. (unsupported) Followers stand at 55,725."
    assert checked.unsupported_count == 1
    assert checked.fact_ids == ("kpi.followers",)


def test_evidence_lets_the_same_claim_pass():
    certified = FactSheet([*SHEET, Fact("product.1.cert", "인증", "certificate", "ISO 9001")])
    assert ground("ISO 9001 인증을 받은 공장입니다.", SHEET).kept() == ""
    assert ground("ISO 9001을 지킵니다.", certified).kept() != ""


def test_citations_are_taken_out_of_the_text_and_kept_as_facts():
    checked = ground("팔로워가 늘었습니다 [kpi.growth]. 없는 것은 그대로입니다 [nothing].", SHEET)
    assert checked.sentences[0].fact_ids == ("kpi.growth",)
    assert checked.kept() == "팔로워가 늘었습니다. 없는 것은 그대로입니다 [nothing]."


def test_structures_are_checked_text_by_text():
    made = {"title": "제안", "items": ["시장은 3조 원입니다.", {"text": "팔로워는 55,725명입니다."}], "confidence": 0.4}
    checked, unsupported = ground_all(made, SHEET)
    assert checked == {"title": "제안", "items": ["", {"text": "팔로워는 55,725명입니다."}], "confidence": 0.4}
    assert unsupported == 1


def test_a_sheet_is_stored_and_read_back():
    assert [fact.id for fact in FactSheet.from_json(SHEET.as_json())] == [fact.id for fact in SHEET]
    assert "[kpi.followers] 팔로워: 55,725 (2026-11-28)" in SHEET.as_prompt("ko")
    assert SHEET.quote("kpi.engagement", "ko") == "5.02%"
    assert SHEET.quote("kpi.revenue", "en") == "KRW 155,510,000"


def test_an_empty_sheet_supports_nothing():
    assert ground("매출은 10억 원입니다.", FactSheet()).kept() == ""

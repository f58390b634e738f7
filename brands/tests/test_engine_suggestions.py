"""The built-in proposals: made of what was typed, good Korean, no inventions."""

import re

import pytest

from brands.engine.suggestions import BrandStory, basis_of, propose, with_particle, without_inventions
from brands.engine.trades import TRADES, trade_of

STORY = BrandStory(
    name="한빛정밀",
    category="기계부품",
    target="중소 기계 회사 구매팀. 급한 소량 주문이 많다",
    keywords=("내구성", "소량 생산"),
    rival_weaknesses=("납기가 자주 늦음",),
)


@pytest.mark.parametrize(
    ("word", "pair", "expected"),
    [
        ("품질", ("을", "를"), "품질을"),
        ("내구성", ("으로", "로"), "내구성으로"),
        ("기술", ("으로", "로"), "기술로"),
        ("신뢰", ("과", "와"), "신뢰와"),
        ("한빛정밀", ("은", "는"), "한빛정밀은"),
        ("ArtNex", ("은", "는"), "ArtNex는"),
        ("Hanbit", ("을", "를"), "Hanbit을"),
        ("라인 7", ("으로", "로"), "라인 7로"),
        ("아트(주)", ("은", "는"), "아트(주)는"),
    ],
)
def test_particle_fits_the_last_sound(word, pair, expected):
    assert with_particle(word, *pair) == expected


@pytest.mark.parametrize("language", ["ko", "en"])
def test_no_trade_is_given_figures(language):
    for trade in TRADES:
        story = BrandStory(name="나래", category=trade.ko.name)
        for turn in range(3):
            made = propose(story, language=language, turn=turn)
            assert not re.search(r"\d", "".join((made.slogan, made.mission, made.vision, *made.keywords, made.voice)))
            assert "나래" in made.slogan


def test_own_words_come_first_and_contested_virtues_are_built_on():
    made = propose(STORY, language="ko")
    assert made.keywords[:2] == STORY.keywords
    assert "납기" in made.slogan
    assert "중소 기계 회사 구매팀" in made.mission
    assert basis_of(STORY) == ("brand_name", "category", "keywords", "target", "competitors")


def test_same_story_same_words_another_turn_others():
    assert propose(STORY, language="ko") == propose(STORY, language="ko")
    assert propose(STORY, language="ko").slogan != propose(STORY, language="ko", turn=1).slogan


@pytest.mark.parametrize(
    ("category", "name"),
    [
        ("정밀 감속기", "기계·부품"),
        ("Skincare", "화장품·뷰티"),
        ("수제 커피", "식품·음료"),
        ("quality parts", "기계·부품"),
        ("알 수 없음", "제조"),
    ],
)
def test_trade_is_recognised(category, name):
    assert trade_of(category).ko.name == name


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("오래 갑니다. 시장 점유율 35%입니다.", "오래 갑니다."),
        ("1998년부터 만듭니다.", "1998년부터 만듭니다."),
        ("업계 1위 브랜드입니다. 정직합니다.", "정직합니다."),
        ("국내 최초로 만들었습니다.", ""),
        ("We are the world's leading maker. We listen.", "We listen."),
    ],
)
def test_sentences_with_inventions_are_dropped(text, left):
    assert without_inventions(text, "한빛정밀은 1998년에 시작했다") == left

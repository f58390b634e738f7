"""What a question is after: which kinds of cards come first, and which words they should be about."""

import re
from collections.abc import Iterable

from insights.engine.insight_answer import CardKind

MARKS: dict[CardKind, tuple[str, ...]] = {
    "product_ideas": ("제품 아이디어", "아이디어", "신제품", "상품", "기획", "만들", "출시", "구성", "product", "idea", "launch"),
    "influencers": ("인플루언서", "크리에이터", "협업", "채널", "유튜버", "influencer", "creator", "collab"),
    "market_data": ("시장", "점유율", "규모", "경쟁", "데이터", "market", "share", "competit"),
    "positioning": ("포지셔닝", "차별", "메시지", "슬로건", "위치", "position", "differen", "message", "stand for"),
    "visual_ideas": ("비주얼", "이미지", "사진", "디자인", "색", "영상", "숏폼", "visual", "photo", "design", "colour", "video"),
    "opportunities": ("기회", "성장", "늘리", "매출", "전략", "방법", "어떻게", "opportunit", "grow", "strategy", "how", "sell"),
}  # fmt: skip
OF_TYPE: dict[str, tuple[CardKind, ...]] = {
    "market": ("market_data", "opportunities"),
    "keywords": ("opportunities",),
    "ideas": ("product_ideas", "visual_ideas"),
    "positioning": ("positioning", "opportunities"),
}
KEYWORD_MARKS = ("키워드", "검색어", "해시태그", "keyword", "hashtag", "search term")
WORD = re.compile(r"[가-힣]{2,}|[a-z][a-z-]{2,}")
COMMON = frozenset(
    [
        "아이디어",
        "알려",
        "주세요",
        "무엇",
        "어떤",
        "어떻게",
        "추천",
        "제안",
        "브랜드",
        "우리",
        "고객",
        "제품",
        "위한",
        "대한",
        "싶은",
        "있는",
        "하는",
        "하면",
        "좋을까요",
        "the",
        "and",
        "for",
        "our",
        "with",
        "what",
        "which",
        "how",
        "are",
        "can",
        "you",
        "this",
        "that",
        "brand",
        "idea",
        "ideas",
        "product",
        "customers",
        "does",
        "from",
        "have",
        "should",
    ]
)
HANGUL = re.compile(r"[가-힣]")
LATIN = re.compile(r"[A-Za-z]")


def language_of_question(question: str, default: str) -> str:
    """Korean when there is any Hangul, else English when there are Latin letters, else `default`."""
    if HANGUL.search(question):
        return "ko"
    return "en" if LATIN.search(question) else default


def focus_of(question: str, analysis_type: str = "") -> tuple[CardKind, ...]:
    """The kinds of cards asked for, by the chosen type first, then in the order the question names them."""
    lowered = question.lower()
    named: list[tuple[int, CardKind]] = []
    for kind, marks in MARKS.items():
        places = [lowered.find(mark) for mark in marks if mark in lowered]
        if places:
            named.append((min(places), kind))
    return tuple(dict.fromkeys((*OF_TYPE.get(analysis_type, ()), *(kind for _place, kind in sorted(named)))))


def asks_for_keywords(question: str, analysis_type: str = "") -> bool:
    return analysis_type == "keywords" or any(mark in question.lower() for mark in KEYWORD_MARKS)


def words_of(text: str) -> list[str]:
    """The words a question turns on."""
    return [word for word in dict.fromkeys(WORD.findall(text.lower())) if word not in COMMON]


def nearness(words: Iterable[str], text: str) -> int:
    """How many of the words occur in the text; of Korean words the beginning is enough, as endings change."""
    lowered = text.lower()
    return sum((word[:2] if HANGUL.search(word) else word) in lowered for word in words)

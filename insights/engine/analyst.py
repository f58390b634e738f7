"""The built-in analyst: answers a question about a brand from what is known of it, by rules that name themselves.

It never states a figure that is not on the fact sheet. A brand of which nothing is known gets questions, not platitudes.
Every card says by which rule and which facts it came, and how sure that makes it: the confidence is the share of the
things the rule would like to know that are known, between 0.3 and 0.9.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from artnex.ai.facts import Fact, FactSheet
from brands.engine.suggestions import with_particle
from brands.engine.trades import GENERAL, Trade, trade_of

Language = Literal["ko", "en"]
Kind = Literal[
    "opportunity", "product_idea", "keyword", "influencer", "market_data", "positioning", "visual_idea", "question"
]
LOW, HIGH = 0.3, 0.9
MOST_OF_A_KIND = 6
MARKET_WORDS = re.compile(r"시장|경쟁|점유|market|compet|share|rival", re.I)
IDEA_WORDS = re.compile(r"아이디어|제품|신제품|출시|idea|product|launch", re.I)
KEYWORD_WORDS = re.compile(r"키워드|해시태그|검색|keyword|hashtag|search", re.I)
POSITION_WORDS = re.compile(r"포지셔닝|차별|위치|position|differen|stand out", re.I)
PARTICLE = re.compile(r"(?<=[가-힣]{2})(?:에서|으로|[을를이가은는의에와과로도만])$")
QUESTION_WORD = re.compile(r"[가-힣]{2,}|[A-Za-z]{3,}")
STOP = {
    "위한",
    "대한",
    "어떤",
    "무엇",
    "어떻게",
    "우리",
    "브랜드",
    "아이디어",
    "제품",
    "시장",
    "고객",
    "추천",
    "분석",
    "해줘",
    "해주세요",
    "알려줘",
    "있는",
    "하는",
    "좋은",
    "the",
    "and",
    "for",
    "our",
    "with",
    "what",
    "which",
    "how",
    "brand",
    "ideas",
    "idea",
    "product",
    "market",
    "customers",
    "should",
    "could",
    "new",
}
# One line of what usually works in a channel; no figures. Cited as "rule:channel.<name>".
CHANNELS: dict[str, tuple[str, str, str, str]] = {
    "b2b": (
        "naver_blog",
        "현장 적용 사례를 쓰는 기술 블로거",
        "technical bloggers who write about use on site",
        "nano",
    ),
    "home": ("youtube", "사용 장면을 길게 보여 주는 생활 리뷰어", "lifestyle reviewers who show long use", "micro"),
    "beauty": (
        "instagram",
        "성분과 사용감을 설명하는 뷰티 리뷰어",
        "beauty reviewers who explain ingredients",
        "micro",
    ),
    "food": ("youtube", "조리 과정을 보여 주는 요리 채널", "cooking channels that show the making", "micro"),
    "general": ("instagram", "제품을 실제로 쓰는 작은 계정", "small accounts that really use the product", "nano"),
}
B2B_WORDS = re.compile(r"기계|부품|베어링|금속|화학|자동차|전자|산업|machin|bearing|industr|chem|metal", re.I)
FOOD_WORDS = re.compile(r"식품|음료|요리|주방|food|drink|kitchen", re.I)
BEAUTY_WORDS = re.compile(r"뷰티|화장품|스킨|beauty|cosmetic|skin", re.I)
HOME_WORDS = re.compile(r"가전|가구|생활|인테리어|furniture|applianc|home|living", re.I)


@dataclass(frozen=True)
class Rival:
    name: str
    strengths: str = ""
    weaknesses: str = ""
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Person:
    name: str
    age: str = ""
    wants: str = ""
    pains: str = ""
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class TrackedItem:
    """Content about the brand's keywords that did well."""

    title: str
    platform: str
    channel: str = ""
    fact_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class Snapshot:
    """All the analyst looks at, as plain values. `trend` is the verdict on followers: up, down, no_clear_trend …"""

    name: str
    category: str
    facts: FactSheet
    slogan: str = ""
    mission: str = ""
    target: str = ""
    voice: str = ""
    keywords: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    rivals: tuple[Rival, ...] = ()
    people: tuple[Person, ...] = ()
    trend: str = "not_enough_data"
    tracked: tuple[TrackedItem, ...] = ()

    @property
    def trade(self) -> Trade:
        return trade_of(self.category, " ".join(self.keywords), " ".join(self.products))


@dataclass(frozen=True)
class Card:
    """One finding. `rule` says how it was found, `fact_ids` from what; `details` holds what its kind has besides."""

    kind: Kind
    title: str
    text: str
    rule: str
    fact_ids: tuple[str, ...] = ()
    confidence: float = LOW
    details: dict[str, str] = field(default_factory=dict)


def analyse(brand: Snapshot, question: str, *, analysis_type: str = "", language: Language = "ko") -> list[Card]:
    """The cards for this question, the most fitting kinds first."""
    asked = _words_of(question)
    cards = [
        *_opportunities(brand, asked, language),
        *_product_ideas(brand, asked, language),
        *_positioning(brand, language),
        *_keywords(brand, asked, language),
        *_influencers(brand, language),
        *_market_data(brand, language),
        *_visual_ideas(brand, language),
        *_questions(brand, language),
    ]
    return _ordered(cards, question, analysis_type)


def _ordered(cards: Sequence[Card], question: str, analysis_type: str) -> list[Card]:
    """What was asked for first; within a kind the surest first."""
    first: list[Kind] = []
    if analysis_type == "market" or MARKET_WORDS.search(question):
        first += ["market_data", "opportunity"]
    if analysis_type == "ideas" or IDEA_WORDS.search(question):
        first += ["product_idea", "visual_idea"]
    if analysis_type == "keywords" or KEYWORD_WORDS.search(question):
        first += ["keyword"]
    if analysis_type == "positioning" or POSITION_WORDS.search(question):
        first += ["positioning"]
    rank = {kind: place for place, kind in enumerate(dict.fromkeys(first))}
    ordered = sorted(cards, key=lambda card: (rank.get(card.kind, len(rank)), card.kind == "question"))
    counts: dict[str, int] = {}
    kept = []
    for card in ordered:
        counts[card.kind] = counts.get(card.kind, 0) + 1
        if counts[card.kind] <= (12 if card.kind == "keyword" else MOST_OF_A_KIND):
            kept.append(card)
    return kept


def _words_of(question: str) -> tuple[str, ...]:
    words = [PARTICLE.sub("", word) for word in QUESTION_WORD.findall(question) if word.lower() not in STOP]
    return tuple(dict.fromkeys(words))[:8]


def confidence(*known: object) -> float:
    """Higher the more of what a rule looks at is there."""
    return round(LOW + (HIGH - LOW) * sum(bool(one) for one in known) / max(len(known), 1), 2)


def _first(text: str) -> str:
    """The first sentence or clause, without its end mark."""
    return re.split(r"[.!?\n;]", text.strip(), maxsplit=1)[0].strip()


# ── opportunities ──────────────────────────────────────────────────────────────────────────────────
def _opportunities(brand: Snapshot, asked: Sequence[str], language: Language) -> Iterator[Card]:
    words = brand.trade.words(language)
    topic = ", ".join(asked[:3])
    for rival in brand.rivals:
        if rival.weaknesses:
            yield _against(brand, rival, topic, language)
    for person in brand.people:
        if person.pains:
            yield _for_pain(brand, person, words.virtues[0], language)
    if brand.trend == "down":
        ids = tuple(f for f in ("kpi.followers", "trend.growth") if f in brand.facts)
        title = "줄어드는 관심 되돌리기" if language == "ko" else "Win back attention"
        text = (
            f"팔로워가 뚜렷하게 줄고 있습니다. {brand.name}의 최근 게시물 가운데 반응이 좋았던 주제를 골라 다시 다루는 일부터 시작하세요."
            if language == "ko"
            else f"Followers are clearly falling. Start by taking up again the topics of {brand.name} that were received well."
        )
        yield Card("opportunity", title, text, "rule:trend.down", ids, confidence(True, ids))
    if brand.trend == "up":
        ids = tuple(f for f in ("kpi.followers", "trend.growth") if f in brand.facts)
        title = "자라는 관심을 제품으로 잇기" if language == "ko" else "Turn growing attention into demand"
        text = (
            f"팔로워가 뚜렷하게 늘고 있습니다. 새로 온 사람이 바로 볼 수 있게 {brand.name}의 대표 제품과 문의 방법을 첫 화면에 두세요."
            if language == "ko"
            else f"Followers are clearly growing. Put the main product of {brand.name} and a way to ask on the first screen."
        )
        yield Card("opportunity", title, text, "rule:trend.up", ids, confidence(True, ids))
    for item in brand.tracked[:2]:
        title = (
            f"반응을 얻은 주제: {item.title[:60]}" if language == "ko" else f"A topic that worked: {item.title[:60]}"
        )
        text = (
            f"추적한 콘텐츠에서 이 주제가 눈에 띄게 반응을 얻었습니다. {brand.name}의 시각으로 같은 질문에 답해 보세요."
            if language == "ko"
            else f"Among tracked content this topic stood out. Answer the same question from the point of view of {brand.name}."
        )
        yield Card("opportunity", title, text, "rule:tracked.rising", item.fact_ids, confidence(True, item.channel))


def _against(brand: Snapshot, rival: Rival, topic: str, language: Language) -> Card:
    weak = _first(rival.weaknesses)
    if language == "ko":
        title = f"{rival.name}의 빈틈: {weak}"
        about = f"“{topic}” 질문과 이어 보면, " if topic else ""
        text = (
            f"{about}{rival.name}의 약점은 “{weak}”입니다. {with_particle(brand.name, '이', '가')} 이 점에서 무엇이 다른지 "
            "증거(사진, 시험 결과, 고객의 말)와 함께 보여 주세요."
        )
    else:
        title = f"The gap of {rival.name}: {weak}"
        about = f"With “{topic}” in mind: " if topic else ""
        text = (
            f"{about}the weakness of {rival.name} is “{weak}”. Show with evidence (pictures, test results, customers' "
            f"words) how {brand.name} differs there."
        )
    sure = confidence(rival.weaknesses, rival.strengths, brand.products, brand.keywords)
    return Card("opportunity", title, text, "rule:rival.weakness", rival.fact_ids, sure)


def _for_pain(brand: Snapshot, person: Person, virtue: str, language: Language) -> Card:
    pain = _first(person.pains)
    if language == "ko":
        title = f"{person.name}: “{pain}”"
        text = (
            f"{with_particle(person.name, '이', '가')} 겪는 불편은 “{pain}”입니다. {brand.name}에서 {virtue} 쪽 강점이 이 불편을 "
            "어떻게 덜어 주는지 한 문장으로 정하고, 모든 채널에서 같은 말로 시작하세요."
        )
    else:
        title = f"{person.name}: “{pain}”"
        text = (
            f"What bothers {person.name} is “{pain}”. Say in one sentence how {brand.name} eases it, with its "
            f"{virtue}, and begin with that sentence in every channel."
        )
    sure = confidence(person.pains, person.wants, person.age, brand.products)
    return Card("opportunity", title, text, "rule:persona.pain", person.fact_ids, sure)


# ── product ideas ──────────────────────────────────────────────────────────────────────────────────
def _product_ideas(brand: Snapshot, asked: Sequence[str], language: Language) -> Iterator[Card]:
    words = brand.trade.words(language)
    base = brand.products[0] if brand.products else (brand.category or words.name)
    who = [(person.name, _first(person.pains or person.wants), person.fact_ids) for person in brand.people] or [
        (_first(brand.target), "", ("brand.target",) if brand.target else ())
    ]
    ids = _ids(brand, "product.", 1)
    for place, (name, need, fact_ids) in enumerate(who[:3]):
        if not name:
            continue
        virtue = words.virtues[place % len(words.virtues)]
        term = (
            asked[place % len(asked)]
            if asked
            else (brand.keywords[place % len(brand.keywords)] if brand.keywords else virtue)
        )
        if language == "ko":
            title = f"{name}을 위한 {term} {base}" if _closed(name) else f"{name}를 위한 {term} {base}"
            text = f"{base}에서 출발해 {term}에 맞춘 구성입니다." + (f" “{need}” 문제를 먼저 다룹니다." if need else "")
            value = f"{words.gift}. {virtue}을(를) 앞세웁니다." if not need else f"“{need}”에 바로 답하는 {virtue}."
        else:
            title = f"{term.capitalize()} {base} for {name}"
            text = f"Starts from {base} and fits it to {term}." + (f" It deals with “{need}” first." if need else "")
            value = (
                f"{words.gift}, with {virtue} first." if not need else f"{virtue.capitalize()} that answers “{need}”."
            )
        sure = confidence(brand.products, need, asked, brand.keywords)
        details = {"target_segment": name, "unique_value": value.replace("을(를)", _object_particle(virtue))}
        yield Card("product_idea", title, text, "rule:idea.need-and-base", (*fact_ids, *ids), sure, details)


def _closed(word: str) -> bool:
    return with_particle(word, "은", "는").endswith("은")


def _object_particle(word: str) -> str:
    return with_particle(word, "을", "를").removeprefix(word)


# ── positioning, keywords, influencers ─────────────────────────────────────────────────────────────
def _positioning(brand: Snapshot, language: Language) -> Iterator[Card]:
    if not (brand.target or brand.people or brand.rivals):
        return
    words = brand.trade.words(language)
    who = _first(brand.target) or (brand.people[0].name if brand.people else "")
    rival = brand.rivals[0] if brand.rivals else None
    virtue = brand.keywords[0] if brand.keywords else words.virtues[0]
    if language == "ko":
        versus = f" {with_particle(rival.name, '과', '와')} 달리" if rival else ""
        text = f"{who or '고객'}에게{versus} {virtue}에서 먼저 떠오르는 {brand.category} 브랜드. {_reason(rival, language)}".strip()
        title = f"{virtue} 중심의 자리"
    else:
        versus = f", unlike {rival.name}," if rival else ""
        text = f"For {who or 'its customers'}{versus} the {brand.category} brand one thinks of for {virtue}. {_reason(rival, language)}".strip()
        title = f"A place built on {virtue}"
    ids = (*_ids(brand, "brand.target", 1), *_ids(brand, "brand.keywords", 1), *(rival.fact_ids if rival else ()))
    yield Card(
        "positioning", title, text, "rule:position.who-versus-virtue", ids, confidence(who, rival, brand.keywords)
    )


def _reason(rival: Rival | None, language: Language) -> str:
    if rival is None or not rival.strengths:
        return ""
    strong = _first(rival.strengths)
    if language == "ko":
        return f"{rival.name}의 강점인 “{strong}”과 같은 말로 겨루지 않습니다."
    return f"It does not compete with “{strong}”, the strength of {rival.name}, in the same words."


def _keywords(brand: Snapshot, asked: Sequence[str], language: Language) -> Iterator[Card]:
    words = brand.trade.words(language)
    groups = (
        ("question", asked, (), "질문", "question"),
        ("brand", brand.keywords, ("brand.keywords",), "브랜드", "brand"),
        ("product", brand.products[:3], tuple(_ids(brand, "product.", 1)), "제품", "product"),
        ("trade", words.keywords if brand.trade is not GENERAL else (), (), words.name, words.name),
    )
    seen: set[str] = set()
    for name, terms, ids, korean, english in groups:
        for term in terms:
            if term.lower() not in seen:
                seen.add(term.lower())
                cluster = korean if language == "ko" else english
                yield Card(
                    "keyword",
                    term,
                    "",
                    f"rule:keyword.{name}",
                    tuple(ids),
                    confidence(ids, name != "trade"),
                    {"cluster": cluster},
                )


def _influencers(brand: Snapshot, language: Language) -> Iterator[Card]:
    text = f"{brand.category} {' '.join(brand.keywords)}"
    kinds = [
        name
        for name, pattern in (("b2b", B2B_WORDS), ("food", FOOD_WORDS), ("beauty", BEAUTY_WORDS), ("home", HOME_WORDS))
        if pattern.search(text)
    ] or ["general"]
    for name in kinds[:2]:
        platform, korean, english, tier = CHANNELS[name]
        who = brand.people[0].name if brand.people else _first(brand.target)
        if language == "ko":
            why = (
                f"{who}에게 닿는 채널이라 먼저 살펴볼 만합니다."
                if who
                else f"{brand.category}에서 먼저 살펴볼 만한 유형입니다."
            )
        else:
            why = f"It reaches {who}." if who else f"A type worth looking at first in {brand.category}."
        profile = korean if language == "ko" else english
        details = {"platform": platform, "follower_range": tier, "why": why}
        ids = tuple(_ids(brand, "persona.", 1) or _ids(brand, "brand.category", 1))
        yield Card(
            "influencer", profile, why, f"rule:channel.{name}", ids, confidence(brand.people, brand.target), details
        )


# ── figures, pictures, questions ───────────────────────────────────────────────────────────────────
def _market_data(brand: Snapshot, language: Language) -> Iterator[Card]:
    """Only what the user's own figures say."""
    for fact in brand.facts:
        if fact.number is None or fact.source not in ("kpi", "competitor", "tracking") or fact.id.endswith(".points"):
            continue
        if fact.id == "competitors.count" and not fact.number:
            continue
        yield figure_card(fact, language)


def figure_card(fact: Fact, language: Language) -> Card:
    """A figure of the user's own, with its day and source."""
    quoted = fact.quoted(language)
    if language == "ko":
        day = f"({fact.as_of} 기준)" if fact.as_of else ""
        text = f"{fact.label_ko}: {quoted}{day}"
    else:
        day = f" (as of {fact.as_of})" if fact.as_of else ""
        text = f"{fact.label_en}: {quoted}{day}"
    details = {"value": str(fact.number), "unit": fact.unit, "source": fact.source}
    return Card("market_data", fact.label(language), text, "rule:figure.own-data", (fact.id,), HIGH, details)


def _visual_ideas(brand: Snapshot, language: Language) -> Iterator[Card]:
    subject = brand.products[0] if brand.products else brand.category
    if not subject:
        return
    words = brand.trade.words(language)
    for place, person in enumerate(brand.people[:2]):
        if language == "ko":
            title = f"{with_particle(person.name, '이', '가')} {with_particle(subject, '을', '를')} 쓰는 장면"
            text = f"배경은 {words.field}, 손과 제품을 가까이에서. 글자는 한 줄만 두고 {words.virtues[place % 3]}을 보여 줍니다."
        else:
            title = f"{person.name} using {subject}"
            text = f"Set in {words.field}, hands and product close up, one line of type, showing {words.virtues[place % 3]}."
        ids = (*person.fact_ids[:1], *_ids(brand, "product.", 1))
        yield Card(
            "visual_idea", title, text, "rule:visual.in-use", tuple(ids), confidence(brand.products, person.wants)
        )


def _questions(brand: Snapshot, language: Language) -> Iterator[Card]:
    """What would make the next answer better."""
    missing = (
        (not brand.rivals, "경쟁사", "누구와 비교되나요? 강점과 약점을 적으면 빈틈을 찾아 드립니다.",
         "Competitors", "Whom are you compared with? With their strengths and weaknesses we find the gaps.", "competitors"),
        (not brand.people, "페르소나", "누가 사나요? 불편한 점까지 적으면 기회와 제품 아이디어가 달라집니다.",
         "Personas", "Who buys? With what bothers them, opportunities and ideas become specific.", "personas"),
        (not brand.products, "제품", "무엇을 파나요? 제품을 올리면 아이디어가 제품에서 출발합니다.",
         "Products", "What do you sell? With products listed, ideas start from them.", "products"),
        (not brand.keywords, "키워드", "사람들은 어떤 말로 이 브랜드를 찾나요?",
         "Keywords", "Which words do people use to find this brand?", "settings"),
        (not brand.target, "타깃", "누구를 위한 브랜드인가요?", "Target", "Whom is the brand for?", "settings"),
        ("kpi.followers" not in brand.facts, "KPI", "팔로워 수를 입력하면 추세를 읽어 드립니다.",
         "KPIs", "Enter followers and we read the trend.", "kpis"),
    )  # fmt: skip
    for is_missing, korean, why_ko, english, why_en, place in missing:
        if is_missing:
            title, text = (korean, why_ko) if language == "ko" else (english, why_en)
            yield Card("question", title, text, f"rule:question.{place}", (), HIGH, {"place": place})


def _ids(brand: Snapshot, beginning: str, most: int) -> tuple[str, ...]:
    return tuple(fact.id for fact in brand.facts if fact.id.startswith(beginning) and isinstance(fact.value, str))[
        :most
    ]

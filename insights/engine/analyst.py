"""The built-in analyst: rules over a brand's own data and what we know of its trade. No figure but those on the sheet.

Every card names the facts and the rule that led to it. The question chooses which kinds of cards come first, which of
them stay, and which topics are added; what was said before in the conversation is not said again.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from artnex.ai.claims import claims_in, plain_text
from artnex.ai.facts import Fact, FactSheet
from brands.engine.trades import Language
from insights.engine.analyst_cards import Draft, Drafts
from insights.engine.analyst_rules import drafts_from_brand, drafts_from_rules, market_facts, missing_data
from insights.engine.brand_snapshot import BrandSnapshot
from insights.engine.insight_answer import CardKind, InsightAnswer, KeywordIdea, MarketDatum, Positioning
from insights.engine.questions import asks_for_keywords, focus_of, nearness, words_of
from insights.engine.trade_knowledge import rules_of, topics_in

MOST, FEWER = 5, 2  # cards of a kind that was asked for, and of another
MOST_KEYWORDS = 24


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in its conversation: what was asked before it, and the titles already given."""

    question: str
    language: Language = "ko"
    analysis_type: str = ""
    before: tuple[str, ...] = ()
    given: frozenset[str] = field(default_factory=frozenset)

    @property
    def focus(self) -> tuple[CardKind, ...]:
        """Its own, else that of the question before: "and for older people?" means the same kind of thing."""
        own = focus_of(self.question, self.analysis_type)
        return own or next((focus for text in reversed(self.before) if (focus := focus_of(text))), ())


def sheet_with_rules(facts: FactSheet, brand: BrandSnapshot, asked: Asked) -> FactSheet:
    """The brand's facts and the rules of its trade and of the question's topics, which may be cited too."""
    sheet = FactSheet(facts)
    topics = topics_in(asked.question) or topics_in(" ".join(asked.before))
    for rule in (*rules_of(brand.trade.en.name), *topics):
        korean, english = (rule.title(language).split(";")[0] for language in ("ko", "en"))
        sheet.add(Fact(rule.id, korean, english, rule.text(asked.language), source="rule"))
    return sheet


def analyse(brand: BrandSnapshot, asked: Asked, sheet: FactSheet) -> InsightAnswer:
    """The whole answer, quoting a sheet with rules; for a brand without data, the questions to be answered first."""
    missing = missing_data(brand, asked.language)
    if brand.is_bare:
        return _nothing_to_go_by(brand, asked, missing)
    topics = topics_in(asked.question) or topics_in(" ".join(asked.before))
    drafts = Drafts(sheet, asked.language)
    drafts_from_brand(drafts, brand)
    drafts_from_rules(drafts, brand, [*topics, *rules_of(brand.trade.en.name)])
    chosen = _choose(drafts.all, asked, topic_ids={rule.id for rule in topics})
    market = [MarketDatum(statement=said, fact_id=fact_id) for said, fact_id in market_facts(brand, asked.language)]
    positioning = next((draft for draft in chosen if draft.kind == "positioning"), None)
    return InsightAnswer(
        summary=_summary(brand, asked, chosen),
        opportunities=[draft.as_opportunity() for draft in chosen if draft.kind == "opportunities"],
        product_ideas=[draft.as_product_idea() for draft in chosen if draft.kind == "product_ideas"],
        keywords=_keywords(brand, asked),
        influencers=[draft.as_influencer() for draft in chosen if draft.kind == "influencers"],
        market_data=market[: 10 if "market_data" in asked.focus else 3],
        positioning=Positioning(text=positioning.text, evidence=positioning.evidence)
        if positioning
        else Positioning(text="", evidence=[]),
        visual_ideas=[draft.as_visual() for draft in chosen if draft.kind == "visual_ideas"],
        questions=missing,
    )


def _choose(drafts: Iterable[Draft], asked: Asked, *, topic_ids: Collection[str]) -> list[Draft]:
    """The nearest to the question of each kind, kinds that were asked for more of; nothing twice."""
    words = words_of(asked.question)
    fresh = [draft for draft in drafts if draft.title not in asked.given]

    def rank(draft: Draft) -> tuple[int, int]:
        is_topic = any(fact_id in topic_ids for fact_id in draft.evidence)
        return (-2 * is_topic - nearness(words, f"{draft.title} {draft.text} {draft.about}"), -len(draft.evidence))

    kept: list[Draft] = []
    for kind in dict.fromkeys((*asked.focus, *(draft.kind for draft in fresh))):
        most = MOST if kind in asked.focus or not asked.focus else FEWER
        kept += sorted((draft for draft in fresh if draft.kind == kind), key=rank)[:most]
    return kept


def _keywords(brand: BrandSnapshot, asked: Asked) -> list[KeywordIdea]:
    """The brand's own words, its products and the trade's, by where they come from."""
    ko = asked.language == "ko"
    trade = brand.trade.words(asked.language)
    groups = (
        ("브랜드" if ko else "brand", brand.keywords),
        ("제품" if ko else "products", tuple(product.name for product in brand.products)),
        (trade.name, trade.keywords),
    )
    found: dict[str, KeywordIdea] = {}
    for cluster, terms in groups:
        for term in terms:
            if term.strip() and (term in brand.keywords or not list(claims_in(plain_text(term)))):
                found.setdefault(term.casefold(), KeywordIdea(term=term[:100], cluster=cluster[:100]))
    return list(found.values())[: MOST_KEYWORDS if asks_for_keywords(asked.question, asked.analysis_type) else 12]


def _summary(brand: BrandSnapshot, asked: Asked, chosen: list[Draft]) -> str:
    own = [draft for draft in chosen if not all(fact_id.startswith("rule:") for fact_id in draft.evidence)]
    lead = (own or chosen)[:1]
    if not lead:
        if asked.language == "en":
            return f"There is nothing new to say of {brand.name} with the data at hand. See the questions below."
        return f"지금 데이터로는 {brand.name}에 대해 더 드릴 말씀이 없습니다. 아래 질문에 답해 주세요."
    if asked.language == "en":
        return f"For {brand.name}, start with “{lead[0].title}”. {lead[0].text}"
    return f"{brand.name}에는 ‘{lead[0].title}’부터 권합니다. {lead[0].text}"


def _nothing_to_go_by(brand: BrandSnapshot, asked: Asked, missing: list[str]) -> InsightAnswer:
    ko = f"{brand.name}에 대해 아는 것이 이름과 분야뿐입니다. 아래 질문에 답해 주시면 그 내용으로 분석합니다."
    en = f"Only name and category of {brand.name} are known. The analysis is made of your answers."
    return InsightAnswer(
        summary=ko if asked.language == "ko" else en,
        opportunities=[],
        product_ideas=[],
        keywords=[],
        influencers=[],
        market_data=[],
        positioning=Positioning(text="", evidence=[]),
        visual_ideas=[],
        questions=missing,
    )

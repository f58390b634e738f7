"""The analyst's rules: what a competitor's weakness, a persona's trouble, a trend or a trade's experience suggests."""

from collections.abc import Sequence
from decimal import Decimal

from brands.engine.suggestions import with_particle
from brands.engine.trades import Language
from brands.engine.trend import trend_fact_id
from insights.engine.analyst_cards import Drafts
from insights.engine.brand_snapshot import BrandSnapshot
from insights.engine.insight_answer import Tier
from insights.engine.trade_knowledge import Rule

TIER_BY_FOLLOWERS: tuple[tuple[int, Tier], ...] = ((10_000, "nano"), (50_000, "micro"), (500_000, "mid"))
MOST_PEOPLE = 4  # personas and competitors that are looked at, the first ones entered


def drafts_from_brand(drafts: Drafts, brand: BrandSnapshot) -> None:
    """Cards from what the brand's people have entered and measured."""
    _gaps(drafts, brand)
    _troubles(drafts, brand)
    _figures(drafts, brand)
    _contents(drafts, brand)
    _positioning(drafts, brand)
    _palette(drafts, brand)


def _gaps(drafts: Drafts, brand: BrandSnapshot) -> None:
    """Where a competitor is weak there is room; where it is strong, another ground is better."""
    own = brand.keywords[0] if brand.keywords else ""
    for rival in brand.competitors[:MOST_PEOPLE]:
        start = f"competitor.{rival.id}"
        if weak := drafts.quote(f"{start}.weaknesses"):
            answer_ko = (
                f"{brand.name}의 {with_particle(f'‘{own}’', '을', '를')} 이 자리에서 보여 주세요. " if own else ""
            )
            answer_en = f"Show “{own}” of {brand.name} right there. " if own else ""
            drafts.add(
                "opportunities",
                drafts.say(f"{rival.name}의 빈자리: {weak}", f"The gap {rival.name} leaves: {weak}"),
                drafts.say(
                    f"{rival.name}의 약점은 {with_particle(f'‘{weak}’', '으로', '로')} 기록되어 있습니다. {answer_ko}같은 점을 비교표 한 줄로 나란히 보이면 고객이 차이를 알아봅니다.",
                    f"“{weak}” is noted as the weakness of {rival.name}. {answer_en}One line of a comparison table makes the difference visible.",
                ),
                f"{start}.weaknesses", start, "brand.keywords",
                about="경쟁 차별 약점 competitor difference",
            )  # fmt: skip
        if strong := drafts.quote(f"{start}.strengths"):
            drafts.add(
                "opportunities",
                drafts.say(f"{rival.name}의 강점 {with_particle(f'‘{strong}’', '은', '는')} 피해서 겨루기", f"Do not meet {rival.name} on “{strong}”"),
                drafts.say(
                    f"{rival.name}의 강점은 ‘{strong}’입니다. 같은 말로 겨루기보다 {brand.name}만의 이야기로 고르는 이유를 따로 만드는 편이 낫습니다.",
                    f"“{strong}” is the strength of {rival.name}. A reason of its own for {brand.name} works better than the same claim.",
                ),
                f"{start}.strengths", start,
                about="경쟁 강점 competitor strength",
            )  # fmt: skip


def _troubles(drafts: Drafts, brand: BrandSnapshot) -> None:
    """A persona's trouble is a promise to make, and a set of an existing product to try."""
    for place, persona in enumerate(brand.personas[:MOST_PEOPLE]):
        start = f"persona.{persona.id}"
        pain = drafts.quote(f"{start}.pain_points")
        if not pain:
            continue
        about = f"{persona.age} {persona.gender} {persona.characteristics}"
        drafts.add(
            "opportunities",
            drafts.say(f"{persona.name}의 불편을 첫 문장으로", f"Open with the trouble of {persona.name}"),
            drafts.say(
                f"{persona.name} 페르소나의 불편은 ‘{pain}’입니다. 제품 소개의 첫 문장을 이 불편에서 시작하고, 어떻게 덜어 주는지 장면으로 보여 주세요.",
                f"{persona.name} says: “{pain}”. Begin the product page with it and show how it is eased.",
            ),
            f"{start}.pain_points", start, f"{start}.age_range",
            about=about,
        )  # fmt: skip
        if brand.products:
            product = brand.products[place % len(brand.products)]
            drafts.add(
                "product_ideas",
                drafts.say(f"{product.name}, {persona.name} 맞춤 구성", f"{product.name}, a set for {persona.name}"),
                drafts.say(
                    f"기존 제품 {product.name}에 ‘{pain}’에 답하는 안내와 부속을 더해 한 묶음으로 시험해 보세요.",
                    f"Try a set of the existing {product.name} with guidance and parts that answer “{pain}”.",
                ),
                f"product.{product.id}", f"{start}.pain_points", f"{start}.age_range",
                about=about,
                target=", ".join(filter(None, (persona.name, persona.age, persona.gender)))[:300],
                value=drafts.say(f"‘{pain}’에 대한 답이 제품과 함께 갑니다.", f"The answer to “{pain}” comes with the product."),
            )  # fmt: skip


def _figures(drafts: Drafts, brand: BrandSnapshot) -> None:
    """What the KPIs say beside competitors and over time."""
    own = brand.kpi("engagement_rate")
    for rival in brand.competitors[:MOST_PEOPLE]:
        other = rival.kpis.get("engagement_rate")
        if own is None or other is None:
            continue
        ids = ("kpi.engagement_rate", f"competitor.{rival.id}.engagement_rate")
        ours, theirs = drafts.quote(ids[0]), drafts.quote(ids[1])
        if own.value > other:
            title = drafts.say(f"{rival.name}보다 높은 참여율 살리기", f"Use the higher engagement than {rival.name}")
            text = drafts.say(
                f"참여율은 {ours}로 {rival.name}의 {theirs}보다 높습니다. 반응이 좋은 고객의 후기와 질문을 콘텐츠로 이어 가세요.",
                f"Engagement is {ours}, above the {theirs} of {rival.name}. Turn comments and questions into content.",
            )
        else:
            title = drafts.say(f"{rival.name}에 뒤진 참여율 따라잡기", f"Catch up with the engagement of {rival.name}")
            text = drafts.say(
                f"참여율은 {ours}로 {rival.name}의 {theirs}보다 높지 않습니다. 알리는 글보다 묻는 글을 늘려 반응을 살펴보세요.",
                f"Engagement is {ours}, not above the {theirs} of {rival.name}. Ask more than you announce, and watch the reaction.",
            )
        drafts.add("opportunities", title, text, *ids, about="참여율 반응 경쟁 소셜 engagement social competitor")
    for kpi in brand.kpis:
        if kpi.trend not in {"up", "down"} or kpi.growth_30_days is None:
            continue
        ids = (trend_fact_id(kpi.name), f"kpi.{kpi.name}")
        change, now = drafts.quote(ids[0]).removeprefix("-"), drafts.quote(ids[1])
        rising = kpi.trend == "up"
        drafts.add(
            "opportunities",
            drafts.say(
                f"{kpi.label_ko} {'상승세를 이어 가기' if rising else '하락의 까닭 찾기'}",
                f"{'Keep up the rise of' if rising else 'Find out why this falls:'} {kpi.label_en}",
            ),
            drafts.say(
                f"{with_particle(kpi.label_ko, '은', '는')} 최근 30일에 {change} {'늘어나는' if rising else '줄어드는'} 추세이며 지금은 {now}입니다. "
                + ("무엇이 달라졌는지 기록해 두고 같은 시도를 되풀이해 보세요." if rising else "달라진 활동을 날짜순으로 적어 원인을 좁혀 보세요."),
                f"{kpi.label_en}: {'up' if rising else 'down'} {change} in 30 days, now {now}. "
                + ("Note what changed and repeat it." if rising else "List what changed by date to narrow the cause."),
            ),
            *ids, "trend.window",
            about="성장 추세 매출 growth trend",
        )  # fmt: skip


def _contents(drafts: Drafts, brand: BrandSnapshot) -> None:
    """What was seen most among the tracked contents is a form to learn from."""
    for content in sorted(brand.contents, key=lambda one: -one.views)[:2]:
        ids = (f"content.{content.id}.title", f"content.{content.id}.views")
        title, views = drafts.quote(ids[0]), drafts.quote(ids[1])
        drafts.add(
            "opportunities",
            drafts.say(f"많이 본 콘텐츠에서 배우기: {title}", f"Learn from what is seen: {title}"),
            drafts.say(
                f"추적 중인 ‘{title}’의 조회 수는 {views}입니다. 첫 장면과 제목의 구성을 살펴 같은 형식으로 시험해 보세요.",
                f"“{title}” that you track has {views} views. Look at its opening and title, and try the same form.",
            ),
            *ids,
            about=f"콘텐츠 영상 조회 content video {content.platform}",
        )


def _positioning(drafts: Drafts, brand: BrandSnapshot) -> None:
    target, own = drafts.quote("brand.target"), brand.keywords[0] if brand.keywords else ""
    weak = next((rival for rival in brand.competitors if rival.weaknesses), None)
    if not target or not (own or weak):
        return
    strength = own or drafts.quote(f"competitor.{weak.id}.weaknesses" if weak else "")
    beside_ko = (
        f" {weak.name}의 약점이 ‘{drafts.quote(f'competitor.{weak.id}.weaknesses')}’인 자리입니다." if weak else ""
    )
    beside_en = (
        f" That is where {weak.name} shows “{drafts.quote(f'competitor.{weak.id}.weaknesses')}”." if weak else ""
    )
    drafts.add(
        "positioning",
        drafts.say("포지셔닝", "Positioning"),
        drafts.say(
            f"{with_particle(brand.name, '은', '는')} ‘{target}’에게 {with_particle(f'‘{strength}’', '으로', '로')} 기억되는 브랜드를 지향합니다.{beside_ko}",
            f"{brand.name} is to be remembered by “{target}” for “{strength}”.{beside_en}",
        ),
        "brand.target", "brand.keywords", *((f"competitor.{weak.id}.weaknesses",) if weak else ()),
    )  # fmt: skip


def _palette(drafts: Drafts, brand: BrandSnapshot) -> None:
    if not brand.palette:
        return
    mood = f" {brand.keywords[0]}" if brand.keywords else ""
    drafts.add(
        "visual_ideas",
        drafts.say(f"브랜드 색으로 정리한{mood} 한 장면", f"One scene in the brand's colours:{mood}"),
        drafts.say(
            f"바탕은 {brand.palette[-1]}, 강조는 {brand.palette[0]}로 두고 제품 하나만 크게 놓습니다. 나머지 색은 글자와 작은 표시에 씁니다.",
            f"{brand.palette[-1]} as ground, {brand.palette[0]} as accent, one product shown large. The other colours serve text and small marks.",
        ),
        "brand.palette.1", f"brand.palette.{len(brand.palette)}", "brand.keywords",
        about="색 이미지 visual colour",
    )  # fmt: skip


def drafts_from_rules(drafts: Drafts, brand: BrandSnapshot, rules: Sequence[Rule]) -> None:
    """Cards from what we know of the trade and of the question's topics, tied to the brand's own products and people."""
    product = brand.products[0] if brand.products else None
    persona = brand.personas[0] if brand.personas else None
    tied = (f"product.{product.id}",) if product else ("brand.category",)
    for rule in rules:
        title, text = rule.title(drafts.language), rule.text(drafts.language)
        about = ",".join(rule.marks)
        match rule.kind:
            case "influencer":
                profile, _bar, platform = title.partition(";")
                ids = (rule.id, "kpi.followers", "brand.target")
                drafts.add("influencers", profile, text, *ids, platform=platform, tier=tier_for(brand), about=about)
            case "product":
                shown = f"{product.name}: {title}" if product else title
                whom = ", ".join(filter(None, (persona.name, persona.age))) if persona else drafts.quote("brand.target")
                pain = drafts.quote(f"persona.{persona.id}.pain_points") if persona else ""
                value = drafts.say(f"‘{pain}’에 맞추어 다듬습니다.", f"Shaped around “{pain}”.") if pain else text
                ids = (rule.id, *tied, *((f"persona.{persona.id}.pain_points",) if pain and persona else ()))
                drafts.add("product_ideas", shown, text, *ids, target=whom[:300], value=value[:500], about=about)
            case "visual":
                drafts.add("visual_ideas", title, text, rule.id, *tied, about=about)
            case _:
                drafts.add("opportunities", title, text, rule.id, "brand.category", about=about)


def tier_for(brand: BrandSnapshot) -> Tier:
    """Partners of about one's own reach: their public is one that a brand of this size can still answer."""
    followers = brand.kpi("followers")
    if followers is None:
        return "nano"
    return next((tier for most, tier in TIER_BY_FOLLOWERS if followers.value < Decimal(most)), "macro")


def market_facts(brand: BrandSnapshot, language: Language) -> list[tuple[str, str]]:
    """(statement, fact) of what the brand's people have entered about the market; nothing else is known."""
    found = []
    for rival in brand.competitors:
        if rival.share is not None:
            share = f"{rival.share.normalize():f}%"
            found.append((
                f"Market share of {rival.name}, as entered by you: {share}." if language == "en" else f"직접 입력하신 {rival.name}의 시장 점유율은 {share}입니다.",
                f"competitor.{rival.id}.share",
            ))  # fmt: skip
        if "followers" in rival.kpis:
            count = f"{rival.kpis['followers'].normalize():,f}"
            found.append((
                f"{rival.name} has {count} followers." if language == "en" else f"{rival.name}의 팔로워는 {count}명입니다.",
                f"competitor.{rival.id}.followers",
            ))  # fmt: skip
    return found


def missing_data(brand: BrandSnapshot, language: Language) -> list[str]:
    """What would make the next answer better, as questions."""
    ko, name = language == "ko", brand.name
    asked = [
        (brand.target, f"{with_particle(name, '은', '는')} 누구를 위한 브랜드입니까?", f"Whom is {name} for?"),
        (brand.keywords, "브랜드를 나타내는 낱말은 무엇입니까?", "Which words stand for the brand?"),
        (brand.products, "지금 파는 제품과 가격은 무엇입니까?", "Which products do you sell now, and at what price?"),
        (brand.personas, "대표 고객은 어떤 사람이고, 무엇이 불편합니까?", "Who is a typical customer, and what troubles them?"),
        (brand.competitors, "비교되는 경쟁사와 그 강점, 약점은 무엇입니까?", "Which competitors are you compared with, and how are they strong or weak?"),
        (brand.kpis, "팔로워, 참여율, 매출처럼 재고 있는 지표가 있습니까?", "Which figures do you measure: followers, engagement, revenue?"),
        (any(rival.share is not None for rival in brand.competitors), "시장 규모나 점유율을 알려 주는 출처가 있습니까? 출처와 날짜를 함께 적어 주세요.", "Is there a source for the size or the shares of your market? Please add its date."),
    ]  # fmt: skip
    return [korean if ko else english for known, korean, english in asked if not known]

"""What a text or picture is made from, the estimate of its price, and the history."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from artnex.access import RestrictedQuerySet
from artnex.ai.contract import ImageRequest, TextRequest
from artnex.ai.enums import Engine, JobType
from artnex.ai.errors import PriceUnknown
from artnex.ai.facts import Fact, FactSheet
from artnex.ai.gateway import choose_engine
from artnex.ai.prices import find_price, most_for_image, most_for_text
from artnex.ai.providers import IMAGE_PROVIDERS, TEXT_PROVIDERS
from brands.models import Brand, BrandDna, Product
from brands.queries.fact_sheet import fact_sheet
from insights.models import Segment
from insights.queries.segments import segment_in_words
from studio.engine.copywriting import Brief, characters_for
from studio.engine.pictures import PictureBrief
from studio.models import Generation
from studio.platforms import PLATFORMS

MOST_PRODUCTS = 3
LONGEST_HEADLINE = 32


@dataclass(frozen=True)
class Material:
    """What is known of the brand and the people a text or picture is for."""

    brand: Brand | None
    segment: Segment | None
    axes: dict[str, float]
    products: tuple[str, ...]


def material_of(brand: Brand | None, segment: Segment | None) -> Material:
    dna = BrandDna.objects.filter(brand=brand).first() if brand else None
    rows = Product.objects.filter(brand=brand, status="active") if brand else Product.objects.none()
    names = tuple(rows.values_list("name", flat=True)[:MOST_PRODUCTS])
    return Material(brand, segment, dna.axes if dna else {}, names)


def brief_of(material: Material, params: dict[str, Any]) -> Brief:
    """What the built-in writer works from."""
    brand, platform = material.brand, PLATFORMS.get(params["platform"])
    asked = characters_for(params["max_tokens"], params["language"])
    most = min(asked, platform.max_text or asked) if platform else asked
    if platform and platform.name == "x" and params["language"] == "ko":
        most = min(most, (platform.max_text or most) // 2)
    tags = platform.advised_hashtags if platform else 0
    return Brief(
        prompt=params["prompt"],
        language=params["language"],
        brand_name=brand.brand_name if brand else "",
        category=brand.category if brand else "",
        slogan=brand.slogan if brand else "",
        target=brand.target if brand else "",
        products=material.products,
        brand_keywords=tuple(brand.keywords) if brand else (),
        keywords=tuple(params["keywords"]),
        segment_name=material.segment.name if material.segment else "",
        tone=params["tone"] or (brand.voice if brand else ""),
        axes=material.axes,
        max_characters=most,
        hashtags=tags,
    )


def facts_of(material: Material, params: dict[str, Any]) -> FactSheet:
    """What a text may say: the brand's facts, and what the person wrote into the request themselves."""
    sheet = fact_sheet(material.brand) if material.brand else FactSheet()
    sheet.add(Fact("request", "요청한 내용", "the request", params["prompt"], source="request"))
    for place, keyword in enumerate(params["keywords"]):
        sheet.add(Fact(f"keyword.{place}", "키워드", "keyword", keyword, source="request"))
    if material.segment:
        words = segment_in_words(material.segment, params["language"])
        sheet.add(Fact("segment", "세그먼트", "segment", words, source="segment"))
    return sheet


def picture_brief(material: Material, params: dict[str, Any]) -> PictureBrief:
    """What the built-in designer works from."""
    from studio.engine.copywriting import subject_of

    brand = material.brand
    width, height = (int(part) for part in params["size"].split("x"))
    language = "ko" if any("가" <= letter <= "힣" for letter in params["prompt"]) else "en"
    headline = subject_of(params["prompt"], language)
    if len(headline) > LONGEST_HEADLINE and brand and brand.slogan:
        headline = brand.slogan
    small = " · ".join(brand.keywords[:3]) if brand else ""
    about = " ".join([params["prompt"], *([brand.category, *brand.keywords] if brand else [])])
    return PictureBrief(
        width=width,
        height=height,
        headline=headline or (brand.brand_name if brand else "ArtNex"),
        brand_name=brand.brand_name if brand else "",
        small=small,
        about=about,
        palette=tuple(params["palette"]),
        axes=material.axes,
        style=params["style"],
    )


def estimate(request: TextRequest | ImageRequest, *, engine: str | None) -> Decimal | None:
    """The most that this call can cost; 0 for the built-in engine, None when no price is known or nothing is set up."""
    job_type = JobType.TEXT if isinstance(request, TextRequest) else JobType.IMAGE
    chosen = choose_engine(engine, job_type)
    if chosen == Engine.BUILTIN:
        return Decimal(0)
    try:
        if isinstance(request, TextRequest):
            provider = TEXT_PROVIDERS[chosen]
            price = find_price(provider=chosen, model=provider.text_model(), job_type=job_type)
            return most_for_text(price, request)
        plan = IMAGE_PROVIDERS[chosen].plan(request)
        facts = {"model": plan.model, "size": plan.size, "quality": plan.quality}
        return most_for_image(find_price(provider=chosen, job_type=job_type, **facts), request)
    except PriceUnknown:
        return None


def history(user: Any) -> RestrictedQuerySet[Generation]:
    """What this person may see of what was made, the newest first."""
    return Generation.objects.restrict(user, "read").select_related("brand", "asset__file", "user")  # type: ignore[return-value]

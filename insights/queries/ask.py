"""Reading insights: a brand as the analyst sees it, conversations, and what people kept of them."""

from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import translation

from artnex.access import RestrictedQuerySet
from brands.engine.trades import Language
from brands.kpi_types import kpi_type
from brands.models import Brand
from brands.queries.fact_sheet import WITH_TREND
from brands.queries.figures import newest_kpis
from brands.services.kpis import brand_trend
from insights.engine.brand_snapshot import (
    BrandSnapshot,
    CompetitorFacts,
    ContentFacts,
    KpiFacts,
    PersonaFacts,
    ProductFacts,
)
from insights.engine.prompt_examples import examples_for
from insights.enums import CardState
from insights.models import Insight, InsightCard, InsightMessage
from insights.queries.tracking import tracked_summary

MOST_OF_EACH = 10  # personas, competitors, products: the first ones; an answer has no room for more
KEPT = (CardState.KEPT, CardState.REPORT)


def snapshot_of(brand: Brand) -> BrandSnapshot:
    """The brand as plain values at this moment."""
    personas = brand.personas.order_by("pk")[:MOST_OF_EACH]
    products = brand.products.order_by("pk").values_list("pk", "name")[:MOST_OF_EACH]
    return BrandSnapshot(
        id=brand.pk,
        name=brand.brand_name,
        category=brand.category,
        target=brand.target,
        keywords=tuple(str(word) for word in brand.keywords),
        palette=tuple(str(colour) for colour in brand.palette),
        personas=tuple(
            PersonaFacts(p.pk, p.persona_name, p.age_range, p.gender, p.characteristics, p.pain_points)
            for p in personas
        ),
        competitors=_competitors(brand),
        products=tuple(ProductFacts(pk, name) for pk, name in products),
        kpis=_kpis(brand),
        contents=tuple(
            ContentFacts(row["id"], row["platform"], row["view_count"])
            for row in tracked_summary(brand)["top"]
            if row["view_count"] is not None
        ),
    )


def _competitors(brand: Brand) -> tuple[CompetitorFacts, ...]:
    return tuple(
        CompetitorFacts(
            rival.pk,
            rival.competitor_name,
            rival.strengths,
            rival.weaknesses,
            rival.market_share,
            {kpi.kpi_type: kpi.value for kpi in rival.kpis.all()},
        )
        for rival in brand.competitors.prefetch_related("kpis").order_by("pk")[:MOST_OF_EACH]
    )


def _kpis(brand: Brand) -> tuple[KpiFacts, ...]:
    found = []
    for name, values in newest_kpis(brand, most=1).items():
        known = kpi_type(name)
        if known is None:
            continue
        trend = brand_trend(brand, name) if name in WITH_TREND else None
        is_clear = trend is not None and trend.verdict in {"up", "down"}
        found.append(
            KpiFacts(
                name,
                _label(known, "ko"),
                _label(known, "en"),
                values[0][1],
                trend.verdict if trend else "not_enough_data",
                trend.growth_30_days if trend and is_clear else None,
            )
        )
    return tuple(found)


def _label(known: Any, language: str) -> str:
    with translation.override(language):
        return str(known.label)


def examples_of(brand: Brand, language: Language) -> list[str]:
    """Questions to begin with, from what the brand has."""
    return examples_for(
        language,
        persona=brand.personas.order_by("pk").values_list("persona_name", flat=True).first() or "",
        competitor=brand.competitors.order_by("pk").values_list("competitor_name", flat=True).first() or "",
        product=brand.products.order_by("pk").values_list("name", flat=True).first() or "",
        has_target=bool(brand.target),
    )


def insights_of(user: Any, *, search: str = "") -> RestrictedQuerySet[Insight]:
    """Conversations this person may see, with `question_count`; `search` in titles and questions."""
    rows = Insight.objects.restrict(user, "read").select_related("brand", "user")
    for word in search[:200].split()[:8]:
        said = InsightMessage.objects.filter(content__icontains=word).values("insight")
        rows = rows.filter(Q(title__icontains=word) | Q(pk__in=said))
    return rows.annotate(question_count=Count("messages", filter=Q(messages__role="user")))  # type: ignore[return-value]


def with_talk(rows: QuerySet[Insight]) -> QuerySet[Insight]:
    """Conversations with their messages and cards, in three statements."""
    messages = InsightMessage.objects.prefetch_related("cards")
    return rows.select_related("brand", "user").prefetch_related(Prefetch("messages", queryset=messages))


def kept_cards(brand: Brand) -> QuerySet[InsightCard]:
    """What people kept of the answers about a brand, those meant for the report first, then the newest."""
    rows = InsightCard.objects.filter(message__insight__brand=brand, state__in=KEPT).select_related("message__insight")
    return rows.order_by("-state", "-id")

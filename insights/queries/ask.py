"""Reading insights: what the analyst looks at, conversations, and what was kept."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import QuerySet

from brands.models import Brand
from brands.queries.fact_sheet import fact_sheet
from brands.services.kpis import brand_trend
from insights.engine.analyst import Person, Rival, Snapshot, TrackedItem
from insights.models import CardState, Insight, InsightCard, InsightTurn

MOST = 10
_tracked: list[Callable[[Brand], Iterable[TrackedItem]]] = []


def register_tracked_items(source: Callable[[Brand], Iterable[TrackedItem]]) -> None:
    """The branch that tracks content tells which items did well."""
    _tracked[:] = [source]


def snapshot_of(brand: Brand) -> Snapshot:
    """All that is known of a brand, as plain values."""
    return Snapshot(
        name=brand.brand_name,
        category=brand.category,
        facts=fact_sheet(brand),
        slogan=brand.slogan,
        mission=brand.mission,
        target=brand.target,
        voice=brand.voice,
        keywords=tuple(brand.keywords),
        products=tuple(brand.products.order_by("pk").values_list("name", flat=True)[:MOST]),
        rivals=tuple(
            Rival(row.competitor_name, row.strengths, row.weaknesses, (f"competitor.{row.pk}",))
            for row in brand.competitors.order_by("pk")[:MOST]
        ),
        people=tuple(
            Person(row.persona_name, row.age_range, row.characteristics, row.pain_points, (f"persona.{row.pk}",))
            for row in brand.personas.order_by("pk")[:MOST]
        ),
        trend=brand_trend(brand).verdict,
        tracked=tuple(item for source in _tracked for item in source(brand)),
    )


def with_turns(rows: QuerySet[Insight]) -> QuerySet[Insight]:
    """Conversations with everything in them, in three queries however long they are."""
    return rows.select_related("brand", "user").prefetch_related("turns__cards", "turns__user")


def kept_cards(brand: Brand) -> QuerySet[InsightCard]:
    """The findings that somebody kept or put into the report, the latest first."""
    rows = InsightCard.objects.filter(turn__insight__brand=brand, state=CardState.KEPT).select_related("turn")
    return rows.order_by("-in_report", "-turn__created_at", "position")


def evidence_of(card: InsightCard, turn: InsightTurn) -> list[dict[str, Any]]:
    """The facts a finding rests on, as they were when it was made."""
    facts = {fact["id"]: fact for fact in turn.facts}
    return [facts[fact_id] for fact_id in card.fact_ids if fact_id in facts]

"""Insights in audit, search, dashboard and on the board."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from artnex.errors import NotFound
from artnex.events.registry import register_event
from artnex.web.navigation import MAX_FOUND, Found, register_search
from insights.shared_insights import SharedInsight, register_insight_reader

MOST_SHARED = 5


def register() -> None:
    """Called at start."""
    register_event("insight.created", _("Question asked about a brand"), {"id": "integer", "engine": "string"})
    register_event("insight.continued", _("Further question about a brand"), {"id": "integer", "engine": "string"})
    register_event("insight.deleted", _("Insight deleted"), {"id": "integer"})
    register_event(
        "insight.card_decided",
        _("Finding kept or dismissed"),
        {"id": "integer", "card_id": "integer", "state": "string", "in_report": "boolean"},
    )
    register_search("insights", _("Insights"), find_insights)
    register_insight_reader(read_insight)


def find_insights(user: Any, text: str) -> Iterator[Found]:
    from insights.models import Insight

    rows = Insight.objects.restrict(user, "read").filter(title__icontains=text).select_related("brand")
    for row in rows[:MAX_FOUND]:
        yield Found(
            row.title, reverse("insights:insight", args=[row.brand_id, row.pk]), "insight", row.brand.brand_name
        )


def read_insight(user: Any, insight_id: int) -> SharedInsight:
    """What the board shows of an insight: its question and its first findings."""
    from insights.models import CardState, Insight, InsightCard

    insight = Insight.objects.restrict(user, "read").filter(pk=insight_id).first()
    if insight is None:
        raise NotFound
    cards = InsightCard.objects.filter(turn__insight=insight, kind__in=["opportunity", "product_idea", "positioning"])
    shown = cards.exclude(state=CardState.DISMISSED).order_by("turn__created_at", "position")[:MOST_SHARED]
    text = "\n".join(f"{card.title}: {card.text}" if card.text else card.title for card in shown)
    return SharedInsight(insight.title, text, insight.brand_id)

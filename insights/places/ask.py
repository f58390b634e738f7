"""Insights in navigation, search, audit, the next best action and one's own copy."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.services.export import register_export
from artnex.access import fetch
from artnex.events.registry import register_event
from artnex.web.navigation import MAX_FOUND, Found, Place, register_place, register_search
from brands.engine.next_actions import BrandFacts, NextAction, register_rule
from brands.queries.facts import register_fact
from brands.tabs import BrandTab, register_tab
from insights.shared_insights import SharedInsight, register_insight_reader

HAS_INSIGHTS = "has_insights"


def register() -> None:
    """Called at start."""
    register_event("insight.asked", _("Question about a brand asked"), {"id": "integer"})
    register_event(
        "insight.created",
        _("Insight created"),
        {"id": "integer", "message_id": "integer", "engine": "string", "cards": "integer"},
    )
    register_event(
        "insight.card_decided", _("Result decided on"), {"id": "integer", "card_id": "integer", "state": "string"}
    )
    register_event("insight.deleted", _("Insight deleted"), {"id": "integer"})
    register_place(
        Place(
            _("Insights"), "insights:insights", "insight", order=20, permission="read:brand",
            keywords=_("ask question analysis opportunity idea"),
        )
    )  # fmt: skip
    register_tab(BrandTab("insights", _("Insights"), "insights:brand_insights", order=55))
    register_search("insights", _("Insights"), find_insights)
    register_export("insights", own_insights)
    register_fact(HAS_INSIGHTS, brands_with_insights)
    register_rule(ask_first_question)
    register_insight_reader(insight_to_show)


def ask_first_question(facts: BrandFacts) -> NextAction | None:
    """With something to go by, a first question shows what the data says."""
    if facts.more.get(HAS_INSIGHTS) or not (facts.has_personas or facts.has_competitors):
        return None
    reason = gettext("What you entered is enough for a first analysis.")
    return NextAction(
        "ask_first_question", gettext("Ask a question about the brand"), reason, "insights:brand_insights", 25
    )


def brands_with_insights(brand_ids: list[int]) -> dict[int, bool]:
    from insights.models import Insight

    found = Insight.objects.filter(brand__in=brand_ids).order_by().values_list("brand_id", flat=True).distinct()
    return dict.fromkeys(found, True)


def find_insights(user: Any, text: str) -> Iterator[Found]:
    from insights.models import Insight

    rows = Insight.objects.restrict(user, "read").filter(title__icontains=text).select_related("brand")
    for insight in rows[:MAX_FOUND]:
        url = reverse("insights:insight", args=[insight.brand_id, insight.pk])
        yield Found(insight.title, url, "insight", insight.brand.brand_name)


def own_insights(user: Any) -> list[dict[str, Any]]:
    from insights.models import InsightMessage

    rows = InsightMessage.objects.filter(insight__user=user).order_by("insight_id", "id")
    names = ("insight_id", "insight__brand_id", "role", "content", "result", "engine", "created_at")
    return [dict(row) for row in rows.values(*names)]


def insight_to_show(user: Any, insight_id: int) -> SharedInsight:
    """What the board shows of an insight; NotFound for one this person may not see."""
    from insights.models import Insight

    insight = fetch(Insight.objects.all(), user, "read", pk=insight_id)
    return SharedInsight(insight.title, insight.summary[:2000], insight.brand_id)

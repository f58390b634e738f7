"""What content tracking puts into the frame: its events, its search and one's own copy."""

from collections.abc import Iterator
from functools import reduce
from operator import and_
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.services.export import register_export
from artnex.ai.facts import Fact
from artnex.events.registry import register_event
from artnex.web.navigation import MAX_FOUND, Found, Place, register_place, register_search
from brands.models import Brand
from brands.queries.fact_sheet import register_facts
from insights.keyword_sources import register_keyword_source


def register() -> None:
    """Called at start."""
    register_event("tracking.created", _("Tracking created"), {"id": "integer"})
    register_event("tracking.updated", _("Tracking changed"), {"id": "integer", "fields": "array"})
    register_event("tracking.deleted", _("Tracking deleted"), {"id": "integer"})
    counts = {"id": "integer", "created": "integer", "updated": "integer"}
    register_event("tracking.imported", _("Contents imported"), counts)
    rising = {"id": "integer", "tracking_id": "integer", "growth": "number"}
    register_event("content.rising", _("Content is rising"), rising)
    words = _("keyword, YouTube, Naver, TikTok, RSS, views")
    register_place(Place(_("Content tracking"), "insights:all_trackings", "chart", order=24, keywords=words))
    register_keyword_source("tracking", keywords_of)
    register_facts("contents", content_facts)
    register_search("trackings", _("Trackings"), find_trackings)
    register_export("trackings", own_trackings)


def content_facts(brand: Brand) -> Iterator[Fact]:
    from insights.queries.tracking import tracked_facts

    return tracked_facts(brand)


def keywords_of(user: Any, tracking_id: int) -> list[str]:
    from insights.queries.tracking import keywords_of_tracking

    return keywords_of_tracking(user, tracking_id)


def find_trackings(user: Any, text: str) -> Iterator[Found]:
    """Trackings of the brands this person may see, by words of their keyword."""
    from insights.models import Tracking

    condition = reduce(and_, (Q(keyword__icontains=word) for word in text.split()[:8]), Q())
    for row in Tracking.objects.restrict(user, "read").filter(condition).select_related("brand")[:MAX_FOUND]:
        yield Found(
            row.keyword, reverse("insights:tracking", args=[row.brand_id, row.pk]), "chart", row.brand.brand_name
        )


def own_trackings(user: Any) -> list[dict[str, Any]]:
    from insights.models import Tracking
    from insights.services.trackings import FIELDS

    return list(Tracking.objects.filter(brand__user=user).values("id", "brand_id", *FIELDS, "created_at"))

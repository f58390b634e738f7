"""Reading segments."""

from typing import Any

from artnex.access import RestrictedQuerySet
from insights.models import Segment
from insights.segment_criteria import criteria_in_words


def segments_of(user: Any, *, brand_id: int | None = None) -> RestrictedQuerySet[Segment]:
    """The segments this person may use, for one brand those of the brand and those without a brand."""
    rows = Segment.objects.restrict(user, "read").select_related("brand")
    if brand_id is None:
        return rows
    return rows.filter(brand=brand_id) | rows.filter(brand__isnull=True)


def segment_in_words(segment: Segment, language: str) -> str:
    """Whom a text is written for: name, description and criteria in one paragraph."""
    parts = [segment.name, segment.description, criteria_in_words(segment.criteria, language)]
    return ". ".join(part.strip().rstrip(".") for part in parts if part.strip())

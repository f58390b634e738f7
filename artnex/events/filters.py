"""Filters of the audit trail and of notifications."""

import django_filters

from artnex.api.filters import ApiFilterSet, IdFilter, SinceFilter, UntilFilter, YesNoFilter
from artnex.events.registry import event_types


def names() -> list[tuple[str, str]]:
    return [(kind.name, kind.name) for kind in event_types()]


class EventFilters(ApiFilterSet):
    name = django_filters.ChoiceFilter(choices=names)
    actor = IdFilter(field_name="actor_id")
    brand_id = IdFilter()
    from_ = SinceFilter(field_name="created_at")
    to = UntilFilter(field_name="created_at")


class NotificationFilters(ApiFilterSet):
    is_read = YesNoFilter(field_name="read_at", lookup_expr="isnull", exclude=True)

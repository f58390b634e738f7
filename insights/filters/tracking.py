"""What lists of trackings and contents may be narrowed by, in the API and on pages."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from artnex.api.filters import ApiFilterSet, SinceFilter, UntilFilter, YesNoFilter
from artnex.web.widgets import DatePicker
from insights.models import Content
from insights.tracking_enums import Platform

BIGGEST_COUNT = 2**63 - 1
SIGNS = [("rising", _("Rising")), ("anomalous", _("Out of the ordinary"))]


# ── API ────────────────────────────────────────────────────────────────────────────────────────────────────────────
class TrackingFilters(ApiFilterSet):
    is_active = YesNoFilter()


class ContentFilters(ApiFilterSet):
    platform = django_filters.ChoiceFilter(choices=Platform.choices)
    min_views = django_filters.NumberFilter(
        field_name="view_count", lookup_expr="gte", min_value=0, max_value=BIGGEST_COUNT
    )
    from_ = SinceFilter(field_name="published_at")
    to = UntilFilter(field_name="published_at")
    is_rising = YesNoFilter()
    is_anomalous = YesNoFilter()


# ── pages ──────────────────────────────────────────────────────────────────────────────────────────────────────────
class ContentFilter(django_filters.FilterSet):
    platform = django_filters.ChoiceFilter(label=_("Platform"), choices=Platform.choices, empty_label=_("All"))
    min_views = django_filters.NumberFilter(
        label=_("Views from"), field_name="view_count", lookup_expr="gte", min_value=0, max_value=BIGGEST_COUNT
    )
    since = django_filters.DateFilter(
        label=_("From day"), field_name="published_at", lookup_expr="date__gte", widget=DatePicker
    )
    until = django_filters.DateFilter(
        label=_("Until day"), field_name="published_at", lookup_expr="date__lte", widget=DatePicker
    )
    sign = django_filters.ChoiceFilter(label=_("Sign"), choices=SIGNS, empty_label=_("All"), method="with_sign")

    class Meta:
        model = Content
        fields: list[str] = []

    def with_sign(self, contents: QuerySet[Content], _name: str, sign: str) -> QuerySet[Content]:
        fields: dict[str, Any] = {"rising": {"is_rising": True}, "anomalous": {"is_anomalous": True}}
        return contents.filter(**fields[sign])

"""Filters of the cost endpoints."""

from typing import Any

import django_filters
from django.http import QueryDict

from artnex.ai.enums import JobType
from artnex.ai.models import AiCall
from artnex.ai.queries import CostFilter
from artnex.api.filters import ApiFilterSet, IdFilter, SinceFilter, UntilFilter
from artnex.errors import BadRequest


class PeriodFilters(ApiFilterSet):
    """Whose calls, and when."""

    user_id = IdFilter(field_name="user_id")
    brand_id = IdFilter(field_name="brand_id")
    from_ = SinceFilter(field_name="created_at")
    to = UntilFilter(field_name="created_at")


class CallFilters(PeriodFilters):
    """The same, and what kind of call."""

    job_type = django_filters.ChoiceFilter(choices=JobType.choices)
    model = django_filters.CharFilter(max_length=80)
    status = django_filters.ChoiceFilter(choices=[("completed", "completed"), ("failed", "failed")])


def cost_filter(params: QueryDict) -> CostFilter:
    """The period and owner that the address asks for; BadRequest for values that make no sense."""
    filters = PeriodFilters(params, queryset=AiCall.objects.none())
    if not filters.is_valid():
        raise BadRequest(
            details=[{"field": name, "message": words} for name, found in filters.errors.items() for words in found]
        )
    given: dict[str, Any] = filters.form.cleaned_data
    return CostFilter(user_id=given["user_id"], brand_id=given["brand_id"], since=given["from"], until=given["to"])

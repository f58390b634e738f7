"""Endpoints of AI costs: summary, history and budgets."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet
from artnex.ai.budgets import describe_budgets, set_budgets
from artnex.ai.filters import CallFilters, cost_filter
from artnex.ai.models import AiCall
from artnex.ai.queries import ended_calls, summary
from artnex.ai.serializers import (
    CALL_COLUMNS,
    AiCallSerializer,
    BudgetChangesSerializer,
    BudgetsSerializer,
    CostSummarySerializer,
    call_row,
)
from artnex.api.filters import ID_SCHEMA, MOMENT_SCHEMA
from artnex.api.pagination import CursorPages
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.api.viewsets import Listing

PERIOD = [
    OpenApiParameter("user_id", ID_SCHEMA, description="Calls of this person alone."),
    OpenApiParameter("brand_id", ID_SCHEMA, description="Calls for this brand alone."),
    OpenApiParameter("from", MOMENT_SCHEMA, description="From this day (2026-01-31) or moment on."),
    OpenApiParameter("to", MOMENT_SCHEMA, description="Up to and including this day or moment."),
]


class CostSummaryView(ApiView):
    @extend_schema(responses=CostSummarySerializer, parameters=PERIOD)
    def get(self, request: Request) -> Response:
        """Sum up the AI calls of a period (this month when none is given), own ones and those of own brands."""
        return respond(summary(request.user, cost_filter(request.query_params)))


class CostHistoryViewSet(Listing):
    """AI calls that are over, the newest first: own ones and those of own brands; all for administrators."""

    queryset = AiCall.objects.all()
    serializer_class = AiCallSerializer
    filterset_class = CallFilters
    pagination_class = CursorPages
    search_fields = ("prompt", "purpose")
    ordering_fields = {"created_at": "created_at", "estimated_cost": "cost", "id": "id"}

    def get_queryset(self) -> RestrictedQuerySet[AiCall]:
        return ended_calls(self.request.user)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        # Rows without model instances: this list is long, wide and often asked for.
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset()).values(*CALL_COLUMNS))
        return self.get_paginated_response([call_row(row) for row in rows or []])


class BudgetsView(ApiView):
    @extend_schema(responses=BudgetsSerializer)
    def get(self, request: Request) -> Response:
        """Show the caller's monthly caps for paid AI calls, and what is used of them."""
        return respond(describe_budgets(request.user))

    @extend_schema(request=BudgetChangesSerializer, responses=BudgetsSerializer)
    def put(self, request: Request) -> Response:
        """Set or (null) remove monthly caps; caps not named stay."""
        form = BudgetChangesSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        set_budgets(user=request.user, changes=form.validated_data)
        return respond(describe_budgets(request.user))

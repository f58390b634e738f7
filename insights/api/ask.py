"""Questions about brands and the conversations they begin."""

from typing import Any, ClassVar

import django_filters
from django.utils.translation import get_language
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet, fetch
from artnex.api.filters import ApiFilterSet
from artnex.api.long_work import job_response
from artnex.api.views import ApiView
from artnex.api.viewsets import Deleting, Listing, Retrieving
from artnex.jobs.serializers import JobSerializer
from brands.models import Brand
from insights.enums import AnalysisType
from insights.models import Insight
from insights.queries.ask import with_talk
from insights.serializers.ask import (
    AnalyzeSerializer,
    AskSerializer,
    FollowUpSerializer,
    InsightDetailSerializer,
    InsightResultSerializer,
    InsightSerializer,
)
from insights.services.ask import ask_about_brand, ask_further, delete_insight

ANSWERS = {
    201: OpenApiResponse(InsightResultSerializer, description="With `Prefer: wait`, when it was ready in time."),
    202: JobSerializer,
}
SCOPE = "analyze"  # one bucket for the three ways to ask


class InsightFilters(ApiFilterSet):
    analysis_type = django_filters.ChoiceFilter(choices=AnalysisType.choices)


class BrandInsights(Listing):
    """The conversations about one brand."""

    problems = (402, 502, 503, 504)
    queryset = Insight.objects.select_related("brand")
    serializer_class = InsightSerializer
    filterset_class = InsightFilters
    search_fields = ("title",)
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at", "updated_at")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        brand = fetch(Brand.objects.all(), self.request.user, "read", pk=self.kwargs["brand_id"])
        return self.queryset.filter(brand=brand)  # type: ignore[return-value]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        self.throttle_scope = SCOPE if request.method == "POST" else None  # type: ignore[misc]
        super().initial(request, *args, **kwargs)

    @extend_schema(request=AskSerializer, responses=ANSWERS)
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask a question about the brand; the job's result is the answer."""
        brand = fetch(Brand.objects.all(), request.user, "update", pk=kwargs["brand_id"])
        form = AskSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return _asked(request, brand, form.validated_data)


class InsightViewSet(Retrieving, Deleting):
    """One conversation."""

    queryset = Insight.objects.all()
    serializer_class = InsightDetailSerializer

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return with_talk(self.queryset.all())  # type: ignore[return-value]

    def perform_destroy(self, instance: Insight) -> None:
        delete_insight(user=self.request.user, insight=instance)


class FollowUpView(ApiView):
    throttle_scope = SCOPE
    problems = (402, 409, 502, 503, 504)

    @extend_schema(request=FollowUpSerializer, responses=ANSWERS)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask further in the same conversation."""
        insight = fetch(Insight.objects.all(), request.user, "update", pk=kwargs["pk"])
        form = FollowUpSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        job = ask_further(user=request.user, insight=insight, language=get_language() or "ko", **form.validated_data)
        return job_response(request, job, created=True)


class AnalyzeView(ApiView):
    permissions_needed: ClassVar[dict[str, str]] = {"POST": "update:brand"}
    throttle_scope = SCOPE
    problems = (402, 404, 502, 503, 504)

    @extend_schema(request=AnalyzeSerializer, responses=ANSWERS)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask a question about the brand named in the body."""
        form = AnalyzeSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given = dict(form.validated_data)
        brand = fetch(Brand.objects.all(), request.user, "update", pk=given.pop("brand_id"))
        return _asked(request, brand, given)


def _asked(request: Request, brand: Brand, given: dict[str, Any]) -> Response:
    _insight, job = ask_about_brand(user=request.user, brand=brand, language=get_language() or "ko", **given)
    return job_response(request, job, created=True)

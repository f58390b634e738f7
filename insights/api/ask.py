"""Questions about a brand."""

from functools import cached_property
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import Action, RestrictedQuerySet, fetch
from artnex.api.long_work import job_response
from artnex.api.views import ApiView
from artnex.api.viewsets import Deleting, Listing, Retrieving
from artnex.errors import NotFound, ValidationFailed
from artnex.jobs.serializers import JobSerializer
from brands.models import Brand
from insights.models import Insight
from insights.queries.ask import with_turns
from insights.serializers.ask import (
    AnalyzeRequestSerializer,
    InsightRequestSerializer,
    InsightRowSerializer,
    InsightSerializer,
    MessageSerializer,
    insight_json,
)
from insights.services.ask import check_prompt, delete_insight, request_insight

STARTED = {201: InsightSerializer, 202: JobSerializer}


def brand_in_path(user: Any, brand_id: int, action: Action) -> Brand:
    return fetch(Brand.objects.all(), user, action, pk=brand_id)


class AskView(ApiView):
    """What the three calls that start an answer share: one bucket, and access before the body."""

    throttle_scope = "analyze"
    problems = (402, 502, 503, 504)


class BrandInsightsView(Listing):
    """The conversations about a brand, and a new one."""

    queryset = Insight.objects.all()
    serializer_class = InsightRowSerializer
    search_fields = ("title", "turns__prompt")
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at", "updated_at", "title")
    problems = (402, 502, 503, 504)

    @property
    def throttle_scope(self) -> str | None:  # type: ignore[override]
        return "analyze" if self.request.method == "POST" else None

    @cached_property
    def brand(self) -> Brand:
        return brand_in_path(self.request.user, self.kwargs["brand_id"], "read")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return self.queryset.filter(brand=self.brand.pk)

    @extend_schema(request=InsightRequestSerializer, responses=STARTED)
    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask a question; the answer is a job, or the insight itself when it is ready within the wait."""
        brand = brand_in_path(request.user, self.kwargs["brand_id"], "update")
        form = InsightRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        job = request_insight(user=request.user, brand=brand, **form.validated_data)
        return job_response(request, job, created=True)


class AnalyzeView(AskView):
    @extend_schema(request=AnalyzeRequestSerializer, responses=STARTED)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask a question about the brand named in the body."""
        form = AnalyzeRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked = dict(form.validated_data)
        try:
            brand = brand_in_path(request.user, asked.pop("brand_id"), "update")
        except NotFound as problem:
            raise ValidationFailed.field("brand_id", problem.message) from problem
        return job_response(request, request_insight(user=request.user, brand=brand, **asked), created=True)


class InsightViewSet(Retrieving, Deleting):
    """One conversation."""

    queryset = Insight.objects.select_related("brand")
    serializer_class = InsightSerializer

    def present(self, instance: Insight) -> Any:
        return insight_json(with_turns(Insight.objects.filter(pk=instance.pk)).get())

    def perform_destroy(self, instance: Insight) -> None:
        delete_insight(user=self.request.user, insight=instance)


class InsightMessagesView(AskView):
    @extend_schema(request=MessageSerializer, responses=STARTED)
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Ask further in a conversation."""
        insight = fetch(Insight.objects.select_related("brand"), request.user, "update", pk=self.kwargs["pk"])  # type: ignore[arg-type]
        form = MessageSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked: Any = form.validated_data
        prompt = check_prompt(asked["content"], "content")
        engine = asked.get("engine", "")
        job = request_insight(user=request.user, brand=insight.brand, prompt=prompt, engine=engine, insight=insight)
        return job_response(request, job, created=True)

"""Trackings of a brand, their contents, crawls and imports."""

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import Action, RestrictedQuerySet, fetch
from artnex.api.long_work import job_response
from artnex.api.pagination import CursorPages
from artnex.api.parsers import UploadParser
from artnex.api.responses import respond
from artnex.api.viewsets import Creating, Deleting, Listing, RestrictedViewSet, Retrieving, Updating
from artnex.files.checks import check_file
from artnex.files.kinds import TABLE_LIMITS
from artnex.jobs.serializers import JobSerializer
from brands.models import Brand
from insights.content_export import export_contents
from insights.filters.tracking import ContentFilters, TrackingFilters
from insights.models import Content, Tracking
from insights.queries.tracking import content_history, keyword_trend, with_counts
from insights.serializers.tracking import (
    ContentFileSerializer,
    ContentHistorySerializer,
    ContentSerializer,
    KeywordTrendSerializer,
    TrackingSerializer,
)
from insights.services.content_import import keep_table, read_contents, request_import
from insights.services.trackings import create_tracking, delete_tracking, request_crawl, update_tracking


class BrandTrackingsViewSet(Listing, Creating):
    """The trackings at `/brands/{brand_id}/trackings`, the newest first."""

    queryset = Tracking.objects.all()
    serializer_class = TrackingSerializer
    filterset_class = TrackingFilters
    search_fields = ("keyword",)
    ordering_fields = ("keyword", "created_at", "last_crawled_at")

    @cached_property
    def brand(self) -> Brand:
        return fetch(Brand.objects.all(), self.request.user, "read", pk=self.kwargs["brand_id"])

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return with_counts(self.queryset.filter(brand=self.brand.pk))  # type: ignore[return-value]

    def check_create(self) -> None:
        fetch(Brand.objects.all(), self.request.user, "update", pk=self.kwargs["brand_id"])

    def perform_create(self, fields: dict[str, Any]) -> Tracking:
        return create_tracking(user=self.request.user, brand=self.brand, fields=fields)

    def location_of(self, instance: Any) -> str:
        return f"/api/v1/trackings/{instance.pk}"


class TrackingViewSet(Retrieving, Updating, Deleting):
    """One tracking. A changed keyword, platform or period makes the next crawl begin anew."""

    queryset = Tracking.objects.all()
    serializer_class = TrackingSerializer

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return with_counts(self.queryset.all())  # type: ignore[return-value]

    def perform_update(self, instance: Tracking, fields: dict[str, Any]) -> Tracking:
        changed = update_tracking(user=self.request.user, tracking=instance, fields=fields)
        return self.all_rows().get(pk=changed.pk)

    def perform_destroy(self, instance: Tracking) -> None:
        delete_tracking(user=self.request.user, tracking=instance)


class OfTracking(RestrictedViewSet):
    """Calls below `/trackings/{tracking_id}`."""

    queryset: RestrictedQuerySet[Any] = Content.objects.select_related("thumbnail")
    serializer_class = ContentSerializer

    def tracking(self, action: Action = "read") -> Tracking:
        return fetch(Tracking.objects.all(), self.request.user, action, pk=self.kwargs["tracking_id"])

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return self.queryset.filter(tracking=self.tracking().pk)


class TrackingContentsViewSet(Listing, OfTracking):
    """What the tracking found, the most popular first."""

    pagination_class = CursorPages
    filterset_class = ContentFilters
    search_fields = ("title", "channel")
    ordering_fields = ("popularity_index", "view_count", "published_at")


class ExportViewSet(OfTracking):
    produces = ("text/csv",)
    filterset_class = ContentFilters
    search_fields = ("title", "channel")
    ordering_fields = ("popularity_index", "view_count", "published_at")

    @extend_schema(responses={(200, "text/csv"): OpenApiTypes.BINARY})
    def export(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        """All contents that match the list's filters as CSV, with the columns an import takes."""
        return export_contents(self.filter_queryset(self.get_queryset()))  # type: ignore[return-value]


class CrawlViewSet(OfTracking):
    @extend_schema(request=None, responses={202: JobSerializer})
    def crawl(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Look at all platforms now; while a crawl is under way the answer is that one."""
        return job_response(request, request_crawl(user=request.user, tracking=self.tracking("update")))


class TrendViewSet(OfTracking):
    @extend_schema(responses=KeywordTrendSerializer)
    def trend(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """How the interest in the keyword develops, and from what that was computed."""
        return respond(keyword_trend(self.tracking()))


class ImportContentsViewSet(OfTracking):
    parser_classes = [UploadParser]
    problems = (413, 415)

    @extend_schema(
        request={"multipart/form-data": ContentFileSerializer},
        responses={
            200: OpenApiResponse(OpenApiTypes.OBJECT, description="With `dry_run`: the counts; nothing is stored."),
            202: JobSerializer,
        },
    )
    def import_file(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Import contents from CSV or XLSX; the first row holds the API's field names. Bad rows are named."""
        tracking = self.tracking("update")
        form = ContentFileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked: Any = form.validated_data
        file = asked["file"]
        table = read_contents(tracking=tracking, content=check_file(file, file.name, TABLE_LIMITS).content)
        if asked["dry_run"]:
            return respond(table.as_json())
        file.seek(0)
        kept = keep_table(user=request.user, tracking=tracking, upload=file)
        return job_response(request, request_import(user=request.user, tracking=tracking, file=kept))


class ContentViewSet(Retrieving):
    queryset = Content.objects.select_related("thumbnail")
    serializer_class = ContentSerializer

    @extend_schema(responses=ContentHistorySerializer)
    def history(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The numbers over time, the latest thousand at most, with growth and days out of the ordinary."""
        return respond(content_history(self.fetch_object()))

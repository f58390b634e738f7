"""Texts and pictures on their own, and what was made before."""

from typing import Any, ClassVar

import django_filters
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet
from artnex.ai.enums import JobType
from artnex.api.filters import ApiFilterSet
from artnex.api.long_work import job_response
from artnex.api.pagination import CursorPages
from artnex.api.views import ApiView
from artnex.api.viewsets import Listing
from artnex.jobs.serializers import JobSerializer
from studio.models import Generation
from studio.serializers.generation import (
    HistorySerializer,
    ImageRequestSerializer,
    ImageResultSerializer,
    TextRequestSerializer,
    TextResultSerializer,
)
from studio.services.generation import request_image, request_text

WAIT = 5


class GenerateView(ApiView):
    throttle_scope = "generate"
    problems = (402, 502, 503, 504)


class GenerateTextView(GenerateView):
    @extend_schema(request=TextRequestSerializer, responses={200: TextResultSerializer, 202: JobSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Write a text; waits 5 seconds for it unless told otherwise, and then answers with the job."""
        form = TextRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return job_response(request, request_text(user=request.user, fields=form.validated_data), default_wait=WAIT)


class GenerateImageView(GenerateView):
    @extend_schema(request=ImageRequestSerializer, responses={200: ImageResultSerializer, 202: JobSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make a picture; waits 5 seconds for it unless told otherwise, and then answers with the job."""
        form = ImageRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        return job_response(request, request_image(user=request.user, fields=form.validated_data), default_wait=WAIT)


class HistoryFilters(ApiFilterSet):
    content_type = django_filters.ChoiceFilter(choices=JobType.choices)
    brand_id = django_filters.NumberFilter(field_name="brand_id")


class ContentHistoryViewSet(Listing):
    """Texts and pictures that were made, the newest first."""

    queryset: RestrictedQuerySet[Any] = Generation.objects.select_related("asset__file")  # type: ignore[assignment]
    serializer_class = HistorySerializer
    filterset_class = HistoryFilters
    pagination_class = CursorPages
    search_fields = ("prompt", "text")
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at",)

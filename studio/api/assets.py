"""The asset library and what platforms take."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet, require
from artnex.api.filters import ApiFilterSet
from artnex.api.pagination import CursorPages
from artnex.api.parsers import UploadParser
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.api.viewsets import Deleting, Listing, RestrictedViewSet, Retrieving, Updating
from artnex.errors import NotFound
from studio.models import Asset, AssetSource, AssetType
from studio.platforms import PLATFORMS, as_json
from studio.serializers.assets import (
    AssetSerializer,
    AssetUploadSerializer,
    AssetVersionSerializer,
    PlatformSerializer,
    versions_of,
)
from studio.services.assets import delete_asset, store_asset, update_asset
from studio.services.generation import brand_for


class AssetFilters(ApiFilterSet):
    type = django_filters.ChoiceFilter(choices=AssetType.choices)
    source = django_filters.ChoiceFilter(choices=AssetSource.choices)
    brand_id = django_filters.NumberFilter(field_name="brand_id")
    tag = django_filters.CharFilter(method="with_tag")

    def with_tag(self, assets: QuerySet[Asset], _name: str, tag: str) -> QuerySet[Asset]:
        return assets.filter(tag_text__contains=f"|{tag.strip().lower()}|")


class AssetRows(RestrictedViewSet):
    queryset: RestrictedQuerySet[Any] = Asset.objects.select_related("file")  # type: ignore[assignment]
    serializer_class = AssetSerializer


class AssetLibraryViewSet(AssetRows, Listing):
    """The files of the library, the newest first."""

    filterset_class = AssetFilters
    pagination_class = CursorPages
    search_fields = ("title", "tag_text", "prompt", "file__name")
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at", "updated_at", "title")


class AssetViewSet(AssetRows, Retrieving, Updating, Deleting):
    """One file of the library."""

    def perform_update(self, instance: Asset, fields: dict[str, Any]) -> Asset:
        return update_asset(user=self.request.user, asset=instance, fields=fields)

    def perform_destroy(self, instance: Asset) -> None:
        delete_asset(user=self.request.user, asset=instance)


class AssetVersionsView(AssetRows):
    @extend_schema(responses=AssetVersionSerializer(many=True))
    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The versions of the file, the newest first."""
        rows = self.paginate_queryset(versions_of(self.fetch_object()))  # type: ignore[arg-type]
        return self.get_paginated_response(AssetVersionSerializer(rows, many=True).data)


class AssetUploadView(ApiView):
    parser_classes = [UploadParser]

    @extend_schema(request={"multipart/form-data": AssetUploadSerializer}, responses={201: AssetSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Bring a file into the library."""
        require(request.user, "update:brand")
        form = AssetUploadSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        given: Any = form.validated_data
        brand_id, file = given.get("brand_id"), given["file"]
        asset = store_asset(
            user=request.user,
            brand=None if brand_id is None else brand_for(request.user, brand_id),
            content=file,
            filename=file.name,
            title=given.get("title", ""),
            tags=given.get("tags", []),
        )
        return respond(AssetSerializer(asset).data, status=201, headers={"Location": f"/api/v1/assets/{asset.pk}"})


class PlatformSpecificationsView(ApiView):
    @extend_schema(responses=PlatformSerializer)
    def get(self, request: Request, platform: str, *args: Any, **kwargs: Any) -> Response:
        """What a platform takes: lengths, hashtags, picture sizes, and where that is written down."""
        known = PLATFORMS.get(platform)
        if known is None:
            raise NotFound
        return respond(PlatformSerializer(as_json(known)).data)

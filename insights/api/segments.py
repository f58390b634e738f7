"""Target groups."""

from typing import Any, ClassVar

import django_filters

from artnex.access import require
from artnex.api.filters import ApiFilterSet
from artnex.api.viewsets import FullViewSet
from insights.models import Segment
from insights.serializers.segments import SegmentSerializer
from insights.services.segments import brand_of_segment, create_segment, delete_segment, update_segment


class SegmentFilters(ApiFilterSet):
    brand_id = django_filters.NumberFilter(field_name="brand_id")


class SegmentViewSet(FullViewSet):
    queryset = Segment.objects.all()
    serializer_class = SegmentSerializer
    filterset_class = SegmentFilters
    search_fields = ("name", "description")
    ordering_fields: ClassVar[tuple[str, ...]] = ("name", "created_at", "updated_at")

    def check_create(self) -> None:
        require(self.request.user, "update:brand")

    def perform_create(self, fields: dict[str, Any]) -> Segment:
        brand = brand_of_segment(user=self.request.user, brand_id=fields.pop("brand_id", None))
        return create_segment(user=self.request.user, brand=brand, fields=fields)

    def perform_update(self, instance: Segment, fields: dict[str, Any]) -> Segment:
        return update_segment(user=self.request.user, segment=instance, fields=fields)

    def perform_destroy(self, instance: Segment) -> None:
        delete_segment(user=self.request.user, segment=instance)

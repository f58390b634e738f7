"""What all endpoints under a brand have in common."""

from functools import cached_property
from typing import Any, ClassVar

from artnex.access import RestrictedQuerySet, fetch
from artnex.api.viewsets import FullViewSet
from brands.models import Brand


class UnderBrandViewSet(FullViewSet):
    """Rows at `/brands/{brand_id}/…`. A brand that may not be seen is 404 before anything else is looked at."""

    brand_path: ClassVar[str] = "brand"

    @cached_property
    def brand(self) -> Brand:
        return fetch(Brand.objects.all(), self.request.user, "read", pk=self.kwargs["brand_id"])

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return self.queryset.filter(**{self.brand_path: self.brand.pk})

    def check_create(self) -> None:
        fetch(Brand.objects.all(), self.request.user, "update", pk=self.kwargs["brand_id"])

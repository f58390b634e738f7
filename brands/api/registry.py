"""Brands themselves: list, detail, writing, logo."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.fast_read import FastCall, FastPage
from artnex.api.filters import ApiFilterSet, FieldFilters, Ordering, Search
from artnex.api.pagination import page_facts, window_of
from artnex.api.parsers import JsonParser, UploadParser
from artnex.api.responses import respond
from artnex.api.viewsets import FullViewSet
from artnex.errors import BadRequest
from brands.enums import BrandRole
from brands.models import Brand
from brands.queries.registry import (
    brand_row,
    brand_rows,
    in_category,
    in_role,
    matching,
    new_brand_row,
    newest_brands,
    one_brand,
    present_brand,
    with_keyword,
)
from brands.serializers.registry import BrandInputSerializer, BrandSerializer, LogoSerializer
from brands.services.brands import create_brand, delete_brand, remove_logo, set_logo, update_brand


class BrandFilters(ApiFilterSet):
    category = django_filters.CharFilter(method="by_category")
    keyword = django_filters.CharFilter(method="by_keyword")
    role = django_filters.ChoiceFilter(choices=BrandRole.choices, method="by_role")

    def by_category(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return in_category(rows, value)

    def by_keyword(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return with_keyword(rows, value)

    def by_role(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        return in_role(rows, value)


class BrandSearch(Search):
    """`search=` (or `q=`): every word occurs in name, category, slogan or keywords, whole or in part."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        text = next((request.query_params[name] for name in self.parameters if request.query_params.get(name)), "")
        return matching(queryset, text)


class BrandViewSet(FullViewSet):
    queryset = Brand.objects.select_related("logo")
    serializer_class = BrandSerializer
    input_serializer_class = BrandInputSerializer
    filter_backends = [FieldFilters, BrandSearch, Ordering]
    filterset_class = BrandFilters
    search_fields = ("search_text",)
    ordering_fields = ("brand_name", "created_at", "updated_at", "popularity_index")
    permissions_needed: ClassVar[dict[str, str]] = {
        "list": "read:brand", "retrieve": "read:brand", "create": "create:brand"
    }  # fmt: skip

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        rows = self.paginate_queryset(self.filter_queryset(brand_rows(request.user)))
        return self.get_paginated_response([present_brand(row) for row in rows or ()])

    def present(self, instance: Brand) -> Any:
        return brand_row(self.request.user, instance)

    def present_new(self, instance: Brand) -> Any:
        return new_brand_row(instance)

    def perform_create(self, fields: dict[str, Any]) -> Brand:
        return create_brand(user=self.request.user, fields=fields)

    def perform_update(self, instance: Brand, fields: dict[str, Any]) -> Brand:
        return update_brand(user=self.request.user, brand=instance, fields=fields)

    def perform_destroy(self, instance: Brand) -> None:
        delete_brand(user=self.request.user, brand=instance)


class LogoView(BrandViewSet):
    parser_classes = [UploadParser, JsonParser]

    @extend_schema(request={"multipart/form-data": LogoSerializer}, responses={200: BrandSerializer})
    def upload(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take a picture as the logo."""
        brand = self.fetch_object("update")
        form = LogoSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        file = form.validated_data["file"]
        set_logo(user=request.user, brand=brand, content=file, filename=file.name)
        return respond(self.present(brand))

    @extend_schema(request=None, responses={204: None})
    def remove(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have no logo any more."""
        remove_logo(user=request.user, brand=self.fetch_object("update"))
        return respond(status=204)


# ── the fast way of list and detail ────────────────────────────────────────────────────────────────
PAGE_PARAMETERS = frozenset({"page", "page_size", "size", "skip", "limit"})


def _is_ordinary(call: FastCall) -> bool:
    """Whether the caller is no administrator and may read brands at all."""
    return not call.person.is_admin and call.person.may("read:brand")


def read_brands(call: FastCall) -> FastPage | None:
    """A page of all brands, newest first; filters, search and other orders are left to the view."""
    if not PAGE_PARAMETERS.issuperset(call.request.GET) or not _is_ordinary(call):
        return None
    try:
        window = window_of(call.request.GET)
    except BadRequest:
        return None
    rows, total = newest_brands(call.person.pk, skip=window.skip, size=window.size)
    return FastPage(rows, page_facts(window, total))


def read_brand(call: FastCall) -> dict[str, Any] | None:
    return one_brand(call.person.pk, call.kwargs["pk"]) if _is_ordinary(call) else None

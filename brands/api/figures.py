"""KPIs, personas, competitors and products of a brand."""

from datetime import date
from typing import Any, ClassVar

import django_filters
from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.filters import ApiFilterSet
from artnex.api.parsers import UploadParser
from artnex.api.responses import respond
from artnex.errors import BadRequest
from artnex.files.checks import check_file
from artnex.files.kinds import TABLE_LIMITS
from brands.api.base import UnderBrandViewSet
from brands.enums import KpiSource, ProductStatus
from brands.kpi_types import kpi_type
from brands.models import Brand, Competitor, Kpi, KpiRevision, Persona, Product
from brands.queries.figures import kpi_series, kpi_summary
from brands.serializers.figures import (
    CompetitorSerializer,
    KpiBulkSerializer,
    KpiFileResultSerializer,
    KpiFileSerializer,
    KpiRevisionSerializer,
    KpiSerializer,
    KpiSeriesSerializer,
    KpiSummarySerializer,
    PersonaSerializer,
    PictureSerializer,
    ProductSerializer,
)
from brands.services.children import create_child, delete_child, update_child
from brands.services.competitors import FULL_SHARE, set_competitor_kpis, share_total
from brands.services.kpi_import import read_kpi_file
from brands.services.kpis import TREND_KPI as DEFAULT_KPI
from brands.services.kpis import change_kpi, delete_kpi, enter_kpi, enter_kpis
from brands.services.products import remove_product_image, set_product_image

SERIES_PARAMETERS = [
    OpenApiParameter("kpi_type", OpenApiTypes.STR, description="followers when left out"),
    OpenApiParameter("from", OpenApiTypes.DATE),
    OpenApiParameter("to", OpenApiTypes.DATE),
]


class ChildViewSet(UnderBrandViewSet):
    """Rows without rules of their own: personas, competitors, products."""

    kind: ClassVar[type[Model]]

    def perform_create(self, fields: dict[str, Any]) -> Model:
        return create_child(self.kind, user=self.request.user, brand=self.brand, fields=fields)  # type: ignore[type-var]

    def perform_update(self, instance: Any, fields: dict[str, Any]) -> Any:
        return update_child(user=self.request.user, child=instance, fields=fields)

    def perform_destroy(self, instance: Any) -> None:
        delete_child(user=self.request.user, child=instance)


class KpiFilters(ApiFilterSet):
    kpi_type = django_filters.CharFilter(method="of_type")
    source = django_filters.ChoiceFilter(choices=KpiSource.choices)

    def of_type(self, rows: QuerySet, _name: str, value: str) -> QuerySet:
        if kpi_type(value) is None:
            raise BadRequest(details=[{"field": "kpi_type", "message": _("There is no such KPI.")}])
        return rows.filter(kpi_type=value)


class ProductFilters(ApiFilterSet):
    status = django_filters.ChoiceFilter(choices=ProductStatus.choices)


class PersonaViewSet(ChildViewSet):
    kind = Persona
    queryset = Persona.objects.all()
    serializer_class = PersonaSerializer
    search_fields = ("persona_name", "characteristics")
    ordering_fields = ("persona_name", "created_at")


class CompetitorViewSet(ChildViewSet):
    """When the market shares add up to more than 100 %, the answer's `message` says so."""

    kind = Competitor
    queryset = Competitor.objects.prefetch_related("kpis")
    serializer_class = CompetitorSerializer
    search_fields = ("competitor_name", "category")
    ordering_fields = ("competitor_name", "market_share", "created_at")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        self.check_create()
        with transaction.atomic():
            fields = self.read_body()
            row = self.note_figures(self.perform_create(fields), fields)
        headers = {"Location": self.location_of(row)}
        return respond(self.present(row), status=201, message=share_warning(self.brand), headers=headers)

    def update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.fetch_object("update")
        with transaction.atomic():
            fields = self.read_body(row)
            row = self.note_figures(self.perform_update(row, fields), fields)
        return respond(self.present(row), message=share_warning(self.brand))

    def note_figures(self, row: Any, fields: dict[str, Any]) -> Competitor:
        """Write the figures in the body; returns the competitor as it is now."""
        for kpi in fields.get("kpis", ()):
            values = {kpi["kpi_type"]: kpi["value"]}
            set_competitor_kpis(user=self.request.user, competitor=row, values=values, day=kpi["measurement_date"])
        return self.queryset.get(pk=row.pk)


class ProductViewSet(ChildViewSet):
    kind = Product
    queryset = Product.objects.select_related("image")
    serializer_class = ProductSerializer
    filterset_class = ProductFilters
    search_fields = ("sku", "name")
    ordering_fields = ("sku", "name", "price", "created_at")


class ProductImageView(ProductViewSet):
    """The picture of a product."""

    parser_classes = [UploadParser]

    @extend_schema(request={"multipart/form-data": PictureSerializer}, responses={200: ProductSerializer})
    def upload(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Take a picture instead of the present one."""
        product = self.fetch_object("update")
        form = PictureSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        file = form.validated_data["file"]
        set_product_image(user=request.user, product=product, content=file, filename=file.name, field="file")
        return respond(self.present(product))

    @extend_schema(request=None, responses={204: None})
    def remove(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have no picture any more."""
        remove_product_image(user=request.user, product=self.fetch_object("update"))
        return respond(status=204)


class KpiViewSet(UnderBrandViewSet):
    queryset = Kpi.objects.all()
    serializer_class = KpiSerializer
    filterset_class = KpiFilters
    ordering_fields = ("measurement_date", "kpi_type", "value", "created_at")

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A second value for the same day replaces the first, which stays in its history (200 instead of 201)."""
        self.check_create()
        row, is_new = enter_kpi(user=request.user, brand=self.brand, source=KpiSource.API, **self.read_body())
        return respond(self.present(row), status=201 if is_new else 200, headers={"Location": self.location_of(row)})

    def perform_update(self, instance: Kpi, fields: dict[str, Any]) -> Kpi:
        return change_kpi(user=self.request.user, kpi=instance, fields=fields)

    def perform_destroy(self, instance: Kpi) -> None:
        delete_kpi(user=self.request.user, kpi=instance)

    @extend_schema(request=KpiBulkSerializer, responses={201: KpiSerializer(many=True)})
    def bulk(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Many values at once, all or none."""
        self.check_create()
        sent: Any = request.data
        body = sent if "items" in sent else {"items": sent.get("kpis")}
        form = KpiBulkSerializer(data=body, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        rows = enter_kpis(user=request.user, brand=self.brand, rows=form.validated_data["items"])
        return respond(KpiSerializer(rows, many=True).data, status=201)

    @extend_schema(responses=KpiRevisionSerializer(many=True), filters=False)
    def revisions(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """What the value was before it was corrected, the latest correction first."""
        rows = KpiRevision.objects.restrict(request.user, "read").filter(kpi=self.fetch_object())
        return self.get_paginated_response(KpiRevisionSerializer(self.paginate_queryset(rows), many=True).data)

    @extend_schema(responses=KpiSummarySerializer, filters=False)
    def summary(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return respond(kpi_summary(self.brand))

    @extend_schema(responses=KpiSeriesSerializer, parameters=SERIES_PARAMETERS, filters=False)
    def series(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        start, end = day_of(request, "from"), day_of(request, "to")
        if start and end and end < start:
            raise BadRequest(details=[{"field": "to", "message": _("The end must not be before the start.")}])
        return respond(
            kpi_series(self.brand, request.query_params.get("kpi_type") or DEFAULT_KPI, start=start, end=end)
        )


class KpiImportView(KpiViewSet):
    """KPI values from a file."""

    parser_classes = [UploadParser]

    @extend_schema(request={"multipart/form-data": KpiFileSerializer}, responses={200: KpiFileResultSerializer})
    def import_file(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Read a CSV or XLSX file; with `dry_run` nothing is stored. Bad values are named and left out."""
        self.check_create()
        form = KpiFileSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        asked: Any = form.validated_data
        file = asked["file"]
        table = read_kpi_file(check_file(file, file.name, TABLE_LIMITS).content)
        stored = []
        if table.values and not asked["dry_run"]:
            stored = enter_kpis(user=request.user, brand=self.brand, rows=table.values, source=KpiSource.CSV)
        errors = [{"row": cell.row, "text": cell.text, "message": cell.reason} for cell in table.bad]
        return respond({"found": len(table.values), "stored": len(stored), "errors": errors})


def share_warning(brand: Brand) -> str:
    """A sentence when the competitors' shares cannot be right, else nothing."""
    total = share_total(brand)
    if total <= FULL_SHARE:
        return ""
    return _("The market shares add up to %(total)s%%. Together they cannot be more than 100%%.") % {
        "total": f"{total.normalize():f}"
    }


def day_of(request: Request, name: str) -> date | None:
    """The day in the query, None when absent; BadRequest when it is none."""
    text = request.query_params.get(name)
    if not text:
        return None
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise BadRequest(details=[{"field": name, "message": _("Must be a day such as 2026-01-31.")}])
    return day

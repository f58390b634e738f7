"""KPIs, personas, competitors and products of a brand."""

from datetime import date
from typing import Any, ClassVar

from django.db.models import Model
from django.utils.dateparse import parse_date
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.responses import respond
from artnex.errors import BadRequest
from brands.api.base import UnderBrandViewSet
from brands.enums import KpiSource
from brands.models import Competitor, Kpi, Persona, Product
from brands.queries.figures import kpi_series, kpi_summary
from brands.serializers.figures import (
    CompetitorSerializer,
    KpiBulkSerializer,
    KpiSerializer,
    PersonaSerializer,
    ProductSerializer,
)
from brands.services.children import create_child, delete_child, update_child
from brands.services.kpis import TREND_KPI as DEFAULT_KPI
from brands.services.kpis import change_kpi, delete_kpi, enter_kpi, enter_kpis


class ChildViewSet(UnderBrandViewSet):
    """Rows without rules of their own: personas, competitors, products."""

    kind: ClassVar[type[Model]]

    def perform_create(self, fields: dict[str, Any]) -> Model:
        return create_child(self.kind, user=self.request.user, brand=self.brand, fields=fields)  # type: ignore[type-var]

    def perform_update(self, instance: Any, fields: dict[str, Any]) -> Any:
        return update_child(user=self.request.user, child=instance, fields=fields)

    def perform_destroy(self, instance: Any) -> None:
        delete_child(user=self.request.user, child=instance)


class PersonaViewSet(ChildViewSet):
    kind = Persona
    queryset = Persona.objects.all()
    serializer_class = PersonaSerializer
    search_fields = ("persona_name", "characteristics")
    ordering_fields = ("persona_name", "created_at")


class CompetitorViewSet(ChildViewSet):
    kind = Competitor
    queryset = Competitor.objects.all()
    serializer_class = CompetitorSerializer
    search_fields = ("competitor_name", "category")
    ordering_fields = ("competitor_name", "market_share", "created_at")


class ProductViewSet(ChildViewSet):
    kind = Product
    queryset = Product.objects.select_related("image")
    serializer_class = ProductSerializer
    search_fields = ("sku", "name")
    ordering_fields = ("sku", "name", "price", "created_at")


class KpiViewSet(UnderBrandViewSet):
    queryset = Kpi.objects.all()
    serializer_class = KpiSerializer
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

    def bulk(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Many values at once, all or none."""
        self.check_create()
        body = request.data if "items" in request.data else {"items": request.data.get("kpis")}
        form = KpiBulkSerializer(data=body, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        rows = enter_kpis(user=request.user, brand=self.brand, rows=form.validated_data["items"])
        return respond(KpiSerializer(rows, many=True).data, status=201)

    def summary(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return respond(kpi_summary(self.brand))

    def series(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        start, end = day_of(request, "from"), day_of(request, "to")
        if start and end and end < start:
            raise BadRequest(details=[{"field": "to", "message": _("The end must not be before the start.")}])
        return respond(
            kpi_series(self.brand, request.query_params.get("kpi_type") or DEFAULT_KPI, start=start, end=end)
        )


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

"""KPIs, personas, competitors and products."""

from django.urls import path

from artnex.api.viewsets import crud_paths
from brands.api.figures import CompetitorViewSet, KpiViewSet, PersonaViewSet, ProductViewSet

BRAND = "brands/<int:brand_id>"

urlpatterns = [
    path(f"{BRAND}/kpis/summary", KpiViewSet.as_view({"get": "summary"}), name="kpi-summary"),
    path(f"{BRAND}/kpis/series", KpiViewSet.as_view({"get": "series"}), name="kpi-series"),
    path(f"{BRAND}/kpis/bulk", KpiViewSet.as_view({"post": "bulk"}), name="kpi-bulk"),
    *crud_paths(f"{BRAND}/kpis", KpiViewSet, name="kpi"),
    *crud_paths(f"{BRAND}/personas", PersonaViewSet, name="persona"),
    *crud_paths(f"{BRAND}/competitors", CompetitorViewSet, name="competitor"),
    *crud_paths(f"{BRAND}/products", ProductViewSet, name="product"),
]

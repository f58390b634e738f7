"""KPIs, personas, competitors and products."""

from django.urls import path

from artnex.api.viewsets import crud_paths
from brands.api.figures import (
    CompetitorViewSet,
    KpiImportView,
    KpiViewSet,
    PersonaViewSet,
    ProductImageView,
    ProductViewSet,
)

BRAND = "brands/<int:brand_id>"

urlpatterns = [
    path(f"{BRAND}/kpis/summary", KpiViewSet.as_view({"get": "summary"}), name="kpi-summary"),
    path(f"{BRAND}/kpis/series", KpiViewSet.as_view({"get": "series"}), name="kpi-series"),
    path(f"{BRAND}/kpis/bulk", KpiViewSet.as_view({"post": "bulk"}), name="kpi-bulk"),
    path(f"{BRAND}/kpis/import", KpiImportView.as_view({"post": "import_file"}), name="kpi-import"),
    path(f"{BRAND}/kpis/<int:pk>/revisions", KpiViewSet.as_view({"get": "revisions"}), name="kpi-revisions"),
    *crud_paths(f"{BRAND}/kpis", KpiViewSet, name="kpi"),
    *crud_paths(f"{BRAND}/personas", PersonaViewSet, name="persona"),
    *crud_paths(f"{BRAND}/competitors", CompetitorViewSet, name="competitor"),
    path(
        f"{BRAND}/products/<int:pk>/image",
        ProductImageView.as_view({"post": "upload", "delete": "remove"}),
        name="product-image",
    ),
    *crud_paths(f"{BRAND}/products", ProductViewSet, name="product"),
]

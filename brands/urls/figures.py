"""The brand's overview, KPIs, personas, competitors and products."""

from django.urls import path

from brands.views import kpis, market
from brands.views.overview import OverviewPage

BRAND = "brands/<int:brand_id>"
KPIS = f"{BRAND}/kpis"
PERSONAS = f"{BRAND}/personas"
COMPETITORS = f"{BRAND}/competitors"
PRODUCTS = f"{BRAND}/products"

urlpatterns = [
    path(f"{BRAND}/", OverviewPage.as_view(), name="brand"),
    path(f"{KPIS}/", kpis.KpisPage.as_view(), name="kpis"),
    path(f"{KPIS}/new/", kpis.NewKpiPage.as_view(), name="kpi_new"),
    path(f"{KPIS}/day/", kpis.DayKpisPage.as_view(), name="kpi_day"),
    path(f"{KPIS}/import/", kpis.ImportKpisPage.as_view(), name="kpi_import"),
    path(f"{KPIS}/import/<uuid:file_id>/", kpis.CheckKpisPage.as_view(), name="kpi_import_check"),
    path(f"{KPIS}/<int:pk>/edit/", kpis.EditKpiPage.as_view(), name="kpi_edit"),
    path(f"{KPIS}/<int:pk>/history/", kpis.KpiHistoryPage.as_view(), name="kpi_history"),
    path(f"{KPIS}/<int:pk>/delete/", kpis.DeleteKpiPage.as_view(), name="kpi_delete"),
    path(f"{PERSONAS}/", market.PersonasPage.as_view(), name="personas"),
    path(f"{PERSONAS}/new/", market.NewPersonaPage.as_view(), name="persona_new"),
    path(f"{PERSONAS}/<int:pk>/edit/", market.EditPersonaPage.as_view(), name="persona_edit"),
    path(f"{PERSONAS}/<int:pk>/delete/", market.DeletePersonaPage.as_view(), name="persona_delete"),
    path(f"{COMPETITORS}/", market.CompetitorsPage.as_view(), name="competitors"),
    path(f"{COMPETITORS}/new/", market.NewCompetitorPage.as_view(), name="competitor_new"),
    path(f"{COMPETITORS}/<int:pk>/edit/", market.EditCompetitorPage.as_view(), name="competitor_edit"),
    path(f"{COMPETITORS}/<int:pk>/delete/", market.DeleteCompetitorPage.as_view(), name="competitor_delete"),
    path(f"{PRODUCTS}/", market.ProductsPage.as_view(), name="products"),
    path(f"{PRODUCTS}/new/", market.NewProductPage.as_view(), name="product_new"),
    path(f"{PRODUCTS}/<int:pk>/edit/", market.EditProductPage.as_view(), name="product_edit"),
    path(f"{PRODUCTS}/<int:pk>/delete/", market.DeleteProductPage.as_view(), name="product_delete"),
]

"""The brand's overview, KPIs, personas, competitors and products."""

from django.urls import path

from brands.views.overview import OverviewPage

BRAND = "brands/<int:brand_id>"

urlpatterns = [
    path(f"{BRAND}/", OverviewPage.as_view(), name="brand"),
]

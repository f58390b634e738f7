"""Brands themselves."""

from django.urls import path

from artnex.api.fast_read import fast_get
from artnex.api.viewsets import LIST_ACTIONS, OBJECT_ACTIONS
from brands.api.exchange import ExportView, ImportView, SuggestionsView
from brands.api.registry import BrandViewSet, LogoView, read_brand, read_brands

ONE = "brands/<int:pk>"

urlpatterns = [
    path("brands", fast_get(BrandViewSet.as_view(LIST_ACTIONS), read_brands), name="brand-list"),
    path("brands/import", ImportView.as_view(), name="brand-import"),
    path("brands/export", ExportView.as_view({"get": "export"}), name="brand-export"),
    path(ONE, fast_get(BrandViewSet.as_view(OBJECT_ACTIONS), read_brand), name="brand-detail"),
    path(f"{ONE}/logo", LogoView.as_view({"post": "upload", "delete": "remove"}), name="brand-logo"),
    path(f"{ONE}/suggestions", SuggestionsView.as_view({"post": "ask"}), name="brand-suggestions"),
]

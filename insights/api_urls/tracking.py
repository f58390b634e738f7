"""Trackings and contents."""

from django.urls import path

from artnex.api.viewsets import crud_paths
from insights.api.tracking import (
    BrandTrackingsViewSet,
    ContentViewSet,
    CrawlViewSet,
    ExportViewSet,
    ImportContentsViewSet,
    TrackingContentsViewSet,
    TrackingViewSet,
    TrendViewSet,
)

TRACKING = "trackings/<int:tracking_id>"

urlpatterns = [
    *crud_paths("brands/<int:brand_id>/trackings", BrandTrackingsViewSet, name="brand-trackings"),
    *crud_paths("trackings", TrackingViewSet, name="tracking"),
    path(f"{TRACKING}/contents", TrackingContentsViewSet.as_view({"get": "list"}), name="tracking-contents"),
    path(f"{TRACKING}/crawl", CrawlViewSet.as_view({"post": "crawl"}), name="tracking-crawl"),
    path(f"{TRACKING}/import", ImportContentsViewSet.as_view({"post": "import_file"}), name="tracking-import"),
    path(f"{TRACKING}/export", ExportViewSet.as_view({"get": "export"}), name="tracking-export"),
    path(f"{TRACKING}/trend", TrendViewSet.as_view({"get": "trend"}), name="tracking-trend"),
    *crud_paths("contents", ContentViewSet, name="content"),
    path("contents/<int:pk>/history", ContentViewSet.as_view({"get": "history"}), name="content-history"),
]

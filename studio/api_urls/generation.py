"""Texts, pictures, history, assets, platforms."""

from django.urls import path

from studio.api.assets import (
    AssetLibraryViewSet,
    AssetUploadView,
    AssetVersionsView,
    AssetViewSet,
    PlatformSpecificationsView,
)
from studio.api.generation import ContentHistoryViewSet, GenerateImageView, GenerateTextView

ASSET: dict[str, str] = {"get": "retrieve", "patch": "partial_update", "delete": "destroy"}

urlpatterns = [
    path("generate/text", GenerateTextView.as_view(), name="generate-text"),
    path("generate/image", GenerateImageView.as_view(), name="generate-image"),
    path("content/history", ContentHistoryViewSet.as_view({"get": "list"}), name="content-history"),
    path("assets/library", AssetLibraryViewSet.as_view({"get": "list"}), name="asset-library"),
    path("assets/upload", AssetUploadView.as_view(), name="asset-upload"),
    path("assets/<uuid:pk>", AssetViewSet.as_view(ASSET), name="asset-detail"),  # type: ignore[arg-type]
    path("assets/<uuid:pk>/versions", AssetVersionsView.as_view({"get": "list"}), name="asset-versions"),
    path("platforms/<str:platform>/specifications", PlatformSpecificationsView.as_view(), name="platform-detail"),
]

"""The studio and its library."""

from django.urls import path

from studio.views.assets import AssetPage, DeleteAssetPage, EditAssetPage, LibraryPage, UploadPage
from studio.views.generation import (
    AnotherVersion,
    DeleteGenerationPage,
    GenerationPage,
    HistoryPage,
    ImagePage,
    PricePart,
    TextPage,
)

urlpatterns = [
    path("studio/", TextPage.as_view(), name="text"),
    path("studio/image/", ImagePage.as_view(), name="image"),
    path("studio/price/", PricePart.as_view(), name="price"),
    path("studio/history/", HistoryPage.as_view(), name="history"),
    path("studio/history/<int:pk>/", GenerationPage.as_view(), name="generation"),
    path("studio/history/<int:pk>/another/", AnotherVersion.as_view(), name="another"),
    path("studio/history/<int:pk>/delete/", DeleteGenerationPage.as_view(), name="generation_delete"),
    path("studio/library/", LibraryPage.as_view(), name="library"),
    path("studio/library/upload/", UploadPage.as_view(), name="upload"),
    path("studio/library/<uuid:pk>/", AssetPage.as_view(), name="asset"),
    path("studio/library/<uuid:pk>/edit/", EditAssetPage.as_view(), name="asset_edit"),
    path("studio/library/<uuid:pk>/delete/", DeleteAssetPage.as_view(), name="asset_delete"),
]

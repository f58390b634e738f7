"""Trackings and contents."""

from django.urls import path

from insights.views.contents import CheckContentsPage, ContentPage, ImportContentsPage
from insights.views.tracking import (
    AllTrackingsPage,
    CrawlNow,
    DeleteTrackingPage,
    EditTrackingPage,
    NewTrackingPage,
    TrackingPage,
    TrackingsPage,
)

TRACKINGS = "brands/<int:brand_id>/trackings"

urlpatterns = [
    path("trackings/", AllTrackingsPage.as_view(), name="all_trackings"),
    path(f"{TRACKINGS}/", TrackingsPage.as_view(), name="trackings"),
    path(f"{TRACKINGS}/new/", NewTrackingPage.as_view(), name="tracking_new"),
    path(f"{TRACKINGS}/<int:pk>/", TrackingPage.as_view(), name="tracking"),
    path(f"{TRACKINGS}/<int:pk>/edit/", EditTrackingPage.as_view(), name="tracking_edit"),
    path(f"{TRACKINGS}/<int:pk>/delete/", DeleteTrackingPage.as_view(), name="tracking_delete"),
    path(f"{TRACKINGS}/<int:pk>/crawl/", CrawlNow.as_view(), name="tracking_crawl"),
    path(f"{TRACKINGS}/<int:pk>/import/", ImportContentsPage.as_view(), name="content_import"),
    path(f"{TRACKINGS}/<int:pk>/import/<uuid:file_id>/", CheckContentsPage.as_view(), name="content_import_check"),
    path("brands/<int:brand_id>/contents/<int:pk>/", ContentPage.as_view(), name="content"),
]

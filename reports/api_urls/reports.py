"""Reports, their files and links, schedules, the one-stop run."""

from django.urls import path

from artnex.api.viewsets import crud_paths
from reports.api.onestop import OneStopView
from reports.api.reports import BrandReportsViewSet, ReportShareViewSet, ReportViewSet
from reports.api.schedules import ScheduleViewSet

REPORT = "reports/<int:pk>"

urlpatterns = [
    path("brands/<int:brand_id>/reports", BrandReportsViewSet.as_view({"get": "list"}), name="brand-report-list"),
    path("brands/<int:brand_id>/onestop", OneStopView.as_view(), name="brand-onestop"),
    *crud_paths("reports", ReportViewSet, name="report"),
    path(f"{REPORT}/export", ReportViewSet.as_view({"post": "export"}), name="report-export"),
    path(f"{REPORT}/file", ReportViewSet.as_view({"get": "file"}), name="report-file"),
    path(f"{REPORT}/share", ReportViewSet.as_view({"get": "shares", "post": "share"}), name="report-share"),
    path(
        "reports/<int:report_id>/share/<int:pk>",
        ReportShareViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
        name="report-share-detail",
    ),
    path(
        f"{REPORT}/comments",
        ReportViewSet.as_view({"get": "comments", "post": "add_comment"}),
        name="report-comments",
    ),
    *crud_paths("report-schedules", ScheduleViewSet, name="report-schedule"),
]

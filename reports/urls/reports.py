"""Reports, their files, links and remarks; schedules; the one-stop run."""

from django.urls import path

from reports.views.exports import ExportPage
from reports.views.onestop import OneStopPage
from reports.views.remarks import AddCommentPage, EditParagraphPage, RewriteSectionPage
from reports.views.reports import BrandReportsPage, DeleteReportPage, ReportPage, ReportsPage
from reports.views.schedules import (
    DeleteSchedulePage,
    EditSchedulePage,
    NewSchedulePage,
    SchedulesPage,
    UnsubscribePage,
)
from reports.views.shares import RevokeSharePage, SharedReportPage, SharesPage

REPORT = "reports/<int:pk>"
SECTION = f"{REPORT}/sections/<int:section_id>"
SCHEDULES = "reports/schedules"

urlpatterns = [
    path("reports/", ReportsPage.as_view(), name="list"),
    path("brands/<int:brand_id>/reports/", BrandReportsPage.as_view(), name="brand"),
    path("brands/<int:brand_id>/onestop/", OneStopPage.as_view(), name="onestop"),
    path(f"{REPORT}/", ReportPage.as_view(), name="report"),
    path(f"{REPORT}/delete/", DeleteReportPage.as_view(), name="delete"),
    path(f"{REPORT}/export/", ExportPage.as_view(), name="export"),
    path(f"{REPORT}/share/", SharesPage.as_view(), name="shares"),
    path(f"{REPORT}/share/<int:share_id>/revoke/", RevokeSharePage.as_view(), name="share_revoke"),
    path(f"{REPORT}/comments/", AddCommentPage.as_view(), name="comment"),
    path(f"{SECTION}/anew/", RewriteSectionPage.as_view(), name="section_anew"),
    path(f"{SECTION}/paragraphs/<str:paragraph_id>/", EditParagraphPage.as_view(), name="paragraph"),
    path(f"{SCHEDULES}/", SchedulesPage.as_view(), name="schedules"),
    path(f"{SCHEDULES}/new/", NewSchedulePage.as_view(), name="schedule_new"),
    path(f"{SCHEDULES}/<int:pk>/", EditSchedulePage.as_view(), name="schedule_edit"),
    path(f"{SCHEDULES}/<int:pk>/delete/", DeleteSchedulePage.as_view(), name="schedule_delete"),
    path("reports/leave/<str:token>/", UnsubscribePage.as_view(), name="unsubscribe"),
    path("r/<str:token>", SharedReportPage.as_view(), name="shared"),
]

"""Questions about a brand."""

from django.urls import path

from insights.views.ask import DecideCard, DeleteInsightPage, InsightPage, InsightsPage, ReportCard

INSIGHTS = "brands/<int:brand_id>/insights"

urlpatterns = [
    path(f"{INSIGHTS}/", InsightsPage.as_view(), name="insights"),
    path(f"{INSIGHTS}/<int:pk>/", InsightPage.as_view(), name="insight"),
    path(f"{INSIGHTS}/<int:pk>/delete/", DeleteInsightPage.as_view(), name="insight_delete"),
    path(f"{INSIGHTS}/cards/<int:pk>/decide/", DecideCard.as_view(), name="card_decide"),
    path(f"{INSIGHTS}/cards/<int:pk>/report/", ReportCard.as_view(), name="card_report"),
]

"""Insights: asking, conversations, decisions."""

from django.urls import path

from insights.views.ask import (
    BrandInsightsPage,
    CardDecision,
    DeleteInsightPage,
    FollowUp,
    InsightPage,
    InsightsPage,
)

ONE = "brands/<int:brand_id>/insights/<int:pk>"

urlpatterns = [
    path("insights/", InsightsPage.as_view(), name="insights"),
    path("brands/<int:brand_id>/insights/", BrandInsightsPage.as_view(), name="brand_insights"),
    path(f"{ONE}/", InsightPage.as_view(), name="insight"),
    path(f"{ONE}/ask/", FollowUp.as_view(), name="insight_follow_up"),
    path(f"{ONE}/delete/", DeleteInsightPage.as_view(), name="insight_delete"),
    path(f"{ONE}/cards/<int:card_id>/", CardDecision.as_view(), name="insight_card"),
]

"""Insights."""

from django.urls import path

from insights.api.ask import AnalyzeView, BrandInsights, FollowUpView, InsightViewSet

urlpatterns = [
    path(
        "brands/<int:brand_id>/insights",
        BrandInsights.as_view({"get": "list", "post": "create"}),
        name="brand-insight-list",
    ),
    path("insights/analyze", AnalyzeView.as_view(), name="insight-analyze"),
    path("insights/<int:pk>", InsightViewSet.as_view({"get": "retrieve", "delete": "destroy"}), name="insight-detail"),
    path("insights/<int:pk>/messages", FollowUpView.as_view(), name="insight-messages"),
]

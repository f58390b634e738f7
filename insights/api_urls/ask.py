"""Questions about a brand."""

from django.urls import path

from insights.api.ask import AnalyzeView, BrandInsightsView, InsightMessagesView, InsightViewSet

urlpatterns = [
    path("brands/<int:brand_id>/insights", BrandInsightsView.as_view({"get": "list", "post": "create"})),
    path("insights/analyze", AnalyzeView.as_view(), name="insight-analyze"),
    path("insights/<int:pk>", InsightViewSet.as_view({"get": "retrieve", "delete": "destroy"}), name="insight-detail"),
    path("insights/<int:pk>/messages", InsightMessagesView.as_view(), name="insight-messages"),
]

from django.urls import path

from artnex.ai.api import BudgetsView, CostHistoryViewSet, CostSummaryView

urlpatterns = [
    path("costs/summary", CostSummaryView.as_view(), name="cost-summary"),
    path("costs/tracking/summary", CostSummaryView.as_view(), name="cost-summary-alias"),
    path("costs/history", CostHistoryViewSet.as_view({"get": "list"}), name="cost-history"),
    path("costs/budgets", BudgetsView.as_view(), name="cost-budgets"),
]

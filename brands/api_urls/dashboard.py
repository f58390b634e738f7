"""The dashboard."""

from django.urls import path

from brands.api.dashboard import DashboardSearchView, DashboardView, ShortcutsView, UserStatusView

urlpatterns = [
    path("dashboard", DashboardView.as_view(), name="dashboard"),
    path("dashboard/brands/shortcuts", ShortcutsView.as_view(), name="dashboard-shortcuts"),
    path("dashboard/user/status", UserStatusView.as_view(), name="dashboard-status"),
    path("dashboard/search", DashboardSearchView.as_view(), name="dashboard-search"),
]

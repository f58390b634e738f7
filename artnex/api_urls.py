"""All endpoints under /api/v1; each app brings its own list."""

from django.urls import include, path

urlpatterns = [
    path("", include("artnex.api.urls")),
    path("", include("artnex.events.api_urls")),
    path("", include("artnex.jobs.api_urls")),
    path("", include("artnex.ai.api_urls")),
    path("", include("artnex.files.api_urls")),
    path("", include("accounts.api_urls")),
    path("", include("brands.api_urls")),
    path("", include("insights.api_urls")),
    path("", include("studio.api_urls")),
    path("", include("reports.api_urls")),
]

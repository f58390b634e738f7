"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path, re_path

from artnex.api import docs
from artnex.api.unknown import unknown_endpoint
from artnex.live.views import connect
from artnex.routing import indexed
from artnex.web import health, metrics

urlpatterns = [
    path("health", health.health, name="health"),
    path("ready", health.ready, name="ready"),
    path("metrics", metrics.metrics, name="metrics"),
    path("ws", connect, name="ws"),
    indexed("api/v1/", "artnex.api_urls"),
    path("api/openapi.json", docs.openapi_json, name="openapi"),
    path("api/docs", docs.swagger, name="api-docs"),
    path("api/redoc", docs.redoc, name="api-redoc"),
    re_path(r"^api/(?P<rest>.*)$", unknown_endpoint),
    path("admin/", admin.site.urls),
    path("", include("artnex.files.urls")),
    path("jobs/", include("artnex.jobs.urls")),
    path("", include("artnex.web.urls")),
    path("", include("accounts.urls")),
    path("", include("brands.urls")),
    path("", include("insights.urls")),
    path("", include("studio.urls")),
    path("", include("reports.urls")),
]

handler400 = "artnex.web.views.bad_request"
handler403 = "artnex.web.views.permission_denied"
handler404 = "artnex.web.views.page_not_found"
handler500 = "artnex.web.views.server_error"

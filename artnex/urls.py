"""All addresses of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("artnex.api_urls")),
    path("admin/", admin.site.urls),
    path("", include("artnex.web.urls")),
    path("", include("accounts.urls")),
]

handler400 = "artnex.web.views.bad_request"
handler403 = "artnex.web.views.permission_denied"
handler404 = "artnex.web.views.page_not_found"
handler500 = "artnex.web.views.server_error"

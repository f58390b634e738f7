"""Addresses of the platform's own pages."""

from django.urls import path

from artnex.web import views

app_name = "web"
urlpatterns = [
    path("", views.FrontPage.as_view(), name="home"),
    path("go/", views.GoPage.as_view(), name="go"),
    path("language/", views.set_language, name="language"),
    path("theme/", views.set_theme, name="theme"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("styleguide/", views.styleguide, name="styleguide"),
]

"""Pages of the brand tree; each branch has its own list."""

from django.urls import URLPattern

from brands.urls import figures

app_name = "brands"
urlpatterns: list[URLPattern] = [
    *figures.urlpatterns,
]

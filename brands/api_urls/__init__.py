"""Endpoints of the brand tree; each branch has its own list."""

from brands.api_urls import dna, figures

urlpatterns = [*figures.urlpatterns, *dna.urlpatterns]

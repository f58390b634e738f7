"""Brand DNA and presets."""

from django.urls import path

from artnex.api.viewsets import crud_paths
from brands.api.dna import DnaViewSet, PresetViewSet

DNA = "brand-dna/<int:pk>"

urlpatterns = [
    *crud_paths("brand-dna", DnaViewSet, name="brand-dna"),
    path(f"{DNA}/versions", DnaViewSet.as_view({"get": "versions"}), name="brand-dna-versions"),
    path(f"{DNA}/versions/<int:number>", DnaViewSet.as_view({"get": "version"}), name="brand-dna-version"),
    path(f"{DNA}/versions/<int:number>/restore", DnaViewSet.as_view({"post": "restore"}), name="brand-dna-restore"),
    path(f"{DNA}/compare", DnaViewSet.as_view({"get": "compare"}), name="brand-dna-compare"),
    path(f"{DNA}/export", DnaViewSet.as_view({"get": "export"}), name="brand-dna-export"),
    path(f"{DNA}/comments", DnaViewSet.as_view({"get": "comments", "post": "add_comment"}), name="brand-dna-comments"),
    *crud_paths("presets", PresetViewSet, name="preset"),
]

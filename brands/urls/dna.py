"""Brand DNA and presets."""

from django.urls import path

from brands.views import dna, dna_history, dna_start

DNA = "brand-dna/<int:pk>"

urlpatterns = [
    path("brands/<int:brand_id>/dna/", dna_start.DnaTabPage.as_view(), name="dna_tab"),
    path("brands/<int:brand_id>/dna/new/", dna_start.NewBrandDnaPage.as_view(), name="dna_new_for_brand"),
    path("brand-dna/", dna_start.DnaListPage.as_view(), name="dna_list"),
    path("brand-dna/new/", dna_start.NewOwnDnaPage.as_view(), name="dna_new"),
    path("brand-dna/preview.css", dna_history.PreviewCss.as_view(), name="dna_preview_css"),
    path(f"{DNA}/", dna.EditorPage.as_view(), name="dna"),
    path(f"{DNA}/comments/", dna.CommentPage.as_view(), name="dna_comment"),
    path(f"{DNA}/preset/", dna.SaveAsPresetPage.as_view(), name="dna_preset"),
    path(f"{DNA}/delete/", dna.DeleteDnaPage.as_view(), name="dna_delete"),
    path(f"{DNA}/versions/", dna_history.VersionsPage.as_view(), name="dna_versions"),
    path(f"{DNA}/versions/<int:number>/restore/", dna_history.RestorePage.as_view(), name="dna_restore"),
    path(f"{DNA}/compare/", dna_history.ComparePage.as_view(), name="dna_compare"),
    path(f"{DNA}/export/", dna_history.ExportPage.as_view(), name="dna_export"),
    path("presets/", dna_start.PresetsPage.as_view(), name="presets"),
    path("presets/<int:pk>/", dna_start.ChangePresetPage.as_view(), name="preset"),
    path("presets/<int:pk>/delete/", dna_start.DeletePresetPage.as_view(), name="preset_delete"),
]

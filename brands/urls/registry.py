"""The list of brands, registration, import, export and settings."""

from django.urls import path

from brands.views import brand_import, registration, registry, settings

ONE = "brands/<int:brand_id>"

urlpatterns = [
    path("brands/", registry.BrandListPage.as_view(), name="list"),
    path("brands/export/", registry.ExportPage.as_view(), name="export"),
    path("brands/new/", registration.NewBrandPage.as_view(), name="new"),
    path("brands/import/", brand_import.ImportPage.as_view(), name="import"),
    path("brands/import/<uuid:file_id>/", brand_import.ImportCheckPage.as_view(), name="import_check"),
    path("brands/import/<uuid:file_id>/result/", brand_import.ImportResultPage.as_view(), name="import_result"),
    path(f"{ONE}/register/<int:step>/", registration.registration, name="register"),
    path(f"{ONE}/register/ask/", registration.AskForProposals.as_view(), name="ask_for_proposals"),
    path(f"{ONE}/register/proposals/<int:pk>/", registration.DecideProposal.as_view(), name="decide_proposal"),
    path(f"{ONE}/register/finish/", registration.FinishRegistration.as_view(), name="finish_registration"),
    path(f"{ONE}/settings/", settings.SettingsPage.as_view(), name="settings"),
    path(f"{ONE}/settings/delete/", settings.DeleteBrandPage.as_view(), name="delete"),
]

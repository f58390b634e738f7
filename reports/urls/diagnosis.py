"""The diagnosis."""

from django.urls import path

from reports.views.diagnosis import (
    AnswerByLinkPage,
    AreaPage,
    BeginAnewPage,
    DiagnosisPage,
    InvitePage,
    RemoveRespondentPage,
    StartReport,
    WeightsPage,
)

DIAGNOSIS = "brands/<int:brand_id>/diagnosis"

urlpatterns = [
    path(f"{DIAGNOSIS}/", DiagnosisPage.as_view(), name="diagnosis"),
    path(f"{DIAGNOSIS}/report/", StartReport.as_view(), name="diagnosis_report"),
    path(f"{DIAGNOSIS}/invite/", InvitePage.as_view(), name="diagnosis_invite"),
    path(f"{DIAGNOSIS}/weights/", WeightsPage.as_view(), name="diagnosis_weights"),
    path(f"{DIAGNOSIS}/anew/", BeginAnewPage.as_view(), name="diagnosis_anew"),
    path(f"{DIAGNOSIS}/respondents/<int:pk>/remove/", RemoveRespondentPage.as_view(), name="respondent_remove"),
    path(f"{DIAGNOSIS}/step/<slug:area>/", AreaPage.as_view(), name="diagnosis_area"),
    path("diagnosis/answer/<str:token>/", AnswerByLinkPage.as_view(), name="diagnosis_answer"),
]

"""The diagnosis."""

from django.urls import path

from reports.api.diagnosis import DiagnoseView, DiagnosisView, QuestionsView, RespondentsView

urlpatterns = [
    path("diagnosis/questions", QuestionsView.as_view(), name="diagnosis-questions"),
    path("brands/<int:brand_id>/diagnosis", DiagnosisView.as_view(), name="diagnosis"),
    path("brands/<int:brand_id>/diagnosis/respondents", RespondentsView.as_view(), name="diagnosis-respondents"),
    path("brands/<int:brand_id>/diagnose", DiagnoseView.as_view(), name="diagnose"),
]

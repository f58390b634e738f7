"""Pages of jobs and workflows."""

from django.urls import path

from artnex.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobsPage.as_view(), name="list"),
    path("<uuid:pk>/", views.JobPage.as_view(), name="detail"),
    path("<uuid:pk>/cancel/", views.CancelJob.as_view(), name="cancel"),
    path("<uuid:pk>/retry/", views.RetryJob.as_view(), name="retry"),
    path("workflows/<uuid:pk>/", views.WorkflowPage.as_view(), name="workflow"),
    path("workflows/<uuid:pk>/decide/", views.DecideWorkflow.as_view(), name="decide"),
    path("batches/<uuid:pk>/", views.BatchPage.as_view(), name="batch"),
]

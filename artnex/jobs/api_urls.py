from django.urls import path

from artnex.jobs.api import JobViewSet, WorkerStatusView, WorkflowBatchViewSet, WorkflowViewSet

urlpatterns = [
    path("system/worker-status", WorkerStatusView.as_view(), name="worker-status"),
    path("jobs", JobViewSet.as_view({"get": "list"}), name="job-list"),
    path("jobs/<uuid:pk>", JobViewSet.as_view({"get": "retrieve"}), name="job-detail"),
    path("jobs/<uuid:pk>/cancel", JobViewSet.as_view({"post": "cancel"}), name="job-cancel"),
    path("jobs/<uuid:pk>/retry", JobViewSet.as_view({"post": "retry"}), name="job-retry"),
    path("workflows", WorkflowViewSet.as_view({"get": "list", "post": "start"}), name="workflow-list"),
    path("workflows/<uuid:pk>/status", WorkflowViewSet.as_view({"get": "status"}), name="workflow-status"),
    path(
        "workflows/<uuid:pk>/intervention",
        WorkflowViewSet.as_view({"put": "intervention"}),
        name="workflow-intervention",
    ),
    path(
        "workflows/batch/<uuid:pk>/status",
        WorkflowBatchViewSet.as_view({"get": "status"}),
        name="workflow-batch-status",
    ),
]

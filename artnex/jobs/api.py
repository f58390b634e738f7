"""Endpoints of jobs and workflows."""

from typing import Any, ClassVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.api.pagination import CursorPages
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.api.viewsets import Listing, RestrictedViewSet, Retrieving
from artnex.errors import ValidationFailed
from artnex.jobs.enums import JobStatus
from artnex.jobs.filters import JobFilters, WorkflowFilters
from artnex.jobs.interventions import intervene
from artnex.jobs.models import Job, Workflow, WorkflowBatch
from artnex.jobs.queries import live_workers, oldest_waiting_seconds, queue_depths
from artnex.jobs.serializers import (
    BatchSerializer,
    InterventionSerializer,
    JobSerializer,
    StartWorkflowSerializer,
    WorkerStatusSerializer,
    WorkflowSerializer,
)
from artnex.jobs.services import cancel_job, retry_job
from artnex.jobs.workflow_registry import find_workflow_kind
from artnex.jobs.workflow_status import batch_status, usual_seconds, workflow_status
from artnex.jobs.workflows import start_workflow

BROKERS = {"amqp": "rabbitmq", "amqps": "rabbitmq", "redis": "redis", "rediss": "redis"}


class WorkerStatusView(ApiView):
    """For administrators: workers and queues."""

    permissions_needed: ClassVar[dict[str, str]] = {"GET": "manage:users"}

    @extend_schema(responses=WorkerStatusSerializer)
    def get(self, request: Request) -> Response:
        """Which workers live, and what waits and runs in each queue."""
        workers = live_workers()
        running = queue_depths(JobStatus.RUNNING)
        found = {
            "status": "ok" if workers else "down",
            "broker": BROKERS.get(settings.CELERY_BROKER_URL.partition(":")[0], "embedded"),
            "workers": [{"name": worker.worker, "seen_at": worker.seen_at} for worker in workers],
            "queues": [
                {"name": name, "waiting": waiting, "running": running.get(name, 0)}
                for name, waiting in queue_depths().items()
            ],
            "oldest_waiting_seconds": round(oldest_waiting_seconds(), 1),
        }
        return respond(WorkerStatusSerializer(found).data)


class JobViewSet(Listing, Retrieving):
    """The caller's long work."""

    queryset = Job.objects.all()
    serializer_class = JobSerializer
    filterset_class = JobFilters
    ordering_fields = ("created_at", "finished_at", "status", "kind")
    pagination_class = CursorPages

    @extend_schema(request=None, responses=JobSerializer)
    def cancel(self, request: Request, pk: Any) -> Response:
        """Stop a job: a waiting one at once, a running one as soon as it can."""
        return respond(self.present(cancel_job(job=self.fetch_object("update"), user=request.user)))

    @extend_schema(request=None, responses={202: JobSerializer})
    def retry(self, request: Request, pk: Any) -> Response:
        """Start a failed or cancelled job again."""
        job = retry_job(job=self.fetch_object("update"), user=request.user)
        return respond(self.present(job), status=202, headers={"Location": job.api_url})


class WorkflowViewSet(Listing):
    """Workflows of the caller and of the caller's brands."""

    queryset = Workflow.objects.select_related("batch").prefetch_related("steps__job")
    serializer_class = WorkflowSerializer
    filterset_class = WorkflowFilters
    ordering_fields = ("created_at", "finished_at", "status", "kind")
    pagination_class = CursorPages

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List workflows, the newest first."""
        rows = self.paginate_queryset(self.filter_queryset(self.get_queryset())) or []
        expected = {kind: usual_seconds(kind) for kind in {row.kind for row in rows}}
        found = [workflow_status(row, expected[row.kind]) for row in rows]
        return self.get_paginated_response(WorkflowSerializer(found, many=True).data)

    @extend_schema(request=StartWorkflowSerializer, responses={202: WorkflowSerializer})
    def start(self, request: Request) -> Response:
        """Start a workflow of the kind named; what else the body holds depends on the kind."""
        form = StartWorkflowSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        kind = find_workflow_kind(form.validated_data["kind"])
        if kind is None or kind.prepare is None:
            raise ValidationFailed.field("kind", _("There is no workflow of this kind to start."))
        asked = kind.prepare(request.user, dict(request.data))
        workflow = start_workflow(
            kind.name,
            user=request.user,
            params=asked.params,
            brand_id=asked.brand_id,
            skip=asked.skip,
            review=asked.review,
        )
        return respond(self.present(workflow), status=202, headers={"Location": workflow.api_url})

    @extend_schema(responses=WorkflowSerializer)
    def status(self, request: Request, pk: Any) -> Response:
        """Where a workflow stands, step by step."""
        return respond(self.present(self.fetch_object()))

    @extend_schema(
        request=InterventionSerializer,
        responses={200: OpenApiResponse(WorkflowSerializer, "The workflow after the decision.")},
    )
    def intervention(self, request: Request, pk: Any) -> Response:
        """Approve, edit or reject the step that waits for review, cancel the workflow, or resume a failed one."""
        workflow = self.fetch_object("update")
        form = InterventionSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        intervene(workflow=workflow, user=request.user, **form.validated_data)
        return respond(self.present(self.fetch_object()))

    def present(self, instance: Workflow) -> Any:
        return WorkflowSerializer(workflow_status(instance)).data


class WorkflowBatchViewSet(RestrictedViewSet):
    """Many workflows started together."""

    queryset = WorkflowBatch.objects.all()
    serializer_class = BatchSerializer

    @extend_schema(responses=BatchSerializer)
    def status(self, request: Request, pk: Any) -> Response:
        """Where the workflows of a batch stand."""
        return respond(self.present(self.fetch_object()))

    def present(self, instance: WorkflowBatch) -> Any:
        return BatchSerializer(batch_status(instance)).data

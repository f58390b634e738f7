"""Jobs and workflows as the API shows them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artnex.jobs.enums import Intervention, JobStatus, StepStatus, WorkflowStatus
from artnex.jobs.models import Job

FREE_OBJECT = {"type": ["object", "null"], "additionalProperties": True}


class ErrorSerializer(serializers.Serializer):
    """Why something failed: the code for programs, the message for people."""

    code = serializers.CharField()
    message = serializers.CharField(allow_blank=True)


class JobSerializer(serializers.ModelSerializer):
    """One piece of long work."""

    status = serializers.ChoiceField(choices=JobStatus.choices, read_only=True)
    progress = serializers.IntegerField(read_only=True, min_value=0, max_value=100)
    step = serializers.CharField(read_only=True, allow_blank=True)
    engine = serializers.CharField(read_only=True, allow_blank=True)
    brand_id = serializers.IntegerField(read_only=True, allow_null=True)
    result = serializers.SerializerMethodField()
    result_url = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    attempts = serializers.IntegerField(read_only=True, min_value=0)

    class Meta:
        model = Job
        fields = (
            *("id", "kind", "status", "progress", "step", "engine", "brand_id", "result", "result_url", "error"),
            *("attempts", "created_at", "started_at", "finished_at"),
        )
        read_only_fields = fields

    @extend_schema_field(FREE_OBJECT)
    def get_result(self, job: Job) -> dict[str, Any] | None:
        return job.result

    @extend_schema_field({"type": ["string", "null"]})
    def get_result_url(self, job: Job) -> str | None:
        return job.result_url or None

    @extend_schema_field(ErrorSerializer(allow_null=True))
    def get_error(self, job: Job) -> dict[str, str] | None:
        return {"code": job.error_code, "message": job.error_message} if job.error_code else None


class WorkflowStepSerializer(serializers.Serializer):
    """One step of a workflow."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    status = serializers.ChoiceField(choices=StepStatus.choices)
    review = serializers.BooleanField()
    progress = serializers.IntegerField(min_value=0, max_value=100)
    job_id = serializers.UUIDField(allow_null=True)
    result = serializers.DictField(allow_null=True)
    note = serializers.CharField(allow_blank=True)
    comment = serializers.CharField(allow_blank=True)
    started_at = serializers.DateTimeField(allow_null=True)
    finished_at = serializers.DateTimeField(allow_null=True)


class WorkflowSerializer(serializers.Serializer):
    """A workflow: where it stands, step by step."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    status = serializers.ChoiceField(choices=WorkflowStatus.choices)
    brand_id = serializers.IntegerField(allow_null=True)
    batch_id = serializers.UUIDField(allow_null=True)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    eta_seconds = serializers.IntegerField(allow_null=True, min_value=0)
    current_step = serializers.CharField(allow_null=True)
    steps = WorkflowStepSerializer(many=True)
    error = ErrorSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    finished_at = serializers.DateTimeField(allow_null=True)


class BatchItemSerializer(serializers.Serializer):
    """One workflow of a batch, in short."""

    id = serializers.UUIDField()
    position = serializers.IntegerField(min_value=0)
    status = serializers.ChoiceField(choices=WorkflowStatus.choices)
    progress = serializers.IntegerField(min_value=0, max_value=100)
    current_step = serializers.CharField(allow_null=True)
    error = ErrorSerializer(allow_null=True)


class BatchCountsSerializer(serializers.Serializer):
    """How many workflows of a batch are where."""

    running = serializers.IntegerField(min_value=0)
    waiting_review = serializers.IntegerField(min_value=0)
    succeeded = serializers.IntegerField(min_value=0)
    failed = serializers.IntegerField(min_value=0)
    cancelled = serializers.IntegerField(min_value=0)


class BatchSerializer(serializers.Serializer):
    """Many workflows started together."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    status = serializers.ChoiceField(choices=WorkflowStatus.choices)
    brand_id = serializers.IntegerField(allow_null=True)
    total = serializers.IntegerField(min_value=0)
    counts = BatchCountsSerializer()
    progress = serializers.IntegerField(min_value=0, max_value=100)
    eta_seconds = serializers.IntegerField(allow_null=True, min_value=0)
    items = BatchItemSerializer(many=True)
    created_at = serializers.DateTimeField()


class WorkerSerializer(serializers.Serializer):
    """One worker, and when it was last seen at work."""

    name = serializers.CharField()
    seen_at = serializers.DateTimeField()


class QueueSerializer(serializers.Serializer):
    """One queue: how much waits and how much runs."""

    name = serializers.CharField()
    waiting = serializers.IntegerField(min_value=0)
    running = serializers.IntegerField(min_value=0)


class WorkerStatusSerializer(serializers.Serializer):
    """Who works, and what waits."""

    status = serializers.ChoiceField(choices=["ok", "down"])
    broker = serializers.ChoiceField(choices=["embedded", "rabbitmq", "redis"])
    workers = WorkerSerializer(many=True)
    queues = QueueSerializer(many=True)
    oldest_waiting_seconds = serializers.FloatField(min_value=0)


class InterventionSerializer(serializers.Serializer):
    """A person's decision on a workflow."""

    action = serializers.ChoiceField(choices=Intervention.choices)
    step = serializers.CharField(required=False, allow_blank=True, default="", max_length=60)
    changes = serializers.DictField(required=False, default=dict)
    comment = serializers.CharField(required=False, allow_blank=True, default="", max_length=1000)


class StartWorkflowSerializer(serializers.Serializer):
    """Which workflow to start; the other fields of the body depend on the kind."""

    kind = serializers.CharField(max_length=80)

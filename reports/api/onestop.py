"""The one-stop run through the API."""

from typing import Any

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import fetch
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.jobs.serializers import WorkflowSerializer
from artnex.jobs.workflow_status import workflow_status
from brands.models import Brand
from reports.onestop import STEPS
from reports.services.onestop import start_onestop, stops_between

STEP_LIST = {"type": "array", "items": {"type": "string", "enum": list(STEPS)}}


@extend_schema_field({"oneOf": [{"type": "boolean"}, STEP_LIST]})
class ReviewField(serializers.MultipleChoiceField):
    """True: after every step but the last; or the names of the steps after which a person is asked."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=list(STEPS), allow_empty=True, **options)

    def to_internal_value(self, data: Any) -> Any:
        return data if isinstance(data, bool) else super().to_internal_value(data)


class OneStopSerializer(serializers.Serializer):
    """Which steps, and where to stop for a person."""

    steps = serializers.ListField(child=serializers.ChoiceField(list(STEPS)), required=False, max_length=len(STEPS))
    stop_for_review = ReviewField(default=False)


class OneStopView(ApiView):
    """Carries a brand from diagnosis to the printed report."""

    @extend_schema(request=OneStopSerializer, responses={202: WorkflowSerializer})
    def post(self, request: Request, brand_id: int) -> Response:
        """Start the one-stop run; steps whose module is not set up are left out with a note."""
        brand = fetch(Brand.objects.all(), request.user, "update", pk=brand_id)
        form = OneStopSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        steps, review = form.validated_data.get("steps", []), form.validated_data["stop_for_review"]
        stops = review if not isinstance(review, bool) else stops_between(steps) if review else ()
        workflow = start_onestop(user=request.user, brand=brand, steps=steps, review_after=stops)
        data = WorkflowSerializer(workflow_status(workflow)).data
        return respond(data, status=202, headers={"Location": workflow.api_url})

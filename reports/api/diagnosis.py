"""The diagnosis: questions, what was filled in, and the report from it."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import fetch, require
from artnex.api.language import language_of
from artnex.api.long_work import job_response
from artnex.api.responses import respond
from artnex.api.views import ApiView
from artnex.errors import ValidationFailed
from artnex.jobs.serializers import JobSerializer
from brands.models import Brand
from reports.models import RespondentKind
from reports.queries.diagnosis import diagnosis_for
from reports.questions import questions
from reports.serializers.diagnosis import (
    DiagnosisChangeSerializer,
    DiagnosisQuestionSerializer,
    DiagnosisSerializer,
    diagnosis_json,
)
from reports.serializers.reports import ReportSerializer
from reports.services.diagnose import start_diagnosis
from reports.services.diagnosis import invite_respondent, save_answers, save_step, set_weights
from reports.step_data import AREA_OF_STEP

LANGUAGE = [OpenApiParameter("lang", str, enum=["ko", "en"], description="That of the request when left out.")]


class QuestionsView(ApiView):
    @extend_schema(responses=DiagnosisQuestionSerializer(many=True), parameters=LANGUAGE)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The questionnaire, in the order it is asked."""
        asked = request.query_params.get("lang")
        language = asked if asked in ("ko", "en") else language_of(request._request, request.user)  # noqa: SLF001
        return respond(
            [
                {
                    "id": question.id,
                    "area": question.area.value,
                    "text": question.text.in_language(language),
                    "help": question.help.in_language(language),
                    "reverse": question.reverse,
                }
                for question in questions()
            ]
        )


class DiagnosisView(ApiView):
    @extend_schema(responses=DiagnosisSerializer)
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The open round of this brand: what was entered, your answers, scores so far."""
        brand, diagnosis = diagnosis_for(request.user, kwargs["brand_id"])
        return respond(diagnosis_json(brand, diagnosis, request.user))

    @extend_schema(request=DiagnosisChangeSerializer, responses=DiagnosisSerializer)
    def put(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Save a step's data, answers or weights; what is not given stays."""
        brand, _found = diagnosis_for(request.user, kwargs["brand_id"], "update")
        body = request.data if isinstance(request.data, dict) else {}
        form = DiagnosisChangeSerializer(data={name: body[name] for name in ("step",) if name in body})
        form.is_valid(raise_exception=True)
        save(request.user, brand, body, form.validated_data.get("step"))  # type: ignore[union-attr]
        return self.get(request, *args, **kwargs)

    @extend_schema(request=DiagnosisChangeSerializer, responses=DiagnosisSerializer)
    def patch(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """As PUT."""
        return self.put(request, *args, **kwargs)


def save(user: Any, brand: Brand, body: dict[str, Any], step: int | None) -> None:
    """Whatever parts a body has; the first wrong one stops before anything of it is stored."""
    from django.db import transaction

    with transaction.atomic():
        if "data" in body:
            if step is None:
                raise ValidationFailed.field("step", serializers.Field.default_error_messages["required"])
            save_step(user=user, brand=brand, area=AREA_OF_STEP[step], values=body["data"])
        if "weights" in body:
            set_weights(user=user, brand=brand, weights=body["weights"])
        if "answers" in body:
            save_answers(user=user, brand=brand, answers=body["answers"])


class DiagnoseRequestSerializer(serializers.Serializer):
    answers = serializers.DictField(child=serializers.IntegerField(allow_null=True), required=False)
    engine = serializers.CharField(required=False, allow_blank=True, max_length=40)


class DiagnoseView(ApiView):
    permissions_needed: ClassVar[dict[str, str]] = {}
    problems = (402, 502, 503, 504)

    @extend_schema(request=DiagnoseRequestSerializer, responses={201: ReportSerializer, 202: JobSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make the report from what was saved (and the answers given here)."""
        brand, _found = diagnosis_for(request.user, kwargs["brand_id"], "update")
        require(request.user, "create:report")
        body = request.data if isinstance(request.data, dict) else {}
        if body.get("answers") is not None:
            save_answers(user=request.user, brand=brand, answers=body["answers"])
        engine = body.get("engine") or ""
        return job_response(request, start_diagnosis(user=request.user, brand=brand, engine=str(engine)), created=True)


class RespondentRequestSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=RespondentKind.choices, default=RespondentKind.CUSTOMER)
    name = serializers.CharField(required=False, allow_blank=True, max_length=100)


class RespondentLinkSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    url = serializers.CharField(help_text="Shown once.")


class RespondentsView(ApiView):
    @extend_schema(request=RespondentRequestSerializer, responses={201: RespondentLinkSerializer})
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A link by which one more person answers, without an account."""
        brand = fetch(Brand.objects.all(), request.user, "update", pk=kwargs["brand_id"])
        form = RespondentRequestSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        person, url = invite_respondent(user=request.user, brand=brand, **form.validated_data)  # type: ignore[arg-type]
        headers = {"Location": f"/api/v1/brands/{brand.pk}/diagnosis"}
        return respond({"id": person.pk, "url": url}, status=201, headers=headers)

"""The diagnosis as JSON."""

from typing import Any

from rest_framework import serializers

from reports.enums import Area
from reports.models import Diagnosis, Respondent
from reports.queries.diagnosis import answers_of, progress_of, respondent_of, scores_of, weights_of
from reports.step_data import AREA_OF_STEP, prefilled


class DiagnosisQuestionSerializer(serializers.Serializer):
    id = serializers.CharField()
    area = serializers.ChoiceField(choices=Area.choices)
    text = serializers.CharField()
    help = serializers.CharField()
    reverse = serializers.BooleanField(help_text="Agreement counts against the score.")


class DiagnosisChangeSerializer(serializers.Serializer):
    """Every part is optional; what is given is merged with what was saved."""

    step = serializers.IntegerField(min_value=1, max_value=5, required=False, help_text="1 market … 5 marketing.")
    data = serializers.DictField(required=False, help_text="What was entered in that step.")  # type: ignore[assignment]
    answers = serializers.DictField(
        child=serializers.IntegerField(allow_null=True), required=False, help_text="Question id: 1 to 5, null for n/a."
    )
    weights = serializers.DictField(child=serializers.FloatField(), required=False)


class RespondentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Respondent
        fields = ["id", "kind", "name", "finished_at", "created_at"]


class AreaScoreSerializer(serializers.Serializer):
    area = serializers.CharField()
    score = serializers.FloatField(allow_null=True)
    answered = serializers.IntegerField()
    items = serializers.IntegerField()
    reason = serializers.CharField(allow_blank=True)


class DiagnosisSerializer(serializers.Serializer):
    """The open round of a brand. `answers` are the caller's own; `steps` are prefilled from the brand."""

    id = serializers.IntegerField(allow_null=True)
    brand_id = serializers.IntegerField()
    is_open = serializers.BooleanField()
    steps = serializers.DictField(child=serializers.DictField())
    answers = serializers.DictField(child=serializers.IntegerField(allow_null=True))
    progress = serializers.DictField()
    weights = serializers.DictField(child=serializers.FloatField())
    respondents = RespondentSerializer(many=True)
    overall_score = serializers.FloatField(allow_null=True)
    scores = AreaScoreSerializer(many=True)


def diagnosis_json(brand: Any, diagnosis: Diagnosis | None, user: Any) -> dict[str, Any]:
    """As `DiagnosisSerializer` describes it; of a round that nobody has begun too."""
    answers = answers_of(respondent_of(diagnosis, user))
    scores = scores_of(diagnosis) if diagnosis else None
    data = diagnosis.data if diagnosis else {}
    return {
        "id": diagnosis.pk if diagnosis else None,
        "brand_id": brand.pk,
        "is_open": True,
        "steps": {str(step): prefilled(brand, area, data) for step, area in AREA_OF_STEP.items()},
        "answers": answers,
        "progress": progress_of(answers),
        "weights": weights_of(diagnosis),
        "respondents": RespondentSerializer(diagnosis.respondents.all() if diagnosis else [], many=True).data,
        "overall_score": scores.overall if scores else None,
        "scores": [
            {
                "area": area.area,
                "score": area.score,
                "answered": area.answered,
                "items": area.items,
                "reason": area.reason,
            }
            for area in (scores.areas if scores else ())
        ],
    }

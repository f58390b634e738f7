"""Insights as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artnex.ai.enums import Engine
from artnex.api.filters import BIGGEST_ID
from insights.engine.insight_answer import CARD_KINDS
from insights.enums import AnalysisType, CardState, MessageRole
from insights.models import Insight, InsightCard, InsightMessage
from insights.services.ask import LONGEST, SHORTEST

ENGINES = (Engine.BUILTIN, Engine.OPENAI)


class EngineField(serializers.ChoiceField):
    """Without it the preferred engine answers, and the built-in one when that fails."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=[(e.value, e.label) for e in ENGINES], required=False, **options)


class AskSerializer(serializers.Serializer):
    prompt = serializers.CharField(min_length=SHORTEST, max_length=LONGEST)
    analysis_type = serializers.ChoiceField(choices=AnalysisType.choices, required=False)
    engine = EngineField()


class AnalyzeSerializer(AskSerializer):
    brand_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID)


class FollowUpSerializer(serializers.Serializer):
    content = serializers.CharField(min_length=SHORTEST, max_length=LONGEST)
    engine = EngineField()


class InsightEvidenceSerializer(serializers.Serializer):
    """A fact or a rule that something rests on."""

    id = serializers.CharField(help_text="Such as `kpi.followers` or `rule:trade.machinery.1`.")
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField(help_text="As it is quoted.")
    as_of = serializers.CharField(allow_blank=True, help_text="The day it is of, when it has one.")
    source = serializers.CharField(help_text="brand, persona, competitor, product, project, kpi, content or rule.")  # type: ignore[assignment]
    url = serializers.CharField(allow_blank=True)


class FoundedSerializer(serializers.Serializer):
    """What every result says of its grounds."""

    evidence = InsightEvidenceSerializer(many=True)
    confidence = serializers.FloatField(min_value=0, max_value=1)
    confidence_why = serializers.CharField()


class OpportunitySerializer(FoundedSerializer):
    title = serializers.CharField()
    description = serializers.CharField()


class ProductIdeaSerializer(FoundedSerializer):
    name = serializers.CharField()
    description = serializers.CharField()
    target_segment = serializers.CharField(allow_blank=True)
    unique_value = serializers.CharField(allow_blank=True)


class KeywordIdeaSerializer(serializers.Serializer):
    term = serializers.CharField()
    cluster = serializers.CharField(allow_blank=True)


class InfluencerSerializer(FoundedSerializer):
    profile = serializers.CharField()
    platform = serializers.CharField(allow_blank=True)
    follower_range = serializers.CharField()
    why = serializers.CharField()


class MarketDatumSerializer(serializers.Serializer):
    """Only what the brand's people have entered themselves."""

    statement = serializers.CharField()
    value = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)
    source = serializers.CharField()  # type: ignore[assignment]
    fact_id = serializers.CharField()


class InsightResultSerializer(serializers.Serializer):
    """An answer. Sentences without a fact behind their claims are marked."""

    summary = serializers.CharField()
    opportunities = OpportunitySerializer(many=True)
    product_ideas = ProductIdeaSerializer(many=True)
    keywords = KeywordIdeaSerializer(many=True)
    influencers = InfluencerSerializer(many=True)
    market_data = MarketDatumSerializer(many=True)
    positioning = serializers.CharField(allow_blank=True)
    visual_ideas = OpportunitySerializer(many=True)
    questions = serializers.ListField(child=serializers.CharField(), help_text="What would make the answer better.")
    engine = serializers.CharField()


class InsightCardSerializer(serializers.ModelSerializer):
    """A result one by one, with what a person decided."""

    kind = serializers.ChoiceField(choices=[(kind, kind) for kind in CARD_KINDS], read_only=True)
    state = serializers.ChoiceField(choices=CardState.choices, read_only=True)
    evidence = InsightEvidenceSerializer(many=True, read_only=True)

    class Meta:
        model = InsightCard
        fields = ("id", "kind", "title", "text", "evidence", "confidence", "confidence_why", "state")
        read_only_fields = fields


class InsightMessageSerializer(serializers.ModelSerializer):
    role = serializers.ChoiceField(choices=MessageRole.choices, read_only=True)
    result = serializers.SerializerMethodField()
    cards = InsightCardSerializer(many=True, read_only=True)

    class Meta:
        model = InsightMessage
        fields = (
            *("id", "role", "content", "language", "result", "engine", "fallback_reason", "unsupported", "cards"),
            "created_at",
        )
        read_only_fields = fields

    @extend_schema_field(InsightResultSerializer(allow_null=True))
    def get_result(self, message: InsightMessage) -> dict[str, Any] | None:
        return message.result


class InsightSerializer(serializers.ModelSerializer):
    """A conversation in a list."""

    brand_id = serializers.IntegerField(read_only=True)
    user_id = serializers.IntegerField(read_only=True, allow_null=True)
    analysis_type = serializers.CharField(read_only=True, allow_blank=True)
    job_id = serializers.UUIDField(read_only=True, allow_null=True)

    class Meta:
        model = Insight
        fields: tuple[str, ...] = (
            *("id", "brand_id", "user_id", "title", "analysis_type", "summary", "engine", "job_id"),
            *("created_at", "updated_at"),
        )
        read_only_fields = fields


class InsightDetailSerializer(InsightSerializer):
    """With everything said in it; `result` is the newest answer."""

    messages = InsightMessageSerializer(many=True, read_only=True)
    result = serializers.SerializerMethodField()

    class Meta(InsightSerializer.Meta):
        fields = (*InsightSerializer.Meta.fields, "result", "messages")
        read_only_fields = fields

    @extend_schema_field(InsightResultSerializer(allow_null=True))
    def get_result(self, insight: Insight) -> dict[str, Any] | None:
        answers = [message.result for message in insight.messages.all() if message.result]
        return answers[-1] if answers else None

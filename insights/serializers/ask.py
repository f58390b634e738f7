"""Insights as JSON."""

from typing import Any

from rest_framework import serializers

from artnex.api.envelope import utc_text
from artnex.api.filters import BIGGEST_ID
from insights.models import AnalysisType, CardKind, CardState, Insight, InsightCard, InsightTurn
from insights.queries.ask import evidence_of
from insights.services.ask import LONGEST


class InsightRequestSerializer(serializers.Serializer):
    prompt = serializers.CharField(min_length=2, max_length=LONGEST, help_text="The question, Korean or English.")
    analysis_type = serializers.ChoiceField(choices=AnalysisType.choices, required=False, allow_blank=True)
    engine = serializers.CharField(required=False, allow_blank=True, max_length=40, help_text="builtin or openai.")
    language = serializers.ChoiceField(
        choices=["ko", "en"], required=False, help_text="Of the answer; that of the question when left out."
    )


class AnalyzeRequestSerializer(InsightRequestSerializer):
    brand_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID)


class MessageSerializer(serializers.Serializer):
    content = serializers.CharField(min_length=2, max_length=LONGEST, help_text="A further question.")
    engine = serializers.CharField(required=False, allow_blank=True, max_length=40)


class EvidenceSerializer(serializers.Serializer):
    """A fact as it was when the answer was made."""

    id = serializers.CharField()
    label_ko = serializers.CharField()
    label_en = serializers.CharField()
    value = serializers.JSONField()
    unit = serializers.CharField(allow_blank=True)
    as_of = serializers.CharField(allow_blank=True)
    source = serializers.CharField(allow_blank=True)  # type: ignore[assignment]
    url = serializers.CharField(allow_blank=True)


class OpportunitySerializer(serializers.Serializer):
    id = serializers.IntegerField()
    title = serializers.CharField()
    description = serializers.CharField(allow_blank=True)
    evidence = EvidenceSerializer(many=True)
    confidence = serializers.FloatField(allow_null=True, help_text="0 to 1.")
    rule = serializers.CharField(allow_blank=True, help_text="The rule that led to it, or engine.")
    state = serializers.ChoiceField(choices=CardState.choices)
    in_report = serializers.BooleanField()


class ProductIdeaSerializer(OpportunitySerializer):
    name = serializers.CharField()
    target_segment = serializers.CharField(allow_blank=True)
    unique_value = serializers.CharField(allow_blank=True)


class KeywordSerializer(serializers.Serializer):
    term = serializers.CharField()
    cluster = serializers.CharField(allow_blank=True)


class InfluencerSerializer(serializers.Serializer):
    profile = serializers.CharField()
    platform = serializers.CharField()
    follower_range = serializers.CharField()
    why = serializers.CharField(allow_blank=True)


class MarketDataSerializer(serializers.Serializer):
    statement = serializers.CharField()
    value = serializers.FloatField()
    unit = serializers.CharField(allow_blank=True)
    source = serializers.CharField()  # type: ignore[assignment]
    evidence = EvidenceSerializer(many=True)


class InsightResultSerializer(serializers.Serializer):
    opportunities = OpportunitySerializer(many=True)
    product_ideas = ProductIdeaSerializer(many=True)
    keywords = KeywordSerializer(many=True)
    influencers = InfluencerSerializer(many=True)
    market_data = MarketDataSerializer(many=True)
    positioning = serializers.CharField(allow_blank=True)
    visual_ideas = OpportunitySerializer(many=True)
    questions = serializers.ListField(child=serializers.CharField())
    engine = serializers.CharField()


class TurnSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    user_id = serializers.IntegerField(allow_null=True)
    content = serializers.CharField(help_text="The question.")
    result = InsightResultSerializer()
    unsupported = serializers.IntegerField(help_text="Sentences of an outside engine that no fact supports; marked.")
    fallback_reason = serializers.CharField(allow_blank=True)
    created_at = serializers.DateTimeField()


class InsightSerializer(InsightResultSerializer):
    """A conversation; the fields beside `messages` are those of the latest answer."""

    id = serializers.IntegerField()
    brand_id = serializers.IntegerField()
    title = serializers.CharField()
    prompt = serializers.CharField()
    analysis_type = serializers.CharField(allow_blank=True)
    messages = TurnSerializer(many=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class InsightRowSerializer(serializers.ModelSerializer):
    class Meta:
        model = Insight
        fields = ["id", "brand_id", "user_id", "title", "analysis_type", "created_at", "updated_at"]


def insight_json(insight: Insight) -> dict[str, Any]:
    """As `InsightSerializer` describes it."""
    turns = [turn_json(turn) for turn in insight.turns.all()]
    latest: dict[str, Any] = turns[-1] if turns else {"result": result_json(None), "content": ""}
    return latest["result"] | {
        "id": insight.pk,
        "brand_id": insight.brand_id,
        "title": insight.title,
        "prompt": latest["content"],
        "analysis_type": insight.analysis_type,
        "messages": turns,
        "created_at": utc_text(insight.created_at),
        "updated_at": utc_text(insight.updated_at),
    }


def turn_json(turn: InsightTurn) -> dict[str, Any]:
    return {
        "id": turn.pk,
        "user_id": turn.user_id,
        "content": turn.prompt,
        "result": result_json(turn),
        "unsupported": turn.unsupported,
        "fallback_reason": turn.fallback_reason,
        "created_at": utc_text(turn.created_at),
    }


def result_json(turn: InsightTurn | None) -> dict[str, Any]:
    """The findings by kind."""
    cards = list(turn.cards.all()) if turn else []
    of = {kind: [card for card in cards if card.kind == kind] for kind in CardKind.values}
    evidence = {card.pk: evidence_of(card, turn) for card in cards} if turn else {}
    positioning = of[CardKind.POSITIONING]
    return {
        "opportunities": [_finding(card, evidence) for card in of[CardKind.OPPORTUNITY]],
        "product_ideas": [
            _finding(card, evidence)
            | {"name": card.title}
            | {name: card.details.get(name, "") for name in ("target_segment", "unique_value")}
            for card in of[CardKind.PRODUCT_IDEA]
        ],
        "keywords": [{"term": card.title, "cluster": card.details.get("cluster", "")} for card in of[CardKind.KEYWORD]],
        "influencers": [
            {"profile": card.title}
            | {name: card.details.get(name, "") for name in ("platform", "follower_range", "why")}
            for card in of[CardKind.INFLUENCER]
        ],
        "market_data": [
            {
                "statement": card.text,
                "value": float(card.details["value"]),
                "unit": card.details["unit"],
                "source": card.details["source"],
                "evidence": evidence[card.pk],
            }
            for card in of[CardKind.MARKET_DATA]
        ],
        "positioning": positioning[0].text if positioning else "",
        "visual_ideas": [_finding(card, evidence) for card in of[CardKind.VISUAL_IDEA]],
        "questions": [card.text or card.title for card in of[CardKind.QUESTION]],
        "engine": turn.engine if turn else "",
    }


def _finding(card: InsightCard, evidence: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    return {
        "id": card.pk,
        "title": card.title,
        "description": card.text,
        "evidence": evidence[card.pk],
        "confidence": card.confidence,
        "rule": card.rule,
        "state": card.state,
        "in_report": card.in_report,
    }

"""Texts, pictures and the history as JSON."""

from typing import Any

from rest_framework import serializers

from artnex.ai.enums import JobType
from artnex.api.filters import BIGGEST_ID
from studio.models import Generation
from studio.platforms import PLATFORMS
from studio.services.generation import LONGEST_PROMPT

SIZES = ("1024x1024", "1024x1536", "1536x1024", "1024x1792", "1792x1024")
QUALITIES = ("standard", "hd", "low", "medium", "high")
LAST_VARIANT = 1000


class GenerationRequestSerializer(serializers.Serializer):
    """What both have in common. An engine asked for by name answers or fails; without one the built-in steps in."""

    prompt = serializers.CharField(max_length=LONGEST_PROMPT)
    brand_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    engine = serializers.CharField(
        required=False, allow_blank=True, max_length=40, help_text="builtin, openai, ideogram or freepik."
    )
    variant = serializers.IntegerField(
        min_value=0, max_value=LAST_VARIANT, default=0, help_text="Another number, another result of the built-in."
    )


class TextRequestSerializer(GenerationRequestSerializer):
    segment_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    tone = serializers.CharField(required=False, allow_blank=True, max_length=100)
    keywords = serializers.ListField(
        child=serializers.CharField(max_length=50), required=False, max_length=20, allow_empty=True
    )
    language = serializers.ChoiceField(
        choices=["ko", "en"], required=False, help_text="That of the prompt when left out."
    )
    platform = serializers.ChoiceField(choices=list(PLATFORMS), required=False, allow_blank=True)
    max_tokens = serializers.IntegerField(min_value=1, max_value=4000, default=150)


class ImageRequestSerializer(GenerationRequestSerializer):
    size = serializers.ChoiceField(choices=SIZES, required=False)
    quality = serializers.ChoiceField(choices=QUALITIES, required=False)
    style = serializers.CharField(  # type: ignore[assignment]
        required=False, allow_blank=True, max_length=200, help_text="Words; the built-in knows five layouts by name."
    )
    palette = serializers.ListField(
        child=serializers.RegexField(r"^#[0-9A-Fa-f]{6}$"), required=False, max_length=8, allow_empty=True
    )


class UsageSerializer(serializers.Serializer):
    prompt_tokens = serializers.IntegerField()
    completion_tokens = serializers.IntegerField()
    total_tokens = serializers.IntegerField()


class TextResultSerializer(serializers.Serializer):
    """`variants` are further texts for the same request; `unsupported` sentences had no fact behind them and went."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    variants = serializers.ListField(child=serializers.CharField())
    usage = UsageSerializer()
    cost = serializers.FloatField()
    model = serializers.CharField()
    engine = serializers.CharField()
    fallback_reason = serializers.CharField(allow_blank=True)
    unsupported = serializers.IntegerField()


class ImageResultSerializer(serializers.Serializer):
    """`image_url` opens for about an hour; ask for the asset for a new one."""

    id = serializers.IntegerField()
    image_url = serializers.CharField()
    asset_id = serializers.UUIDField()
    revised_prompt = serializers.CharField(allow_blank=True)
    cost = serializers.FloatField()
    model = serializers.CharField()
    engine = serializers.CharField()
    size = serializers.CharField()
    fallback_reason = serializers.CharField(allow_blank=True)


class HistorySerializer(serializers.ModelSerializer):
    """`result` is the text, or the picture's address (empty when the picture was deleted)."""

    result = serializers.SerializerMethodField()
    cost = serializers.FloatField()

    class Meta:
        model = Generation
        fields = [
            *("id", "content_type", "prompt", "result", "model", "engine", "cost", "brand_id", "asset_id"),
            "created_at",
        ]

    def get_result(self, row: Generation) -> str:
        return result_of(row)


def result_of(row: Generation) -> str:
    if row.content_type == JobType.TEXT:
        return row.text
    return row.asset.file.url if row.asset else ""


def text_result(row: Generation) -> dict[str, Any]:
    """As `TextResultSerializer` describes it."""
    return {
        "id": row.pk,
        "text": row.text,
        "variants": row.variants,
        "usage": row.usage,
        "unsupported": row.unsupported,
        **_made_by(row),
    }


def image_result(row: Generation) -> dict[str, Any]:
    """As `ImageResultSerializer` describes it."""
    return {
        "id": row.pk,
        "image_url": result_of(row),
        "asset_id": str(row.asset_id),
        "revised_prompt": row.text,
        "size": row.params.get("made_size") or row.params["size"],
        **_made_by(row),
    }


def _made_by(row: Generation) -> dict[str, Any]:
    return {
        "cost": float(row.cost),
        "model": row.model,
        "engine": str(row.engine),
        "fallback_reason": row.fallback_reason,
    }

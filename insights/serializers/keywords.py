"""Keyword groups as JSON."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artnex.api.filters import BIGGEST_ID
from insights.engine.clustering import FEWEST_CLUSTERS, MOST_CLUSTERS
from insights.services.keywords import KEYWORD_LENGTH, MOST_KEYWORDS

COUNT_SCHEMA = {
    "anyOf": [
        {"type": "string", "enum": ["auto"]},
        {"type": "integer", "minimum": FEWEST_CLUSTERS, "maximum": MOST_CLUSTERS},
    ],
    "default": "auto",
}


@extend_schema_field(COUNT_SCHEMA)
class ClusterCountField(serializers.Field):
    """A whole number from 2 to 30, or "auto"."""

    default_error_messages = {"invalid": _("Give “auto” or a whole number from 2 to 30.")}

    def to_internal_value(self, data: Any) -> int | None:
        if data == "auto":
            return None
        number = int(data) if isinstance(data, str) and data.isascii() and data.isdigit() and len(data) < 4 else data
        if isinstance(number, bool) or not isinstance(number, int) or not FEWEST_CLUSTERS <= number <= MOST_CLUSTERS:
            self.fail("invalid")
        return number

    def to_representation(self, value: int | None) -> Any:
        return "auto" if value is None else value


class ClusterRequestSerializer(serializers.Serializer):
    """Give `keywords`, or the `tracking_id` of tracked content whose words are taken."""

    keywords = serializers.ListField(
        child=serializers.CharField(max_length=KEYWORD_LENGTH), min_length=2, max_length=MOST_KEYWORDS, required=False
    )
    tracking_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False)
    clusters = ClusterCountField(default=None, help_text="“auto”, or a number from 2 to 30.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("keywords" in attrs) == ("tracking_id" in attrs):
            raise serializers.ValidationError({"keywords": _("Give keywords or a tracking_id.")})
        return attrs


class ClusterSerializer(serializers.Serializer):
    label = serializers.CharField(help_text="The most central terms.")  # type: ignore[assignment]
    keywords = serializers.ListField(child=serializers.CharField())
    size = serializers.IntegerField()
    cohesion = serializers.FloatField(help_text="How near its keywords are to each other, 0 to 1.")


class ClusterPointSerializer(serializers.Serializer):
    keyword = serializers.CharField()
    x = serializers.FloatField()
    y = serializers.FloatField()
    cluster = serializers.IntegerField(help_text="Its place in `clusters`, from 0.")


class ClusteringSerializer(serializers.Serializer):
    clusters = ClusterSerializer(many=True)
    silhouette = serializers.FloatField(help_text="How clearly the clusters stand apart, -1 to 1.")
    points = ClusterPointSerializer(many=True)

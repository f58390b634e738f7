"""Segments as JSON."""

from django.utils.translation import get_language
from rest_framework import serializers

from artnex.api.filters import BIGGEST_ID
from insights.models import Segment
from insights.segment_criteria import criteria_in_words


class SegmentSerializer(serializers.ModelSerializer):
    """`criteria` may hold age_min, age_max, gender, regions, industries, job_roles, interests, channels, purchase_role
    and price_sensitivity, and keys of your own."""

    brand_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    criteria = serializers.DictField(required=False)
    in_words = serializers.SerializerMethodField(help_text="The criteria as a sentence, in the language of the answer.")

    class Meta:
        model = Segment
        fields = ["id", "brand_id", "name", "description", "criteria", "in_words", "created_at", "updated_at"]

    def get_in_words(self, segment: Segment) -> str:
        return criteria_in_words(segment.criteria, (get_language() or "ko")[:2])

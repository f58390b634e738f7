"""Questions and answers as JSON."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from artnex.api.filters import BIGGEST_ID
from insights.models import BoardAnswer, BoardQuestion
from insights.services.board import MOST_TAGS, TAG_LENGTH


class AnswerSerializer(serializers.ModelSerializer):
    user_name = serializers.CharField(source="user.name", read_only=True)
    has_my_vote = serializers.BooleanField(read_only=True, default=False)

    class Meta:
        model = BoardAnswer
        fields = [
            *("id", "question_id", "user_id", "user_name", "body", "is_accepted", "votes", "has_my_vote"),
            *("created_at", "updated_at"),
        ]
        read_only_fields = ["is_accepted", "votes"]


class QuestionSerializer(serializers.ModelSerializer):
    """`insight_id` shows an insight with the question; its brand becomes the question's."""

    user_name = serializers.CharField(source="user.name", read_only=True)
    brand_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    insight_id = serializers.IntegerField(min_value=1, max_value=BIGGEST_ID, required=False, allow_null=True)
    tags = serializers.ListField(
        child=serializers.CharField(max_length=TAG_LENGTH), max_length=MOST_TAGS, required=False
    )
    has_my_vote = serializers.BooleanField(read_only=True, default=False)

    class Meta:
        model = BoardQuestion
        fields = [
            *("id", "user_id", "user_name", "brand_id", "title", "body", "tags", "insight_id", "shared_title"),
            *("shared_text", "votes", "has_my_vote", "answer_count", "is_answered", "created_at", "updated_at"),
        ]
        read_only_fields = ["shared_title", "shared_text", "votes", "answer_count", "is_answered"]


class QuestionDetailSerializer(QuestionSerializer):
    answers = serializers.SerializerMethodField()

    class Meta(QuestionSerializer.Meta):
        fields = [*QuestionSerializer.Meta.fields, "answers"]

    @extend_schema_field(AnswerSerializer(many=True))
    def get_answers(self, question: BoardQuestion) -> Any:
        return AnswerSerializer(getattr(question, "seen_answers", []), many=True).data


class VoteSerializer(serializers.Serializer):
    voted = serializers.BooleanField(help_text="Whether your vote counts now.")
    votes = serializers.IntegerField()

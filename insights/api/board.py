"""The board: questions, answers, votes."""

from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from artnex.access import RestrictedQuerySet, fetch, require
from artnex.api.filters import ApiFilterSet, FieldFilters, Ordering, Search
from artnex.api.responses import respond
from artnex.api.viewsets import FullViewSet
from insights.models import BoardAnswer, BoardQuestion
from insights.queries.board import answers_for, matching, questions_for
from insights.serializers.board import (
    AnswerSerializer,
    QuestionDetailSerializer,
    QuestionSerializer,
    VoteSerializer,
)
from insights.services.board import (
    accept_answer,
    answer,
    ask,
    brand_of_question,
    delete_answer,
    delete_question,
    toggle_vote,
    update_answer,
    update_question,
)


class QuestionFilters(ApiFilterSet):
    brand_id = django_filters.NumberFilter(field_name="brand_id")
    is_answered = django_filters.BooleanFilter()
    mine = django_filters.BooleanFilter(method="of_the_caller")

    def of_the_caller(self, rows: QuerySet, _name: str, value: bool) -> QuerySet:
        return rows.filter(user=self.request.user) if value else rows


class QuestionSearch(Search):
    """`search=` (or `q=`): every word occurs in question, shared insight or answers."""

    def filter_queryset(self, request: Request, queryset: QuerySet, view: Any) -> QuerySet:
        text = next((request.query_params[name] for name in self.parameters if request.query_params.get(name)), "")
        return matching(queryset, text)


class QuestionViewSet(FullViewSet):
    """Questions to colleagues: people one shares a brand with, or the team of one brand."""

    queryset = BoardQuestion.objects.select_related("user", "brand")
    serializer_class = QuestionSerializer
    filter_backends = [FieldFilters, QuestionSearch, Ordering]
    filterset_class = QuestionFilters
    search_fields = ("title",)
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at", "updated_at", "votes", "answer_count")

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return questions_for(self.request.user)

    @extend_schema(responses=QuestionDetailSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A question with its answers: the accepted one first, then the most useful."""
        question = self.fetch_object()
        question.seen_answers = answers_for(request.user, question)
        return respond(QuestionDetailSerializer(question).data)

    def check_create(self) -> None:
        require(self.request.user, "update:brand")

    def perform_create(self, fields: dict[str, Any]) -> BoardQuestion:
        brand = brand_of_question(user=self.request.user, brand_id=fields.pop("brand_id", None))
        insight_id = fields.pop("insight_id", None)
        return ask(user=self.request.user, fields=fields, brand=brand, insight_id=insight_id)

    def perform_update(self, instance: BoardQuestion, fields: dict[str, Any]) -> BoardQuestion:
        return update_question(user=self.request.user, question=instance, fields=fields)

    def perform_destroy(self, instance: BoardQuestion) -> None:
        delete_question(user=self.request.user, question=instance)

    @extend_schema(request=None, responses=VoteSerializer)
    def vote(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Find the question useful, or no longer."""
        question = self.fetch_object("create")
        voted = toggle_vote(user=request.user, subject=question)
        question.refresh_from_db(fields=["votes"])
        return respond({"voted": voted, "votes": question.votes})


class AnswerViewSet(FullViewSet):
    """The answers at `/board/questions/{question_id}/answers`."""

    queryset = BoardAnswer.objects.select_related("user", "question")
    serializer_class = AnswerSerializer
    ordering_fields: ClassVar[tuple[str, ...]] = ("created_at", "votes")

    def question(self, action: Any = "read") -> BoardQuestion:
        rows = BoardQuestion.objects.all()
        return fetch(rows, self.request.user, action, pk=self.kwargs["question_id"])

    def all_rows(self) -> RestrictedQuerySet[Any]:
        return answers_for(self.request.user, self.question()).select_related("question")  # type: ignore[return-value]

    def check_create(self) -> None:
        self.question("create")

    def perform_create(self, fields: dict[str, Any]) -> BoardAnswer:
        return answer(user=self.request.user, question=self.question(), body=fields["body"])

    def perform_update(self, instance: BoardAnswer, fields: dict[str, Any]) -> BoardAnswer:
        return update_answer(user=self.request.user, answer=instance, body=fields.get("body", instance.body))

    def perform_destroy(self, instance: BoardAnswer) -> None:
        delete_answer(user=self.request.user, answer=instance)

    @extend_schema(request=None, responses=AnswerSerializer)
    def accept(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Say that this answer helped; only who asked can."""
        return respond(self.present(accept_answer(user=request.user, answer=self.fetch_object())))

    @extend_schema(request=None, responses=VoteSerializer)
    def vote(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Find the answer useful, or no longer."""
        found = self.fetch_object("create")
        voted = toggle_vote(user=request.user, subject=found)
        found.refresh_from_db(fields=["votes"])
        return respond({"voted": voted, "votes": found.votes})

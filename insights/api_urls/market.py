"""Keyword groups, segments, the board."""

from django.urls import path

from artnex.api.viewsets import crud_paths
from insights.api.board import AnswerViewSet, QuestionViewSet
from insights.api.keywords import ClusterKeywordsView
from insights.api.segments import SegmentViewSet

QUESTIONS = "board/questions"
ANSWERS = f"{QUESTIONS}/<int:question_id>/answers"

urlpatterns = [
    path("insights/keywords/cluster", ClusterKeywordsView.as_view(), name="keyword-cluster"),
    *crud_paths("segments", SegmentViewSet, name="segment"),
    *crud_paths(QUESTIONS, QuestionViewSet, name="question"),
    path(f"{QUESTIONS}/<int:pk>/vote", QuestionViewSet.as_view({"post": "vote"}), name="question-vote"),
    *crud_paths(ANSWERS, AnswerViewSet, name="answer"),
    path(f"{ANSWERS}/<int:pk>/accept", AnswerViewSet.as_view({"post": "accept"}), name="answer-accept"),
    path(f"{ANSWERS}/<int:pk>/vote", AnswerViewSet.as_view({"post": "vote"}), name="answer-vote"),
]

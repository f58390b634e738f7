"""Keywords, segments, the board."""

from django.urls import path

from insights.views.board import (
    AcceptAnswer,
    AnswerVote,
    AskPage,
    BoardPage,
    DeleteAnswerPage,
    DeleteQuestionPage,
    EditAnswerPage,
    EditQuestionPage,
    QuestionPage,
    QuestionVote,
)
from insights.views.keywords import ClusteringPage, DeleteClusteringPage, KeywordsPage
from insights.views.segments import (
    CopySegment,
    DeleteSegmentPage,
    EditSegmentPage,
    NewSegmentPage,
    SegmentFromPersona,
    SegmentPage,
    SegmentsPage,
)

ANSWER = "board/<int:question_id>/answers/<int:pk>"

urlpatterns = [
    path("keywords/", KeywordsPage.as_view(), name="keywords"),
    path("keywords/<int:pk>/", ClusteringPage.as_view(), name="clustering"),
    path("keywords/<int:pk>/delete/", DeleteClusteringPage.as_view(), name="clustering_delete"),
    path("segments/", SegmentsPage.as_view(), name="segments"),
    path("segments/new/", NewSegmentPage.as_view(), name="segment_new"),
    path("segments/from-persona/<int:persona_id>/", SegmentFromPersona.as_view(), name="segment_from_persona"),
    path("segments/<int:pk>/", SegmentPage.as_view(), name="segment"),
    path("segments/<int:pk>/edit/", EditSegmentPage.as_view(), name="segment_edit"),
    path("segments/<int:pk>/copy/", CopySegment.as_view(), name="segment_copy"),
    path("segments/<int:pk>/delete/", DeleteSegmentPage.as_view(), name="segment_delete"),
    path("board/", BoardPage.as_view(), name="board"),
    path("board/new/", AskPage.as_view(), name="question_new"),
    path("board/<int:pk>/", QuestionPage.as_view(), name="question"),
    path("board/<int:pk>/edit/", EditQuestionPage.as_view(), name="question_edit"),
    path("board/<int:pk>/delete/", DeleteQuestionPage.as_view(), name="question_delete"),
    path("board/<int:pk>/vote/", QuestionVote.as_view(), name="question_vote"),
    path(f"{ANSWER}/edit/", EditAnswerPage.as_view(), name="answer_edit"),
    path(f"{ANSWER}/delete/", DeleteAnswerPage.as_view(), name="answer_delete"),
    path(f"{ANSWER}/vote/", AnswerVote.as_view(), name="answer_vote"),
    path(f"{ANSWER}/accept/", AcceptAnswer.as_view(), name="answer_accept"),
]

"""Keyword groups, segments and the board in navigation, search, audit and one's own copy."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.services.export import register_export
from artnex.events.registry import register_event
from artnex.web.navigation import MAX_FOUND, Found, Place, register_place, register_search

ANSWER = {"id": "integer", "answer_id": "integer"}


def register() -> None:
    """Called at start."""
    register_event("segment.created", _("Segment created"), {"id": "integer"})
    register_event("segment.updated", _("Segment changed"), {"id": "integer", "fields": "array"})
    register_event("segment.deleted", _("Segment deleted"), {"id": "integer"})
    register_event(
        "keywords.clustered", _("Keywords grouped"), {"id": "integer", "keywords": "integer", "clusters": "integer"}
    )
    register_event("keywords.clustering_deleted", _("Keyword groups deleted"), {"id": "integer"})
    register_event("question.asked", _("Question asked"), {"id": "integer"})
    register_event("question.updated", _("Question changed"), {"id": "integer", "fields": "array"})
    register_event("question.deleted", _("Question deleted"), {"id": "integer"})
    register_event("question.answered", _("Your question was answered"), ANSWER)
    register_event("answer.updated", _("Answer changed"), ANSWER)
    register_event("answer.deleted", _("Answer deleted"), ANSWER)
    register_event("answer.accepted", _("Your answer was accepted"), ANSWER)
    register_event("board.hidden", _("Hidden by an administrator"), {"id": "integer", "reason": "string"})
    register_event("board.restored", _("Shown again by an administrator"), {"id": "integer"})
    register_place(
        Place(
            _("Keywords"), "insights:keywords", "search", order=22, permission="read:brand",
            keywords=_("cluster group map"),
        )
    )  # fmt: skip
    register_place(
        Place(
            _("Segments"), "insights:segments", "users", order=23, permission="read:brand", keywords=_("target group")
        )
    )
    register_place(
        Place(
            _("Q&A board"),
            "insights:board",
            "chat",
            order=24,
            permission="read:brand",
            keywords=_("question answer team"),
        )
    )
    register_search("segments", _("Segments"), find_segments)
    register_search("questions", _("Questions"), find_questions)
    register_export("segments", own_segments)
    register_export("board_questions", own_questions)
    register_export("board_answers", own_answers)


def find_segments(user: Any, text: str) -> Iterator[Found]:
    from insights.models import Segment

    for segment in Segment.objects.restrict(user, "read").filter(name__icontains=text)[:MAX_FOUND]:
        yield Found(segment.name, reverse("insights:segment", args=[segment.pk]), "users")


def find_questions(user: Any, text: str) -> Iterator[Found]:
    from insights.models import BoardQuestion
    from insights.queries.board import matching

    for question in matching(BoardQuestion.objects.restrict(user, "read"), text)[:MAX_FOUND]:
        yield Found(question.title, reverse("insights:question", args=[question.pk]), "chat")


def own_segments(user: Any) -> list[dict[str, Any]]:
    from insights.models import Segment

    return [
        dict(row)
        for row in Segment.objects.filter(user=user).values("id", "name", "description", "criteria", "created_at")
    ]


def own_questions(user: Any) -> list[dict[str, Any]]:
    from insights.models import BoardQuestion

    return [
        dict(row) for row in BoardQuestion.objects.filter(user=user).values("id", "title", "body", "tags", "created_at")
    ]


def own_answers(user: Any) -> list[dict[str, Any]]:
    from insights.models import BoardAnswer

    return [
        dict(row) for row in BoardAnswer.objects.filter(user=user).values("id", "question_id", "body", "created_at")
    ]

"""Reading the board."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from artnex.access import RestrictedQuerySet
from insights.models import BoardAnswer, BoardQuestion, BoardVote


def questions_for(user: Any) -> RestrictedQuerySet[BoardQuestion]:
    """The questions this person may see, each with `has_my_vote`."""
    rows = BoardQuestion.objects.restrict(user, "read").select_related("user", "brand")
    return rows.annotate(has_my_vote=_voted(user, "question"))  # type: ignore[return-value]


def answers_for(user: Any, question: BoardQuestion) -> QuerySet[BoardAnswer]:
    """The answers this person may see, the accepted one first, then the most useful."""
    rows = BoardAnswer.objects.restrict(user, "read").filter(question=question).select_related("user")
    return rows.annotate(has_my_vote=_voted(user, "answer"))


def matching(rows: QuerySet, text: str) -> QuerySet:
    """Every word occurs in the question, in what it shares, in a tag or in one of its answers."""
    for word in text[:200].split()[:8]:
        in_answers = BoardAnswer.objects.filter(question=OuterRef("pk"), body__icontains=word, is_hidden=False)
        in_question = Q(title__icontains=word) | Q(body__icontains=word) | Q(shared_title__icontains=word)
        rows = rows.filter(in_question | Exists(in_answers))
    return rows


def _voted(user: Any, kind: str) -> Exists:
    return Exists(BoardVote.objects.filter(user=user.pk, **{kind: OuterRef("pk")}))

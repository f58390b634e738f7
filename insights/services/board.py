"""Writing on the board: questions, answers, votes, moderation."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _

from artnex.access import fetch
from artnex.errors import InvalidState, NotFound, PermissionDenied, ValidationFailed
from artnex.events.services import record_event
from brands.models import Brand
from insights.models import BoardAnswer, BoardQuestion, BoardVote
from insights.shared_insights import insight_to_share

QUESTION_FIELDS = ("title", "body", "tags")
MOST_TAGS, TAG_LENGTH = 10, 30


@transaction.atomic
def ask(
    *, user: Any, fields: Mapping[str, Any], brand: Brand | None = None, insight_id: int | None = None
) -> BoardQuestion:
    """Put a question to colleagues, or to a brand's team; event question.asked. ValidationFailed.

    With `insight_id` it shows what that insight says, as it is now; its brand becomes the question's.
    """
    question = BoardQuestion(user=user, brand=brand)
    if insight_id is not None:
        shared = insight_to_share(user, insight_id)
        question.insight_id, question.brand_id = insight_id, shared.brand_id
        question.shared_title, question.shared_text = shared.title[:200], shared.text[:2000]
    _assign(question, fields)
    question.save()
    _record("question.asked", question, user)
    return question


@transaction.atomic
def update_question(*, user: Any, question: BoardQuestion, fields: Mapping[str, Any]) -> BoardQuestion:
    """Change the given fields; event question.updated when anything changed."""
    changed = _assign(question, fields)
    if changed:
        question.save(update_fields=[*changed, "updated_at"])
        _record("question.updated", question, user, fields=changed)
    return question


@transaction.atomic
def delete_question(*, user: Any, question: BoardQuestion) -> None:
    """Remove a question with its answers; event question.deleted."""
    _record("question.deleted", question, user)
    question.delete()


@transaction.atomic
def answer(*, user: Any, question: BoardQuestion, body: str) -> BoardAnswer:
    """Answer; the asker is notified. Event question.answered. ValidationFailed."""
    _held(question.pk)
    made = BoardAnswer.objects.create(question=question, user=user, body=_text(body, "body"))
    _count_answers(question.pk)
    asker = [question.user] if question.user_id != user.pk else []
    _record("question.answered", question, user, tell=asker, answer_id=made.pk)
    return made


@transaction.atomic
def update_answer(*, user: Any, answer: BoardAnswer, body: str) -> BoardAnswer:
    """Change one's answer; event answer.updated when anything changed."""
    text = _text(body, "body")
    if text != answer.body:
        answer.body = text
        answer.save(update_fields=["body", "updated_at"])
        _record("answer.updated", answer.question, user, answer_id=answer.pk)
    return answer


@transaction.atomic
def delete_answer(*, user: Any, answer: BoardAnswer) -> None:
    """Remove an answer; a question whose accepted answer goes is open again. Event answer.deleted."""
    question = _held(answer.question_id)
    _record("answer.deleted", question, user, answer_id=answer.pk)
    answer.delete()
    _count_answers(question.pk)


@transaction.atomic
def accept_answer(*, user: Any, answer: BoardAnswer) -> BoardAnswer:
    """The asker says that this one helped, in place of an earlier choice; event answer.accepted.

    PermissionDenied for anybody else, InvalidState for an answer that is hidden.
    """
    question = _held(answer.question_id)
    if question.user_id != user.pk:
        raise PermissionDenied(_("Only who asked can accept an answer."))
    if answer.is_hidden:
        raise InvalidState
    question.answers.filter(is_accepted=True).exclude(pk=answer.pk).update(is_accepted=False)
    if not answer.is_accepted:
        answer.is_accepted = True
        answer.save(update_fields=["is_accepted", "updated_at"])
        _count_answers(question.pk)
        writer = [answer.user] if answer.user_id != user.pk else []
        _record("answer.accepted", question, user, tell=writer, answer_id=answer.pk)
    return answer


@transaction.atomic
def toggle_vote(*, user: Any, subject: BoardQuestion | BoardAnswer) -> bool:
    """Find something useful, or no longer; returns which it is now. Nobody votes for what they wrote (InvalidState)."""
    if subject.user_id == user.pk:
        raise InvalidState(_("You cannot vote for what you wrote."))
    kind = "question" if isinstance(subject, BoardQuestion) else "answer"
    type(subject).objects.select_for_update().only("pk").get(pk=subject.pk)  # two clicks follow each other
    removed, _rows = BoardVote.objects.filter(user=user, **{kind: subject}).delete()
    if not removed:
        BoardVote.objects.create(user=user, **{kind: subject})
    type(subject).objects.filter(pk=subject.pk).update(votes=F("votes") + (-1 if removed else 1))
    return not removed


@transaction.atomic
def moderate(*, user: Any, subject: BoardQuestion | BoardAnswer, hidden: bool, reason: str = "") -> None:
    """An administrator hides something or shows it again; its writer is told. Events board.hidden, board.restored."""
    if subject.is_hidden == hidden:
        return
    subject.is_hidden, subject.hidden_reason = hidden, reason[:200] if hidden else ""
    subject.save(update_fields=["is_hidden", "hidden_reason", "updated_at"])
    question = subject if isinstance(subject, BoardQuestion) else subject.question
    data = {"reason": subject.hidden_reason} if hidden else {}
    _record("board.hidden" if hidden else "board.restored", question, user, tell=[subject.user], **data)


def brand_of_question(*, user: Any, brand_id: int | None) -> Brand | None:
    """The brand named in a body, if this person works on it; ValidationFailed naming `brand_id`."""
    if brand_id is None:
        return None
    try:
        return fetch(Brand.objects.all(), user, "update", pk=brand_id)
    except (NotFound, PermissionDenied) as problem:
        raise ValidationFailed.field("brand_id", _("There is no such brand.")) from problem


def page_of(question: BoardQuestion) -> str:
    return reverse("insights:question", args=[question.pk])


def _held(question_id: int) -> BoardQuestion:
    """The question's row, held until the transaction ends."""
    question = BoardQuestion.objects.select_for_update().filter(pk=question_id).first()
    if question is None:
        raise NotFound
    return question


def _count_answers(question_id: int) -> None:
    """Write anew how many answers there are, and whether one was accepted. The caller holds the question's row."""
    answers = BoardAnswer.objects.filter(question=question_id)
    is_answered = answers.filter(is_accepted=True).exists()
    BoardQuestion.objects.filter(pk=question_id).update(answer_count=answers.count(), is_answered=is_answered)


def _assign(question: BoardQuestion, fields: Mapping[str, Any]) -> list[str]:
    given: dict[str, Any] = {}
    if "title" in fields:
        given["title"] = _text(fields["title"], "title")
    if "body" in fields:
        given["body"] = str(fields["body"] or "").replace("\x00", "").strip()
    if "tags" in fields:
        given["tags"] = _tags(fields["tags"])
    changed = [name for name, value in given.items() if getattr(question, name) != value]
    for name in changed:
        setattr(question, name, given[name])
    return changed


def _text(value: str, field: str) -> str:
    text = value.replace("\x00", "").strip()
    if not text:
        raise ValidationFailed.field(field, _("This may not be empty."))
    return text


def _tags(values: list[str]) -> list[str]:
    tags = list(dict.fromkeys(" ".join(str(value).lstrip("#").split())[:TAG_LENGTH] for value in values))
    tags = [tag for tag in tags if tag]
    if len(tags) > MOST_TAGS:
        raise ValidationFailed.field("tags", _("At most %(most)d tags.") % {"most": MOST_TAGS})
    return tags


def _record(name: str, question: BoardQuestion, user: Any, *, tell: Any = (), **data: Any) -> None:
    record_event(
        name,
        actor=user,
        subject=question,
        brand_id=question.brand_id,
        data={"id": question.pk, **data},
        notify=list(tell),
        url=page_of(question) if tell else "",
    )

"""Questions that colleagues ask each other, and their answers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, RestrictedQuerySet
from brands.access import reachable
from brands.models import Brand, BrandUserObjectPermission


def colleagues_of(user: Any) -> Q:
    """The condition on a person: one with whom `user` shares a brand, by owning it or working on it."""
    brands = Brand.objects.filter(reachable(user, "read")).order_by()
    granted = BrandUserObjectPermission.objects.filter(content_object__in=brands.values("pk"))
    return Q(pk__in=brands.values("user").union(granted.values("user"), all=True))


class BoardRule:
    """Who may read a question: its asker, the brand's team when it is bound to a brand, else the asker's colleagues.

    Answering and voting ("create") takes the rights to change the brand; only the writer changes or deletes. What an
    administrator has hidden is seen by its writer alone.
    """

    def __init__(self, question: str = "") -> None:
        self.prefix = f"{question}__" if question else ""

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        if user.is_admin:
            return rows
        if not user.may("read:brand"):
            return rows.none()
        own = Q(user=user.pk)
        if action in ("update", "delete"):
            return rows.filter(own)
        asker = get_people().filter(colleagues_of(user)).order_by().values("pk")
        alone = Q(**{f"{self.prefix}brand__isnull": True, f"{self.prefix}user__in": asker})
        seen = alone | reachable(user, action, prefix=f"{self.prefix}brand__") | Q(**{f"{self.prefix}user": user.pk})
        visible = Q(is_hidden=False)
        if self.prefix:
            visible &= Q(**{f"{self.prefix}is_hidden": False}) | Q(**{f"{self.prefix}user": user.pk})
        return rows.filter(seen, visible | own)


def get_people() -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects


class BoardQuestion(models.Model):
    """A question to colleagues; with a brand, to that brand's team. `shared_*` is what it was asked about."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asker"), on_delete=models.CASCADE, related_name="board_questions"
    )
    brand = models.ForeignKey(
        Brand, verbose_name=_("brand"), null=True, blank=True, on_delete=models.CASCADE, related_name="board_questions"
    )
    title = models.CharField(_("title"), max_length=200)
    body = models.TextField(_("question"), max_length=5000, blank=True)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    insight_id = models.BigIntegerField(_("shared insight"), null=True, blank=True)
    shared_title = models.CharField(_("title of what is shared"), max_length=200, blank=True)
    shared_text = models.TextField(_("summary of what is shared"), max_length=2000, blank=True)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    hidden_reason = models.CharField(_("reason for hiding"), max_length=200, blank=True)
    votes = models.PositiveIntegerField(_("votes"), default=0)
    answer_count = models.PositiveIntegerField(_("answers"), default=0)
    is_answered = models.BooleanField(_("answered"), default=False)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = BoardRule()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="question_asker"),
            models.Index(fields=["brand", "-created_at", "-id"], name="question_brand"),
        ]

    def __str__(self) -> str:
        return self.title


class BoardAnswer(models.Model):
    """An answer; the asker may accept one."""

    question = models.ForeignKey(
        BoardQuestion, verbose_name=_("question"), on_delete=models.CASCADE, related_name="answers"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("writer"), on_delete=models.CASCADE, related_name="board_answers"
    )
    body = models.TextField(_("answer"), max_length=5000)
    is_accepted = models.BooleanField(_("accepted"), default=False)
    is_hidden = models.BooleanField(_("hidden"), default=False)
    hidden_reason = models.CharField(_("reason for hiding"), max_length=200, blank=True)
    votes = models.PositiveIntegerField(_("votes"), default=0)
    created_at = models.DateTimeField(_("answered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = BoardRule("question")

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["-is_accepted", "-votes", "created_at", "id"]
        indexes = [models.Index(fields=["question", "created_at"], name="answer_question")]
        constraints = [
            models.UniqueConstraint(fields=["question"], condition=Q(is_accepted=True), name="answer_accepted_once")
        ]

    def __str__(self) -> str:
        return self.body[:80]


class BoardVote(models.Model):
    """That somebody finds a question or an answer useful; once each."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE)
    question = models.ForeignKey(BoardQuestion, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    answer = models.ForeignKey(BoardAnswer, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("vote")
        verbose_name_plural = _("votes")
        constraints = [
            models.UniqueConstraint(fields=["user", "question"], name="vote_question_once"),
            models.UniqueConstraint(fields=["user", "answer"], name="vote_answer_once"),
            models.CheckConstraint(
                condition=Q(question__isnull=True) ^ Q(answer__isnull=True), name="vote_is_for_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.question_id or self.answer_id}"

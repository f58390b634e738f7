"""Questions about a brand, the answers to them, and what became of each result."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import UnderBrand
from brands.models import Brand
from insights.enums import AnalysisType, CardState, MessageRole


class Insight(models.Model):
    """A conversation about a brand. `job_id` is the job that answers, or answered, the last question."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="insights")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("asker"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="insights",
    )
    title = models.CharField(_("title"), max_length=200)
    analysis_type = models.CharField(_("kind"), max_length=11, choices=AnalysisType.choices, blank=True)
    summary = models.TextField(_("summary"), max_length=4000, blank=True)
    engine = models.CharField(_("engine"), max_length=20, blank=True)
    job_id = models.UUIDField(_("job"), null=True, blank=True)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["brand", "-created_at", "-id"], name="insight_brand")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/brands/{self.brand_id}/insights/{self.pk}/"


class InsightMessage(models.Model):
    """A question, or an answer with its `result` (as the API gives it) and what a person may want to know of it."""

    insight = models.ForeignKey(Insight, verbose_name=_("insight"), on_delete=models.CASCADE, related_name="messages")
    role = models.CharField(_("from"), max_length=9, choices=MessageRole.choices)
    content = models.TextField(_("text"), max_length=4000)
    language = models.CharField(_("language"), max_length=2, default="ko")
    result = models.JSONField(_("result"), null=True, blank=True)
    engine = models.CharField(_("engine"), max_length=20, blank=True)
    fallback_reason = models.CharField(_("why the built-in engine answered"), max_length=100, blank=True)
    unsupported = models.PositiveIntegerField(_("sentences without support"), default=0)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("insight__brand")

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.content[:80]


class InsightCard(models.Model):
    """One result of an answer, which a person keeps, dismisses or adds to a report."""

    message = models.ForeignKey(
        InsightMessage, verbose_name=_("message"), on_delete=models.CASCADE, related_name="cards"
    )
    kind = models.CharField(_("kind"), max_length=13)
    title = models.CharField(_("title"), max_length=400, blank=True)
    text = models.TextField(_("text"), max_length=4000, blank=True)
    detail = models.JSONField(_("details"), default=dict)
    evidence = models.JSONField(_("evidence"), default=list)
    confidence = models.FloatField(_("confidence"), validators=[MinValueValidator(0), MaxValueValidator(1)])
    confidence_why = models.CharField(_("how the confidence came about"), max_length=300, blank=True)
    state = models.CharField(_("decision"), max_length=9, choices=CardState.choices, default=CardState.OPEN)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("message__insight__brand")

    class Meta:
        verbose_name = _("result card")
        verbose_name_plural = _("result cards")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(confidence__range=(0, 1)), name="insight_card_confidence")
        ]
        indexes = [models.Index(fields=["state", "message"], name="insight_card_state")]

    def __str__(self) -> str:
        return self.title or self.text[:80]

    @property
    def fact_ids(self) -> list[str]:
        """What it rests on."""
        return [fact["id"] for fact in self.evidence]

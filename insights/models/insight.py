"""Questions about a brand, and what was found."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import UnderBrand
from brands.models import Brand


class AnalysisType(models.TextChoices):
    """What the question is mainly about."""

    MARKET = "market", _("Market")
    KEYWORDS = "keywords", _("Keywords")
    IDEAS = "ideas", _("Ideas")
    POSITIONING = "positioning", _("Positioning")


class CardKind(models.TextChoices):
    """Kinds of findings."""

    OPPORTUNITY = "opportunity", _("Opportunities")
    PRODUCT_IDEA = "product_idea", _("Product ideas")
    POSITIONING = "positioning", _("Positioning")
    KEYWORD = "keyword", _("Keywords")
    INFLUENCER = "influencer", _("Influencer profiles")
    MARKET_DATA = "market_data", _("Figures")
    VISUAL_IDEA = "visual_idea", _("Visual ideas")
    QUESTION = "question", _("What would help to know")


class CardState(models.TextChoices):
    """What became of a finding."""

    OPEN = "open", _("open")
    KEPT = "kept", _("kept")
    DISMISSED = "dismissed", _("dismissed")


class Insight(models.Model):
    """A conversation about a brand: it begins with a question, further ones follow."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="insights")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    analysis_type = models.CharField(_("about"), max_length=11, choices=AnalysisType.choices, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("last question"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("insight")
        verbose_name_plural = _("insights")
        ordering = ["-updated_at", "-id"]
        indexes = [models.Index(fields=["brand", "-updated_at", "-id"], name="insight_brand")]

    def __str__(self) -> str:
        return self.title


class InsightTurn(models.Model):
    """One question and its answer. `facts` are those the answer quotes, as they were; `unsupported` counts sentences
    of an outside engine that no fact supported (they are marked)."""

    insight = models.ForeignKey(Insight, verbose_name=_("insight"), on_delete=models.CASCADE, related_name="turns")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    prompt = models.TextField(_("question"), max_length=2000)
    language = models.CharField(_("language"), max_length=2, default="ko")
    engine = models.CharField(_("engine"), max_length=20)
    fallback_reason = models.CharField(_("why the built-in engine answered"), max_length=100, blank=True)
    facts = models.JSONField(_("facts"), default=list, blank=True)
    unsupported = models.PositiveSmallIntegerField(_("sentences without a fact"), default=0)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("insight__brand")

    class Meta:
        verbose_name = _("question to a brand")
        verbose_name_plural = _("questions to brands")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["insight", "created_at", "id"], name="turn_insight")]

    def __str__(self) -> str:
        return self.prompt[:80]


class InsightCard(models.Model):
    """A finding, with its rule and its facts. `details` holds what its kind has besides (see insights/engine)."""

    turn = models.ForeignKey(InsightTurn, verbose_name=_("question"), on_delete=models.CASCADE, related_name="cards")
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=12, choices=CardKind.choices)
    title = models.CharField(_("title"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    rule = models.CharField(_("rule"), max_length=60, blank=True)
    fact_ids = models.JSONField(_("facts"), default=list, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)
    confidence = models.FloatField(_("confidence"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=9, choices=CardState.choices, default=CardState.OPEN)
    in_report = models.BooleanField(_("in the report"), default=False)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("turn__insight__brand")

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["turn", "position"]
        constraints = [models.UniqueConstraint(fields=["turn", "position"], name="card_position_once")]

    def __str__(self) -> str:
        return self.title

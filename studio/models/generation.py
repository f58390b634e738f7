"""What was written and drawn on its own, with what was asked for and what it cost."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from artnex.ai.enums import Engine, JobType
from brands.access import OwnOrUnderBrand
from brands.models import Brand
from studio.models.asset import Asset


class Generation(models.Model):
    """One text or picture. `params` is the whole request, so that it can be asked for again."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("person"), on_delete=models.CASCADE, related_name="generations"
    )
    brand = models.ForeignKey(
        Brand, verbose_name=_("brand"), null=True, blank=True, on_delete=models.CASCADE, related_name="generations"
    )
    content_type = models.CharField(_("kind"), max_length=5, choices=JobType.choices)
    prompt = models.TextField(_("prompt"), max_length=4000)
    params = models.JSONField(_("request"), default=dict)
    text = models.TextField(_("text"), blank=True)
    variants = models.JSONField(_("other versions"), default=list, blank=True)
    asset = models.ForeignKey(
        Asset, verbose_name=_("picture"), null=True, blank=True, on_delete=models.SET_NULL, related_name="generations"
    )
    engine = models.CharField(_("engine"), max_length=10, choices=Engine.choices)
    model = models.CharField(_("model"), max_length=80)
    usage = models.JSONField(_("usage"), default=dict)
    cost = models.DecimalField(_("cost"), max_digits=18, decimal_places=9, default=0)
    call_id = models.BigIntegerField(_("AI call"), null=True, blank=True)
    fallback_reason = models.CharField(_("why the built-in engine"), max_length=80, blank=True)
    unsupported = models.PositiveIntegerField(_("sentences without support"), default=0)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnOrUnderBrand()

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generations")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="generation_owner"),
            models.Index(fields=["brand", "-created_at", "-id"], name="generation_brand"),
        ]

    def __str__(self) -> str:
        return self.prompt[:80]

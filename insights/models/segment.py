"""Named target groups."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import OwnOrUnderBrand
from brands.models import Brand


class Segment(models.Model):
    """A target group with its criteria; private to its person unless bound to a brand.

    `criteria` is what the builder collects, such as {"age": [25, 39], "gender": "any", "regions": […],
    "interests": […], "industries": […], "channels": […]}; texts and pictures are written for it.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="segments"
    )
    brand = models.ForeignKey(
        Brand, verbose_name=_("brand"), null=True, blank=True, on_delete=models.CASCADE, related_name="segments"
    )
    name = models.CharField(_("name"), max_length=100)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    criteria = models.JSONField(_("criteria"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnOrUnderBrand()

    class Meta:
        verbose_name = _("segment")
        verbose_name_plural = _("segments")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="segment_owner"),
            models.Index(fields=["brand", "-created_at", "-id"], name="segment_brand"),
        ]

    def __str__(self) -> str:
        return self.name

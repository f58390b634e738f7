"""Keyword groupings that were kept."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import OwnOrUnderBrand
from brands.models import Brand


class KeywordClustering(models.Model):
    """Keywords and the groups they fell into; `wanted` is the number asked for, None when it was found."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="keyword_clusterings"
    )
    brand = models.ForeignKey(
        Brand, verbose_name=_("brand"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(_("title"), max_length=200)
    wanted = models.PositiveSmallIntegerField(_("number of clusters asked for"), null=True, blank=True)
    keyword_count = models.PositiveIntegerField(_("keywords"))
    cluster_count = models.PositiveSmallIntegerField(_("clusters"))
    silhouette = models.FloatField(_("silhouette"))
    result = models.JSONField(_("result"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnOrUnderBrand()

    class Meta:
        verbose_name = _("keyword clustering")
        verbose_name_plural = _("keyword clusterings")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["user", "-created_at", "-id"], name="clustering_owner")]

    def __str__(self) -> str:
        return self.title

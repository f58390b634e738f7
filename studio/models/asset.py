"""The asset store: pictures, documents and videos with where they come from."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import OwnOrUnderBrand
from brands.models import Brand


class AssetType(models.TextChoices):
    IMAGE = "image", _("Picture")
    DOCUMENT = "document", _("Document")
    VIDEO = "video", _("Video")


class AssetSource(models.TextChoices):
    GENERATED = "generated", _("Generated")
    UPLOADED = "uploaded", _("Uploaded")


class Asset(models.Model):
    """A file people work with; private to its person unless bound to a brand. Its content never changes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="assets"
    )
    brand = models.ForeignKey(
        Brand, verbose_name=_("brand"), null=True, blank=True, on_delete=models.CASCADE, related_name="assets"
    )
    file = models.OneToOneField(
        "files.StoredFile", verbose_name=_("file"), on_delete=models.PROTECT, related_name="asset"
    )
    type = models.CharField(_("type"), max_length=8, choices=AssetType.choices)
    source = models.CharField(_("source"), max_length=9, choices=AssetSource.choices)
    title = models.CharField(_("title"), max_length=200)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    tag_text = models.TextField(editable=False, blank=True)  # "|winter|banner|": lower-case, for filter and search
    prompt = models.TextField(_("prompt"), max_length=4000, blank=True)
    call_id = models.BigIntegerField(_("AI call"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnOrUnderBrand()

    class Meta:
        verbose_name = _("asset")
        verbose_name_plural = _("assets")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="asset_owner"),
            models.Index(fields=["brand", "-created_at", "-id"], name="asset_brand"),
        ]

    def __str__(self) -> str:
        return self.title

"""Files that people brought or ArtNex made."""

import uuid
from typing import Any, BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, OwnerOrBrand, RestrictedQuerySet
from artnex.files.kinds import KIND_OF_CONTENT_TYPE, RASTER, Kind
from artnex.files.links import signed_path


class Visibility(models.TextChoices):
    PRIVATE = "private", _("private")
    PUBLIC = "public", _("public")
    GUARDED = "guarded", _("guarded")  # no link opens it: only what keeps it hands it out


# What links, thumbnails and the endpoint of files know of.
HANDED_OUT = models.Q(deleted_at__isnull=True) & ~models.Q(visibility=Visibility.GUARDED)


class LiveFiles(OwnerOrBrand):
    """Files follow their brand, else their owner; deleted and guarded ones are there for nobody."""

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        return super().__call__(rows.filter(HANDED_OUT), user, action)


class StoredFile(models.Model):
    """One file in the storage. The row never changes its content: a new version is a new row.

    Made by `artnex.files.services.store_file` alone, which checks the content first.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="stored_files",
    )
    brand_id = models.BigIntegerField(_("brand"), null=True, blank=True)
    purpose = models.SlugField(_("purpose"), max_length=40, db_index=False)
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(_("content type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    path = models.CharField(_("place in the storage"), max_length=200, unique=True)
    provenance = models.JSONField(_("provenance"), default=dict, blank=True)
    visibility = models.CharField(_("visibility"), max_length=7, choices=Visibility.choices, default=Visibility.PRIVATE)
    created_at = models.DateTimeField(_("stored at"), auto_now_add=True)
    deleted_at = models.DateTimeField(_("deleted at"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = LiveFiles("owner")

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["owner", "-created_at"], name="file_owner"),
            models.Index(fields=["brand_id", "-created_at"], name="file_brand"),
            models.Index(fields=["owner", "sha256"], name="file_sha256"),
            models.Index(fields=["deleted_at"], condition=models.Q(deleted_at__isnull=False), name="file_deleted"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def kind(self) -> Kind:
        return KIND_OF_CONTENT_TYPE[self.content_type]

    @property
    def has_thumbnail(self) -> bool:
        """True for what small versions are made of: pictures made of pixels, and PDFs."""
        return self.kind in RASTER or self.kind is Kind.PDF

    @property
    def url(self) -> str:
        """A link that works for whoever has it for an hour or two (for ever when the file is public)."""
        return signed_path(self.pk, public=self.visibility == Visibility.PUBLIC)

    @property
    def download_url(self) -> str:
        """Like `url`, but the browser saves the file instead of showing it."""
        return signed_path(self.pk, public=self.visibility == Visibility.PUBLIC, download=True)

    def thumbnail_url(self, size: int) -> str:
        """Link to a version with a longer side of `size` (one of thumbnails.SIZES); the file itself without one."""
        if not self.has_thumbnail:
            return self.url
        return signed_path(self.pk, variant=str(size), public=self.visibility == Visibility.PUBLIC)

    def open(self) -> BinaryIO:
        """The content as a binary stream; the caller closes it. Raises FileNotFoundError when it is lost."""
        return default_storage.open(self.path, "rb")  # type: ignore[return-value]

    def read(self) -> bytes:
        """The whole content."""
        with self.open() as stream:
            return stream.read()

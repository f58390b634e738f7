"""Brand DNA: five axes, their versions, presets and comments."""

import json
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, RestrictedQuerySet
from brands.access import OwnOrUnderBrand
from brands.engine.dna import AXES
from brands.models.brand import Brand


def axis_field(label: Any) -> models.FloatField:
    return models.FloatField(label, default=0.5, validators=[MinValueValidator(0.0), MaxValueValidator(1.0)])


class Axes(models.Model):
    """The five axes, each from 0 to 1."""

    density = axis_field(_("density"))
    warmth = axis_field(_("warmth"))
    playfulness = axis_field(_("playfulness"))
    sophistication = axis_field(_("sophistication"))
    energy = axis_field(_("energy"))

    class Meta:
        abstract = True

    @property
    def axes(self) -> dict[str, float]:
        return {axis: getattr(self, axis) for axis in AXES}

    @property
    def axes_json(self) -> str:
        return json.dumps(self.axes)


class BrandDna(Axes):
    """The present state; `version` counts saves and guards against overwriting somebody else's."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="brand_dna"
    )
    brand = models.ForeignKey(
        Brand, verbose_name=_("brand"), null=True, blank=True, on_delete=models.CASCADE, related_name="dna"
    )
    name = models.CharField(_("name"), max_length=200)
    tokens = models.JSONField(_("design tokens"), default=dict)
    version = models.PositiveIntegerField(_("version"), default=1)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnOrUnderBrand()

    class Meta:
        verbose_name = _("brand DNA")
        verbose_name_plural = _("brand DNA")
        ordering = ["-updated_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-updated_at", "-id"], name="dna_owner_updated"),
            models.Index(fields=["brand", "-updated_at", "-id"], name="dna_brand_updated"),
        ]

    def __str__(self) -> str:
        return self.name


class BrandDnaVersion(Axes):
    """What the DNA was at one save; never changed."""

    dna = models.ForeignKey(BrandDna, verbose_name=_("brand DNA"), on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    tokens = models.JSONField(_("design tokens"), default=dict)
    note = models.CharField(_("note"), max_length=500, blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    restored_from = models.PositiveIntegerField(_("restored from version"), null=True, blank=True)
    created_at = models.DateTimeField(_("saved"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnOrUnderBrand("dna__user", "dna__brand")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["dna", "number"], name="dna_version_once")]

    def __str__(self) -> str:
        return f"{self.name} v{self.number}"


class DnaComment(models.Model):
    """A remark on a DNA by somebody of the team."""

    dna = models.ForeignKey(BrandDna, verbose_name=_("brand DNA"), on_delete=models.CASCADE, related_name="comments")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    version = models.PositiveIntegerField(_("version"))
    body = models.TextField(_("comment"), max_length=2000)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = OwnOrUnderBrand("dna__user", "dna__brand")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.body[:60]


class PresetRule:
    """Default and shared presets are for everyone to read; own ones are the owner's."""

    def __call__(self, rows: models.QuerySet, user: Any, action: Action) -> models.QuerySet:
        if user.is_admin:
            return rows
        own = models.Q(user=user.pk)
        if action == "read":
            return rows.filter(own | models.Q(user__isnull=True) | models.Q(is_shared=True))
        return rows.filter(own) if user.may("update:brand") else rows.none()


class DnaPreset(Axes):
    """Named axes to start from; without an owner it is one of the defaults."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("owner"),
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="dna_presets",
    )
    name = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=500, blank=True)
    is_shared = models.BooleanField(_("shared"), default=False)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = PresetRule()

    class Meta:
        verbose_name = _("preset")
        verbose_name_plural = _("presets")
        ordering = ["position", "-created_at", "-id"]

    def __str__(self) -> str:
        return self.label

    @property
    def is_default(self) -> bool:
        """Whether it comes with ArtNex (see brands/default_presets.py)."""
        return self.user_id is None

    @property
    def label(self) -> str:
        """The name as people read it; those of the defaults are translated."""
        return gettext(self.name) if self.is_default and self.name else self.name

    @property
    def about(self) -> str:
        return gettext(self.description) if self.is_default and self.description else self.description

"""A brand, and who works on it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermissionBase

from artnex.access import RestrictedQuerySet
from brands.access import BrandRule, UnderBrand
from brands.enums import BrandRole, RegistrationStep


class Brand(models.Model):
    """A manufacturer's brand: the boundary of everything else.

    `followers`, `engagement_rate`, `popularity_index` and `trend_score` repeat what the KPIs say (services/kpis.py
    writes them with each change), so that lists sort by them without reading the series.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("owner"), on_delete=models.CASCADE, related_name="brands"
    )
    brand_name = models.CharField(_("brand name"), max_length=200)
    category = models.CharField(_("category"), max_length=100)
    slogan = models.CharField(_("slogan"), max_length=500, blank=True)
    mission = models.TextField(_("mission"), max_length=2000, blank=True)
    vision = models.TextField(_("vision"), max_length=2000, blank=True)
    keywords = models.JSONField(_("keywords"), default=list, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    voice = models.TextField(_("voice"), max_length=2000, blank=True)
    target = models.TextField(_("target"), max_length=2000, blank=True)
    palette = models.JSONField(_("palette"), default=list, blank=True)
    tone_manner = models.JSONField(_("tone and manner"), default=dict, blank=True)
    logo = models.ForeignKey(
        "files.StoredFile", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    registration_step = models.PositiveSmallIntegerField(
        _("registration step"), choices=RegistrationStep.choices, default=RegistrationStep.DONE
    )
    followers = models.BigIntegerField(_("followers"), null=True, blank=True)
    engagement_rate = models.FloatField(_("engagement rate"), null=True, blank=True)
    popularity_index = models.FloatField(_("popularity"), null=True, blank=True)
    trend_score = models.FloatField(_("trend"), null=True, blank=True)
    search_text = models.TextField(editable=False, blank=True)  # name, category, keywords, slogan: lower-case, NFC
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = BrandRule()

    class Meta:
        verbose_name = _("brand")
        verbose_name_plural = _("brands")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["user", "-created_at", "-id"], name="brand_owner_created"),
            models.Index(fields=["-created_at", "-id"], name="brand_created"),
            models.Index(fields=["user", "category"], name="brand_owner_category"),
        ]

    def __str__(self) -> str:
        return self.brand_name


class BrandUserObjectPermission(UserObjectPermissionBase):
    """django-guardian's grants on brands, in a typed and indexed table of their own."""

    content_object = models.ForeignKey(Brand, on_delete=models.CASCADE, related_name="grants")

    class Meta(UserObjectPermissionBase.Meta):
        verbose_name = _("grant on a brand")
        verbose_name_plural = _("grants on brands")


class BrandInvitation(models.Model):
    """Somebody without an account was invited; the grant is made when they register with this address."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail address"), max_length=254)
    role = models.CharField(_("role"), max_length=6, choices=[c for c in BrandRole.choices if c[0] != BrandRole.OWNER])
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("invited by"), on_delete=models.CASCADE, related_name="+"
    )
    created_at = models.DateTimeField(_("invited"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["brand", "email"], name="invitation_once")]
        indexes = [models.Index(fields=["email"], name="invitation_email")]

    def __str__(self) -> str:
        return self.email

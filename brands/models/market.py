"""Whom a brand speaks to, whom it competes with, and what it sells."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import UnderBrand
from brands.enums import ProductStatus
from brands.models.brand import Brand


class Persona(models.Model):
    """A typical customer."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="personas")
    persona_name = models.CharField(_("name"), max_length=100)
    age_range = models.CharField(_("age"), max_length=50, blank=True)
    gender = models.CharField(_("gender"), max_length=50, blank=True)
    characteristics = models.TextField(_("characteristics"), max_length=2000, blank=True)
    pain_points = models.TextField(_("pain points"), max_length=2000, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("persona")
        verbose_name_plural = _("personas")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.persona_name


class Competitor(models.Model):
    """A rival brand as the owner sees it; `market_share` is the owner's own estimate in percent."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="competitors")
    competitor_name = models.CharField(_("name"), max_length=200)
    category = models.CharField(_("category"), max_length=100, blank=True)
    website = models.URLField(_("website"), max_length=500, blank=True)
    strengths = models.TextField(_("strengths"), max_length=2000, blank=True)
    weaknesses = models.TextField(_("weaknesses"), max_length=2000, blank=True)
    market_share = models.DecimalField(
        _("market share (%)"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0), MaxValueValidator(100)],
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("competitor")
        verbose_name_plural = _("competitors")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(market_share__isnull=True) | models.Q(market_share__range=(0, 100)),
                name="competitor_share_percent",
            )
        ]

    def __str__(self) -> str:
        return self.competitor_name


class CompetitorKpi(models.Model):
    """The latest figure known of a competitor, and of which day it is."""

    competitor = models.ForeignKey(
        Competitor, verbose_name=_("competitor"), on_delete=models.CASCADE, related_name="kpis"
    )
    kpi_type = models.CharField(_("KPI"), max_length=40)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    measurement_date = models.DateField(_("day"))

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("competitor__brand")

    class Meta:
        verbose_name = _("competitor's KPI")
        verbose_name_plural = _("competitors' KPIs")
        ordering = ["kpi_type"]
        constraints = [models.UniqueConstraint(fields=["competitor", "kpi_type"], name="competitor_kpi_once")]

    def __str__(self) -> str:
        return f"{self.kpi_type} {self.measurement_date}"


class Product(models.Model):
    """Something the brand sells, known by its SKU."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="products")
    sku = models.CharField(_("SKU"), max_length=64)
    name = models.CharField(_("name"), max_length=200)
    price = models.DecimalField(
        _("price"), max_digits=14, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("currency"), max_length=3, default="KRW")
    status = models.CharField(_("status"), max_length=12, choices=ProductStatus.choices, default=ProductStatus.ACTIVE)
    image = models.ForeignKey(
        "files.StoredFile",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["sku"]
        constraints = [models.UniqueConstraint(fields=["brand", "sku"], name="product_sku_once")]

    def __str__(self) -> str:
        return f"{self.sku} {self.name}"

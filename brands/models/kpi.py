"""Typed time series of a brand."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from brands.access import UnderBrand
from brands.enums import KpiSource
from brands.models.brand import Brand


class Kpi(models.Model):
    """The value of one KPI on one day; a correction replaces it and leaves a `KpiRevision`."""

    brand = models.ForeignKey(Brand, verbose_name=_("brand"), on_delete=models.CASCADE, related_name="kpis")
    kpi_type = models.CharField(_("KPI"), max_length=40)
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=6)
    measurement_date = models.DateField(_("day"))
    source = models.CharField(_("source"), max_length=6, choices=KpiSource.choices, default=KpiSource.MANUAL)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("entered by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    updated_at = models.DateTimeField(_("corrected"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand()

    class Meta:
        verbose_name = _("KPI value")
        verbose_name_plural = _("KPI values")
        ordering = ["-measurement_date", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["brand", "kpi_type", "measurement_date"], name="kpi_once_a_day"),
        ]
        indexes = [models.Index(fields=["brand", "-measurement_date", "-id"], name="kpi_brand_day")]

    def __str__(self) -> str:
        return f"{self.kpi_type} {self.measurement_date}"


class KpiRevision(models.Model):
    """What a KPI value was before it was corrected."""

    kpi = models.ForeignKey(Kpi, verbose_name=_("KPI value"), on_delete=models.CASCADE, related_name="revisions")
    value = models.DecimalField(_("former value"), max_digits=20, decimal_places=6)
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("corrected by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    replaced_at = models.DateTimeField(_("corrected"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = UnderBrand("kpi__brand")

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.kpi_id}: {self.value}"

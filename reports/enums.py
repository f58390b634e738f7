"""Closed lists of the reports app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportType(models.TextChoices):
    """What a report is about."""

    DIAGNOSIS = "diagnosis", _("Diagnosis")
    ANALYSIS = "analysis", _("Analysis")
    CAMPAIGN = "campaign", _("Campaign")
    CUSTOM = "custom", _("Custom")


class Area(models.TextChoices):
    """The five areas of the diagnosis, in the order of its steps."""

    MARKET = "market", _("Market")
    COMPETITORS = "competitors", _("Competitors")
    MANUFACTURING = "manufacturing", _("Manufacturing")
    BRAND = "brand", _("Brand")
    MARKETING = "marketing", _("Marketing")

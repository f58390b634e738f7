"""Closed lists of insights."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AnalysisType(models.TextChoices):
    """What a question is mainly after; without one its words decide."""

    MARKET = "market", _("Market")
    KEYWORDS = "keywords", _("Keywords")
    IDEAS = "ideas", _("Ideas")
    POSITIONING = "positioning", _("Positioning")


class MessageRole(models.TextChoices):
    USER = "user", _("Question")
    ASSISTANT = "assistant", _("Answer")


class CardState(models.TextChoices):
    """What a person made of a result; what is in a report is kept as well."""

    OPEN = "open", _("Undecided")
    KEPT = "kept", _("Kept")
    REPORT = "report", _("In the report")
    DISMISSED = "dismissed", _("Dismissed")

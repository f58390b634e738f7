"""Closed lists of the AI room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Engine(models.TextChoices):
    """Who does the work: ourselves, for nothing, or an outside provider, for money."""

    BUILTIN = "builtin", _("Built in")
    OPENAI = "openai", "OpenAI"
    IDEOGRAM = "ideogram", "Ideogram"
    FREEPIK = "freepik", "Freepik (Magnific)"


class JobType(models.TextChoices):
    TEXT = "text", _("Text")
    IMAGE = "image", _("Image")


class CallStatus(models.TextChoices):
    RESERVED = "reserved", _("Under way")
    COMPLETED = "completed", _("Done")
    FAILED = "failed", _("Failed")

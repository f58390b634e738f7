"""Closed lists of the brands app."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class BrandRole(models.TextChoices):
    """What a person is on one brand; decides together with the global role what they may do there."""

    OWNER = "owner", _("Owner")
    EDITOR = "editor", _("Editor")
    VIEWER = "viewer", _("Viewer")


class RegistrationStep(models.IntegerChoices):
    """The five steps of registering a brand; `DONE` once the last one is left."""

    BASICS = 1, _("Basics")
    TARGET = 2, _("Target")
    COMPETITORS = 3, _("Competitors")
    IDENTITY = 4, _("Identity")
    IMPROVEMENT = 5, _("AI improvement")
    DONE = 6, _("Done")


class KpiSource(models.TextChoices):
    MANUAL = "manual", _("Typed in")
    CSV = "csv", _("From a file")
    API = "api", _("By the API")


class ProductStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    ACTIVE = "active", _("On sale")
    DISCONTINUED = "discontinued", _("Discontinued")


class ProjectStatus(models.TextChoices):
    PLANNED = "planned", _("Planned")
    IN_PROGRESS = "in_progress", _("In progress")
    ON_HOLD = "on_hold", _("On hold")
    DONE = "done", _("Done")


class TaskStatus(models.TextChoices):
    TODO = "todo", _("To do")
    DOING = "doing", _("Doing")
    REVIEW = "review", _("In review")
    DONE = "done", _("Done")


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    MEDIUM = "medium", _("Medium")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class ContractStatus(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SENT = "sent", _("Sent for signature")
    SIGNED = "signed", _("Signed")
    ENDED = "ended", _("Ended")


class SignerStatus(models.TextChoices):
    WAITING = "waiting", _("Waiting for their turn")
    INVITED = "invited", _("Asked to sign")
    SIGNED = "signed", _("Signed")
    DECLINED = "declined", _("Declined")
    CANCELLED = "cancelled", _("Withdrawn")


class SuggestionField(models.TextChoices):
    """What proposals are made for."""

    SLOGAN = "slogan", _("Slogan")
    MISSION = "mission", _("Mission")
    VISION = "vision", _("Vision")
    KEYWORDS = "keywords", _("Keywords")
    VOICE = "voice", _("Voice")


class SuggestionStatus(models.TextChoices):
    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    EDITED = "edited", _("Accepted with changes")
    DISMISSED = "dismissed", _("Dismissed")

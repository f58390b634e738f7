"""Closed lists of exporting, sharing and scheduling reports."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.files.kinds import Kind


class ExportFormat(models.TextChoices):
    """A form of a report as a file."""

    PDF = "pdf", _("PDF")
    DOCX = "docx", _("Word (DOCX)")
    PPTX = "pptx", _("PowerPoint (PPTX)")
    XLSX = "xlsx", _("Excel (XLSX)")
    HTML = "html", _("HTML in one file")

    @property
    def content_type(self) -> str:
        return Kind[self.name].content_type


class ExportLanguage(models.TextChoices):
    """`both` puts the whole report into one file twice, Korean first."""

    KO = "ko", _("Korean")
    EN = "en", _("English")
    BOTH = "both", _("Korean and English")

    @property
    def parts(self) -> tuple[str, ...]:
        return ("ko", "en") if self is ExportLanguage.BOTH else (self.value,)


class Frame(models.TextChoices):
    """What surrounds the printed page."""

    NONE = "none", _("No frame")
    LINE = "line", _("Thin line")
    BAND = "band", _("Band of colour")


class Frequency(models.TextChoices):
    """How often a schedule sends."""

    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")
    QUARTERLY = "quarterly", _("Every three months")


class RunStatus(models.TextChoices):
    """How one sending of a schedule went."""

    PENDING = "pending", _("Under way")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Failed")
    SKIPPED = "skipped", _("Left out")

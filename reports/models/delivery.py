"""How reports leave the house: as files, by link, and by mail at regular times."""

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, RestrictedQuerySet
from artnex.files.models import StoredFile
from artnex.jobs.texts import in_active_language
from brands.access import reachable
from reports.export_enums import ExportFormat, ExportLanguage, Frequency, RunStatus
from reports.models.report import Report, ReportRule


class ReportExport(models.Model):
    """A report as a file, made once; `options` are frame, colour, watermark and cover."""

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="exports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat.choices)
    language = models.CharField(_("language"), max_length=4, choices=ExportLanguage.choices)
    options = models.JSONField(_("options"), default=dict, blank=True)
    file = models.ForeignKey(StoredFile, verbose_name=_("file"), on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = ReportRule("report")

    class Meta:
        verbose_name = _("exported report")
        verbose_name_plural = _("exported reports")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["report", "-created_at", "-id"], name="report_export_newest")]

    def __str__(self) -> str:
        return self.file.name


class ReportShare(models.Model):
    """A link that opens one report without an account. The token itself is known only to whoever made the link."""

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="shares")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    token_hash = models.CharField(_("hash of the token"), max_length=64, unique=True, editable=False)
    password_hash = models.CharField(_("hash of the password"), max_length=200, blank=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    view_count = models.PositiveIntegerField(_("views"), default=0)
    last_viewed_at = models.DateTimeField(_("last viewed"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = ReportRule("report")

    class Meta:
        verbose_name = _("shared link")
        verbose_name_plural = _("shared links")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["report", "-created_at", "-id"], name="report_share_newest")]

    def __str__(self) -> str:
        return f"{self.report} #{self.pk}"

    @property
    def is_open(self) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > timezone.now())

    @property
    def has_password(self) -> bool:
        return bool(self.password_hash)


class ScheduleRule:
    """Schedules hang from a brand: whoever may change its reports may also begin and stop sending them."""

    def __call__(self, rows: models.QuerySet, user: object, action: Action) -> models.QuerySet:
        on_brand: Action = "read" if action == "read" else "update"
        if not user.may("read:report" if action == "read" else "create:report"):  # type: ignore[attr-defined]
            return rows.none()
        return rows.filter(reachable(user, on_brand, prefix="brand__"))


class ReportSchedule(models.Model):
    """Sends a brand's newest report by mail at regular times."""

    brand = models.ForeignKey(
        "brands.Brand", verbose_name=_("brand"), on_delete=models.CASCADE, related_name="report_schedules"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), on_delete=models.CASCADE, related_name="report_schedules"
    )
    frequency = models.CharField(_("how often"), max_length=9, choices=Frequency.choices, default=Frequency.MONTHLY)
    format = models.CharField(_("format"), max_length=4, choices=ExportFormat.choices, default=ExportFormat.PDF)
    language = models.CharField(_("language"), max_length=4, choices=ExportLanguage.choices, default=ExportLanguage.KO)
    recipients = models.JSONField(_("recipients"), default=list)
    is_active = models.BooleanField(_("active"), default=True)
    next_run_at = models.DateTimeField(_("next sending"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = ScheduleRule()

    class Meta:
        verbose_name = _("report schedule")
        verbose_name_plural = _("report schedules")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["brand", "-created_at", "-id"], name="schedule_brand"),
            models.Index(fields=["next_run_at"], condition=models.Q(is_active=True), name="schedule_due"),
        ]

    def __str__(self) -> str:
        return f"{self.brand} · {self.get_frequency_display()}"

    def get_absolute_url(self) -> str:
        return reverse("reports:schedule_edit", args=[self.pk])


class ScheduledRun(models.Model):
    """One sending of a schedule: to whom it went, and what went wrong if anything did."""

    schedule = models.ForeignKey(
        ReportSchedule, verbose_name=_("report schedule"), on_delete=models.CASCADE, related_name="runs"
    )
    report = models.ForeignKey(
        Report, verbose_name=_("report"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    status = models.CharField(_("status"), max_length=7, choices=RunStatus.choices, default=RunStatus.PENDING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_to = models.JSONField(_("sent to"), default=list, blank=True)
    note_texts = models.JSONField(_("note"), default=dict, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    class Meta:
        verbose_name = _("sending of a schedule")
        verbose_name_plural = _("sendings of schedules")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["schedule", "-created_at"], name="schedule_run_newest")]

    def __str__(self) -> str:
        return f"{self.schedule} {self.created_at:%Y-%m-%d}"

    @property
    def note(self) -> str:
        """What is to be said of it, in the language at hand."""
        return in_active_language(self.note_texts)

"""A report and its sections."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import Action, RestrictedQuerySet
from brands.access import reachable
from reports.enums import ReportType


class ReportRule:
    """A report follows its brand, and the person's right to reports; one that was deleted is gone for everybody."""

    PERMISSIONS = {"read": "read:report", "create": "create:report", "update": "create:report", "delete": "read:report"}

    def __init__(self, report: str = "") -> None:
        self.prefix = f"{report}__" if report else ""

    def __call__(self, rows: models.QuerySet, user: object, action: Action) -> models.QuerySet:
        if not user.may(self.PERMISSIONS[action]):  # type: ignore[attr-defined]
            return rows.none()
        live = rows.filter(**{f"{self.prefix}deleted_at__isnull": True})
        return live.filter(reachable(user, action, prefix=f"{self.prefix}brand__"))


class Report(models.Model):
    """What was found out about a brand at one moment; its numbers never change afterwards.

    `facts` is the fact sheet the statements rest on (artnex/ai/grounding.py, as JSON), `scores` what the scoring gave
    (area and overall with formula and inputs), `actions` the ranked actions (`reports.content.Action` as JSON).
    """

    brand = models.ForeignKey("brands.Brand", verbose_name=_("brand"), on_delete=models.CASCADE, related_name="reports")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("made by"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    report_type = models.CharField(_("type"), max_length=9, choices=ReportType.choices, default=ReportType.DIAGNOSIS)
    title_ko = models.CharField(_("title in Korean"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300)
    overall_score = models.FloatField(_("overall score"), null=True, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    facts = models.JSONField(_("fact sheet"), default=list, blank=True)
    actions = models.JSONField(_("actions"), default=list, blank=True)
    engine = models.CharField(_("engine"), max_length=20, default="builtin")
    previous = models.ForeignKey(
        "self", verbose_name=_("report before"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = RestrictedQuerySet.as_manager()
    access = ReportRule()

    class Meta:
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["brand", "-created_at", "-id"], name="report_brand"),
            models.Index(fields=["-created_at", "-id"], name="report_created"),
        ]

    def __str__(self) -> str:
        return self.title_ko

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_ko


class ReportSection(models.Model):
    """A chapter of a report: its blocks are those of `reports.content`, as JSON."""

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField(_("position"))
    section_name = models.SlugField(_("name"), max_length=40)
    title_ko = models.CharField(_("title in Korean"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=200)
    score = models.FloatField(_("score"), null=True, blank=True)
    blocks = models.JSONField(_("content"), default=list, blank=True)
    engine = models.CharField(_("engine"), max_length=20, default="builtin")
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects = RestrictedQuerySet.as_manager()
    access = ReportRule("report")

    class Meta:
        verbose_name = _("report section")
        verbose_name_plural = _("report sections")
        ordering = ["report", "position"]
        constraints = [models.UniqueConstraint(fields=["report", "section_name"], name="report_section_once")]

    def __str__(self) -> str:
        return self.title_ko

    def title(self, language: str) -> str:
        return self.title_en if language == "en" else self.title_ko

"""What people add to a report: remarks, and paragraphs in words of their own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from artnex.access import RestrictedQuerySet
from reports.models.report import Report, ReportRule, ReportSection

LONGEST_COMMENT = 2000


class ReportComment(models.Model):
    """A remark on a report or on one of its sections."""

    report = models.ForeignKey(Report, verbose_name=_("report"), on_delete=models.CASCADE, related_name="comments")
    section = models.ForeignKey(
        ReportSection,
        verbose_name=_("report section"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = models.TextField(_("text"), max_length=LONGEST_COMMENT)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = ReportRule("report")

    class Meta:
        verbose_name = _("comment on a report")
        verbose_name_plural = _("comments on reports")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["report", "created_at", "id"], name="report_comment_order")]

    def __str__(self) -> str:
        return self.body[:80]


class ParagraphEdit(models.Model):
    """One rewriting of a paragraph: `before` is the block as it was (reports.content, as JSON)."""

    section = models.ForeignKey(
        ReportSection, verbose_name=_("report section"), on_delete=models.CASCADE, related_name="edits"
    )
    paragraph_id = models.CharField(_("paragraph"), max_length=80)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("author"), null=True, on_delete=models.SET_NULL, related_name="+"
    )
    before = models.JSONField(_("before"))
    text_ko = models.TextField(_("text in Korean"))
    text_en = models.TextField(_("text in English"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = RestrictedQuerySet.as_manager()
    access = ReportRule("section__report")

    class Meta:
        verbose_name = _("rewritten paragraph")
        verbose_name_plural = _("rewritten paragraphs")
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["section", "paragraph_id", "-created_at"], name="paragraph_edit_newest")]

    def __str__(self) -> str:
        return self.text_ko[:80]

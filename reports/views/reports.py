"""Reports as lists, and one report to read."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from artnex.access import Action, RestrictedQuerySet, fetch
from artnex.errors import NotFound
from artnex.jobs.models import Workflow
from artnex.web.pages import ListPage, ObjectConfirmPage, ObjectPage, Text
from artnex.web.tables import Column, TableSpec
from brands.views.base import BrandListPage
from reports.content import LANGUAGES
from reports.forms.reports import CommentForm
from reports.models import Report
from reports.onestop import KIND
from reports.queries.exports import newest_export
from reports.queries.scores import changes_between, earlier_reports, explanations_of
from reports.rendering.document import document_of
from reports.rendering.parts import part_of
from reports.services.reports import delete_report

COMMENTS_SHOWN = 100
RUNS_SHOWN = 3


def reading_language() -> str:
    """The language of the page, as far as reports have it."""
    language = (translation.get_language() or "ko")[:2]
    return language if language in LANGUAGES else "en"


def title_of(report: Report) -> str:
    return report.title(reading_language())


TITLE = Column("title", _("Report"), title_of, "title_ko", primary=True, template="reports/cells/title.html")
COLUMNS = (
    Column("report_type", pgettext_lazy("report", "Type"), "get_report_type_display", "report_type"),
    Column(
        "overall_score",
        _("Overall score"),
        sort="overall_score",
        numeric=True,
        template="reports/cells/score.html",
    ),
    Column("created_at", _("Made on"), sort="created_at"),
)
EMPTY = {
    "icon": "report",
    "title": _("No report yet"),
    "text": _("Reports are made from a brand's diagnosis, or by the one-stop run on the brand's page."),
}


class ReportsPage(ListPage):
    """The reports of all brands one works on."""

    permission = "read:report"
    model = Report
    title = _("Reports")
    template_name = "reports/report/list.html"
    table = TableSpec(
        id="reports",
        columns=[TITLE, Column("brand", _("Brand"), "brand.brand_name", "brand__brand_name"), *COLUMNS],
        search_fields=["title_ko", "title_en", "brand__brand_name"],
        search_label=_("Search reports"),
        default_sort="-created_at",
        export_name="reports",
        caption=_("Reports"),
        empty=EMPTY,
    )

    def get_rows(self) -> QuerySet:
        return super().get_rows().select_related("brand")


class BrandReportsPage(BrandListPage):
    """The reports of one brand, with the one-stop run and what it has made lately."""

    tab = "reports"
    title = _("Reports")
    model = Report
    template_name = "reports/report/brand_list.html"
    table = TableSpec(
        id="reports",
        columns=[TITLE, *COLUMNS],
        search_fields=["title_ko", "title_en"],
        search_label=_("Search reports"),
        default_sort="-created_at",
        export_name="reports",
        caption=_("Reports"),
        empty=EMPTY,
    )

    def get_context(self, **extra: Any) -> dict[str, Any]:
        runs = Workflow.objects.restrict(self.request.user, "read").filter(kind=KIND, brand_id=self.brand.pk)
        return super().get_context(runs=runs[:RUNS_SHOWN], **extra)


class ReportMixin:
    """What the pages of one report share: the report itself, and whether this person may change it."""

    model: Any = Report
    lookup = "pk"
    object: Report
    request: Any

    def get_rows(self) -> RestrictedQuerySet:
        return Report.objects.select_related("brand__logo", "user", "previous")  # type: ignore[return-value]

    @cached_property
    def may_edit(self) -> bool:
        """Whether buttons that change something are drawn."""
        return Report.objects.restrict(self.request.user, "update").filter(pk=self.object.pk).exists()

    def get_breadcrumbs(self) -> list[tuple[Text, str]]:
        report = self.object
        return [
            (_("Reports"), reverse("reports:list")),
            (report.brand.brand_name, reverse("reports:brand", args=[report.brand_id])),
        ]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        may_export = self.may_edit and self.request.user.may("export:report")
        return super().get_context(may_edit=self.may_edit, may_export=may_export, **extra)  # type: ignore[misc]


class UnderReport(ReportMixin):
    """A page about something of a report: leads back to it."""

    object_action: Action = "update"
    cancel_url: str = ""
    kwargs: dict[str, Any]

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        self.cancel_url = reverse("reports:report", args=[kwargs["pk"]])
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]

    def get_breadcrumbs(self) -> list[tuple[Text, str]]:
        report = self.object
        return [*super().get_breadcrumbs(), (title_of(report), reverse("reports:report", args=[report.pk]))]

    def get_success_url(self) -> str:
        return self.cancel_url


class ReportPage(ReportMixin, ObjectPage):
    """The report to read: `?lang=` in the other language, `?with=` beside an earlier one."""

    template_name = "reports/report/report.html"

    def get_title(self) -> str:
        return self.object.title(self.language)

    @property
    def language(self) -> str:
        asked = self.request.GET.get("lang", "")
        return asked if asked in LANGUAGES else reading_language()

    @cached_property
    def compared(self) -> Report | None:
        """The earlier report beside which this one is laid."""
        asked = self.request.GET.get("with", "")
        if not asked:
            return None
        if not (asked.isascii() and asked.isdigit() and len(asked) < 19):
            raise NotFound
        rows = Report.objects.filter(brand=self.object.brand_id)
        return fetch(rows, self.request.user, "read", pk=int(asked))  # type: ignore[arg-type]

    def get_context(self, **extra: Any) -> dict[str, Any]:
        report, language = self.object, self.language
        part = part_of(document_of(report), language)
        sections = {section.section_name: section for section in report.sections.all()}
        with translation.override(language):
            explanations = explanations_of(report, language)
            changes = changes_between(self.compared, report, language) if self.compared else []
        return super().get_context(
            part=part,
            language_of_report=language,
            chapters=[(chapter, sections.get(chapter.name)) for chapter in part.chapters],
            explanations=explanations,
            compared=self.compared,
            changes=changes,
            earlier=earlier_reports(report, self.request.user),
            comments=report.comments.select_related("author", "section")[:COMMENTS_SHOWN],  # type: ignore[attr-defined]
            comment_form=CommentForm(),
            newest=newest_export(report),
            **extra,
        )


class DeleteReportPage(UnderReport, ObjectConfirmPage):
    object_action: Action = "delete"
    title = _("Delete this report?")
    lead = _("Its shared links stop working. This cannot be undone.")
    submit_label = _("Delete")
    success_text = _("Report deleted.")

    def save(self, form: Any) -> str:
        delete_report(user=self.request.user, report=self.object)
        return reverse("reports:brand", args=[self.object.brand_id])

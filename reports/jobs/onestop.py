"""The last step of the one-stop run: the newest report of the brand as PDF."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.errors import InvalidState
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from brands.models import Brand
from reports.export_enums import ExportFormat, ExportLanguage
from reports.models import Report
from reports.queries.exports import export_as_json
from reports.rendering.document import document_of
from reports.rendering.files import render_file
from reports.rendering.options import ExportOptions
from reports.services.exports import store_export

JOB_KIND = "reports.onestop_report"


@job(JOB_KIND, label=_("Report of the one-stop run"), time_limit=300)
def print_newest_report(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    """InvalidState, in words, when the brand has no report yet."""
    brand = fetch(Brand.objects.all(), ctx.user, "update", pk=ctx.params["brand_id"])
    rows = Report.objects.restrict(ctx.user, "update").filter(brand=brand).select_related("brand__logo")
    report = rows.first()
    if report is None:
        raise InvalidState(_("There is no report of this brand yet. Please answer the diagnosis first."))
    ctx.progress(10, _("Setting the pages"))
    options = ExportOptions(ExportLanguage(ctx.params["language"]))
    document = document_of(report)
    content = render_file(document, ExportFormat.PDF, options)
    ctx.result_url = f"/api/v1/reports/{report.pk}/file?format=pdf"
    ctx.page_url = f"/reports/{report.pk}/"

    def finish() -> dict[str, Any]:
        made = store_export(
            user=ctx.user,
            report=report,
            file_format=ExportFormat.PDF,
            options=options,
            content=content,
            provenance=document.provenance,
        )
        return export_as_json(made)

    return finish

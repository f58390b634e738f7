"""Files of reports, and sections written anew."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from artnex.access import fetch
from artnex.jobs.context import JobContext
from artnex.jobs.registry import job
from reports.export_enums import ExportFormat
from reports.models import Report
from reports.queries.exports import export_as_json
from reports.rendering.document import document_of
from reports.rendering.files import render_file
from reports.rendering.options import ExportOptions
from reports.services.exports import JOB_KIND, store_export
from reports.services.remarks import REWRITE_JOB, rewrite_section

TIME_LIMIT = 300


@job(JOB_KIND, label=_("Report as a file"), time_limit=TIME_LIMIT)
def make_export(ctx: JobContext) -> Callable[[], dict[str, Any]]:
    """The file is kept in the transaction that ends the job. NotFound when the report was deleted meanwhile."""
    rows = Report.objects.select_related("brand__logo")
    report = fetch(rows, ctx.user, "update", pk=ctx.params["report_id"])  # type: ignore[arg-type]
    file_format = ExportFormat(ctx.params["format"])
    options = ExportOptions.from_json(ctx.params["language"], ctx.params["options"])
    ctx.progress(10, _("Setting the pages"))
    document = document_of(report)
    content = render_file(document, file_format, options)
    ctx.result_url = f"/api/v1/reports/{report.pk}/file?format={file_format.value}"
    ctx.page_url = f"/reports/{report.pk}/export/"

    def finish() -> dict[str, Any]:
        made = store_export(
            user=ctx.user,
            report=report,
            file_format=file_format,
            options=options,
            content=content,
            provenance=document.provenance,
        )
        return export_as_json(made)

    return finish


@job(REWRITE_JOB, label=_("Section written anew"), time_limit=TIME_LIMIT)
def write_section_anew(ctx: JobContext) -> dict[str, Any]:
    report = fetch(Report.objects.select_related("brand"), ctx.user, "update", pk=ctx.params["report_id"])  # type: ignore[arg-type]
    ctx.progress(10, _("Writing the section"))
    section = rewrite_section(user=ctx.user, report=report, section_name=ctx.params["section_name"])
    ctx.result_url = f"/api/v1/reports/{report.pk}"
    ctx.page_url = f"/reports/{report.pk}/#{section.section_name}"
    return {"id": report.pk, "section_name": section.section_name}

"""Making files of reports."""

from typing import Any

from django.db import transaction

from artnex.access import require
from artnex.events.services import record_event
from artnex.files.kinds import GENERATED_LIMITS
from artnex.files.services import store_file
from artnex.jobs.models import Job
from artnex.jobs.services import enqueue_job
from reports.export_enums import ExportFormat
from reports.models import Report, ReportExport
from reports.rendering.options import ExportOptions

JOB_KIND = "reports.export"
PURPOSE = "report-export"


def request_export(*, user: Any, report: Report, file_format: str, options: ExportOptions) -> Job:
    """Start a job that makes the file. PermissionDenied for somebody who may not export."""
    require(user, "export:report")
    params = {
        "report_id": report.pk,
        "format": ExportFormat(file_format).value,
        "language": options.language.value,
        "options": options.as_json(),
    }
    return enqueue_job(JOB_KIND, user=user, params=params, brand_id=report.brand_id)


@transaction.atomic
def store_export(
    *, user: Any, report: Report, file_format: ExportFormat, options: ExportOptions, content: bytes, provenance: Any
) -> ReportExport:
    """Keep a finished file with the brand, whose team may download it; event report.exported."""
    language = options.language.parts[0]
    file = store_file(
        content=content,
        filename=f"{report.title(language)[:150]}.{file_format.value}",
        owner=user,
        purpose=PURPOSE,
        limits=GENERATED_LIMITS,
        brand_id=report.brand_id,
        provenance=provenance,
    )
    made = ReportExport.objects.create(
        report=report,
        user=user,
        format=file_format,
        language=options.language,
        options=options.as_json(),
        file=file,
    )
    data = {"id": made.pk, "report_id": report.pk, "format": made.format, "language": made.language}
    record_event("report.exported", actor=user, subject=report, brand_id=report.brand_id, data=data)
    return made

"""Files, links and sendings of reports as pages and endpoints show them."""

from typing import Any

from reports.models import Report, ReportExport

NEWEST_EXPORTS = 10


def newest_export(report: Report, file_format: str = "") -> ReportExport | None:
    """The file made last, of one format or of any."""
    rows = ReportExport.objects.filter(report=report, file__deleted_at__isnull=True).select_related("file")
    return (rows.filter(format=file_format) if file_format else rows).first()


def exports_of(report: Report) -> list[ReportExport]:
    """The files made last."""
    rows = ReportExport.objects.filter(report=report, file__deleted_at__isnull=True).select_related("file", "user")
    return list(rows[:NEWEST_EXPORTS])


def export_as_json(export: ReportExport) -> dict[str, Any]:
    """What a finished export job gives."""
    return {
        "id": export.pk,
        "report_id": export.report_id,
        "format": export.format,
        "language": export.language,
        "file_id": str(export.file_id),
        "name": export.file.name,
        "size": export.file.size,
        "url": export.file.download_url,
    }

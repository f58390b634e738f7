"""Which function makes which form."""

from collections.abc import Callable

from reports.export_enums import ExportFormat
from reports.rendering.document import ReportDocument
from reports.rendering.docx import render_docx
from reports.rendering.html import render_html
from reports.rendering.options import ExportOptions
from reports.rendering.pdf import render_report_pdf
from reports.rendering.pptx import render_pptx
from reports.rendering.xlsx import render_xlsx

RENDERERS: dict[ExportFormat, Callable[[ReportDocument, ExportOptions], bytes]] = {
    ExportFormat.PDF: render_report_pdf,
    ExportFormat.DOCX: render_docx,
    ExportFormat.PPTX: render_pptx,
    ExportFormat.XLSX: render_xlsx,
    ExportFormat.HTML: render_html,
}


def render_file(document: ReportDocument, file_format: ExportFormat, options: ExportOptions) -> bytes:
    """The report as the content of a file; NotConfigured when a PDF cannot be made on this machine."""
    return RENDERERS[file_format](document, options)

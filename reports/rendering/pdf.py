"""The printed report: cover, contents with page numbers, running heads, tagged for readers who listen."""

from artnex.pdf import PRINT_STYLES, render_pdf
from reports.rendering.document import ReportDocument
from reports.rendering.html import markup_of
from reports.rendering.options import ExportOptions

STYLES = (*PRINT_STYLES, "css/documents/report-print.css")


def render_report_pdf(document: ReportDocument, options: ExportOptions) -> bytes:
    """PDF/UA-1 with embedded fonts, bookmarks and metadata, labelled when an AI wrote a part of the text."""
    return render_pdf(
        markup_of(document, options), stylesheets=STYLES, author=document.brand_name, provenance=document.provenance
    )

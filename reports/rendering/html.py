"""The report as HTML: what WeasyPrint sets, and a file of its own that asks nobody for anything."""

import base64

from django.template.loader import render_to_string

from artnex.pdf import find_static
from reports.rendering.document import Picture, ReportDocument
from reports.rendering.options import ExportOptions
from reports.rendering.parts import part_of

SCREEN_STYLE = "css/documents/report-screen.css"


def markup_of(document: ReportDocument, options: ExportOptions, *, style: str = "") -> str:
    """The whole document; `style` is put into its head, for a file that stands alone."""
    parts = [part_of(document, language) for language in options.language.parts]
    context = {
        "parts": parts,
        "options": options,
        "logo": data_address(document.logo) if document.logo else "",
        "style": style,
        "colours": f":root {{ --brand: {options.color}; --brand-ink: {options.ink}; }}",
    }
    return render_to_string("reports/document/document.html", context)


def render_html(document: ReportDocument, options: ExportOptions) -> bytes:
    """One file with its style inside: no script, no font, no address outside."""
    return markup_of(document, options, style=read_style(SCREEN_STYLE)).encode()


def read_style(name: str) -> str:
    """The text of one of our style sheets."""
    path = find_static(name)
    if path is None:
        raise FileNotFoundError(f"static file {name}")
    return path.read_text()


def data_address(picture: Picture) -> str:
    return f"data:{picture.content_type};base64,{base64.b64encode(picture.content).decode()}"

"""Charts as pictures, for forms that cannot hold drawings."""

import io
from collections.abc import Sequence
from functools import partial

from django.utils import translation

from artnex.charts import Chart
from artnex.files.pdfium import render_page
from artnex.pdf import render_pdf

DOTS_PER_UNIT = 2.5  # sharp at the width of a printed page
PIXELS_TO_POINTS = 0.75


def chart_pictures(charts: Sequence[Chart], language: str) -> list[bytes]:
    """Each chart as PNG, all of them set in one go."""
    if not charts:
        return []
    with translation.override(language):
        pages = "".join(map(_page, range(len(charts)), charts))
    sizes = "".join(
        f"@page c{place} {{ size: {chart.width}px {chart.height}px; margin: 0 }}" for place, chart in enumerate(charts)
    )
    style = f"{sizes} body {{ margin: 0 }} div {{ line-height: 0 }} svg {{ display: block }}"
    html = f"<!doctype html><html lang='{language}'><style>{style}</style><body>{pages}</body></html>"
    content = render_pdf(html, stylesheets=(), pdf_variant=None)
    return [_picture(content, place, max(chart.width, chart.height)) for place, chart in enumerate(charts)]


def _page(place: int, chart: Chart) -> str:
    break_after = "" if place == 0 else "break-before: page;"
    return f'<div style="page: c{place}; {break_after}">{chart.svg("print")}</div>'


def _picture(content: bytes, place: int, longer_side: int) -> bytes:
    page = render_page(content, place, longer_side=int(longer_side * DOTS_PER_UNIT))
    stream = io.BytesIO()
    partial(page.save, format="PNG", optimize=True)(stream)
    return stream.getvalue()

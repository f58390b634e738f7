"""From a drawing to pixels: by the same renderer, fonts and guards as our documents."""

import io

from artnex.files.pdfium import render_page
from artnex.pdf import render_pdf

POINTS_PER_PIXEL = 0.75  # CSS


def png_of(svg: str, *, width: int, height: int) -> bytes:
    """The drawing as a PNG of this size. Raises NotConfigured when the renderer's system libraries are missing."""
    page = (
        f'<!doctype html><html lang="ko"><title>.</title>'
        f"<style>@page{{size:{width}px {height}px;margin:0}}"
        f"body{{margin:0}}svg{{display:block}}</style>{svg}"
    )
    document = render_pdf(page, stylesheets=(), pdf_variant=None)
    picture = render_page(document, longer_side=max(width, height))
    if picture.size != (width, height):
        picture = picture.resize((width, height))
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=False)
    return target.getvalue()

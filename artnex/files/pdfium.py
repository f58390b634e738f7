"""Reading PDFs. PDFium is not made for threads: one call at a time."""

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_one_at_a_time = threading.Lock()


class UnreadablePdfError(ValueError):
    """Damaged, or locked by a password."""


def page_count(content: bytes) -> int:
    """Number of pages; raises UnreadablePdfError."""
    import pypdfium2

    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
            try:
                return len(document)
            finally:
                document.close()
        except pypdfium2.PdfiumError as problem:
            raise UnreadablePdfError(str(problem)) from problem


def render_page(content: bytes, index: int = 0, *, longer_side: int) -> "Image":
    """One page as an RGB picture; raises UnreadablePdfError."""
    import pypdfium2

    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
            try:
                page = document[index]
                scale = min(longer_side / max(page.get_size()), 10)
                return page.render(scale=scale).to_pil().convert("RGB")
            finally:
                document.close()
        except (pypdfium2.PdfiumError, IndexError) as problem:
            raise UnreadablePdfError(str(problem)) from problem


def extract_text(content: bytes) -> list[str]:
    """The text of each page, as a reader who copies it would get it; raises UnreadablePdfError."""
    import pypdfium2

    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(content)
            try:
                return [page.get_textpage().get_text_bounded() for page in document]
            finally:
                document.close()
        except pypdfium2.PdfiumError as problem:
            raise UnreadablePdfError(str(problem)) from problem

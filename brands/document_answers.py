"""A contract's document as an answer to a browser or a program."""

from urllib.parse import quote

from django.http import HttpResponse

from artnex.files.models import StoredFile

# The PDF viewers of browsers bring their own style; nothing else may be loaded by it.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'"


def document_answer(file: StoredFile, content: bytes, *, inline: bool = False) -> HttpResponse:
    """The bytes that were looked at, never read a second time; nobody on the way may keep them."""
    disposition = "inline" if inline else "attachment"
    return HttpResponse(
        content,
        content_type=file.content_type,
        headers={
            "Content-Disposition": f"{disposition}; filename*=UTF-8''{quote(file.name, safe='')}",
            "Content-Security-Policy": POLICY,
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )

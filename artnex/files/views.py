"""Handing files out: to whoever holds a signed link, and to people who may see the file."""

import re
import time
from collections.abc import Iterator
from urllib.parse import quote
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from artnex.access import fetch
from artnex.errors import NotFound
from artnex.files import thumbnails
from artnex.files.kinds import RASTER, Kind
from artnex.files.links import ORIGINAL, token_expiry
from artnex.files.models import HANDED_OUT, StoredFile, Visibility

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
BLOCK = 256 * 1024
SHOWN_INLINE = RASTER | {Kind.MP4}
# Should a browser open the file as a page after all, it gets no origin, no script and no network.
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; media-src 'self'; sandbox"
ONE_YEAR = 31_536_000


@require_safe
def file(request: HttpRequest, file_id: UUID, variant: str = ORIGINAL) -> HttpResponseBase:
    """The file, or its thumbnail when `variant` is a size.

    Opened by a public file, a valid token, or a logged-in person who may see it; for everybody else it is not there.
    """
    stored, seconds = _permitted(request, file_id, variant)
    if variant:
        size = next((size for size in thumbnails.SIZES if str(size) == variant), None)
        if size is None:
            raise NotFound
        path, kind = thumbnails.thumbnail(stored, size), Kind.WEBP
    else:
        path, kind = stored.path, stored.kind
    headers = _headers(request, stored, kind, variant)
    public = stored.visibility == Visibility.PUBLIC
    link = None if public else default_storage.presigned(path, headers=_of_content(headers))  # type: ignore[attr-defined]
    if link:
        response: HttpResponseBase = HttpResponseRedirect(link)
        response.headers["Cache-Control"] = f"private, max-age={min(60, seconds)}"
        return response
    headers["Cache-Control"] = f"public, max-age={ONE_YEAR}, immutable" if public else f"private, max-age={seconds}"
    headers["ETag"] = f'"{stored.sha256[:32]}{"-" + variant if variant else ""}"'
    headers["Last-Modified"] = http_date(stored.created_at.timestamp())
    return _answer(request, path, headers)


def _permitted(request: HttpRequest, file_id: UUID, variant: str) -> tuple[StoredFile, int]:
    """The file, and for how many seconds a browser may keep it. Raises NotFound."""
    token = request.GET.get("token", "")
    expires = token_expiry(token, file_id, variant) if token else None
    if expires is not None:
        stored = StoredFile.objects.filter(HANDED_OUT, pk=file_id).first()
        if stored is None:
            raise NotFound
        return stored, max(0, int(expires - time.time()))
    open_to_all = StoredFile.objects.filter(pk=file_id, deleted_at__isnull=True, visibility=Visibility.PUBLIC).first()
    return (open_to_all or fetch(StoredFile.objects.all(), request.user, pk=file_id)), 0


def _headers(request: HttpRequest, stored: StoredFile, kind: Kind, variant: str) -> dict[str, str]:
    inline = (variant or kind in SHOWN_INLINE) and "download" not in request.GET
    name = stored.name if not variant else f"{stored.name.rsplit('.', 1)[0]}-{variant}.webp"
    plain = name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_").replace("\\", "_")
    names = f'filename="{plain}"' + ("" if plain == name else f"; filename*=UTF-8''{quote(name, safe='')}")
    charset = "; charset=utf-8" if kind.content_type.startswith("text/") else ""
    return {
        "Content-Type": kind.content_type + charset,
        "Content-Disposition": f"{'inline' if inline else 'attachment'}; {names}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": POLICY,
        "Cross-Origin-Resource-Policy": "cross-origin" if stored.visibility == Visibility.PUBLIC else "same-site",
    }


def _of_content(headers: dict[str, str]) -> dict[str, str]:
    """The headers that a bucket can be asked to answer with."""
    return {name: headers[name] for name in ("Content-Type", "Content-Disposition")}


def _answer(request: HttpRequest, path: str, headers: dict[str, str]) -> HttpResponseBase:
    """The bytes, or the part that was asked for, or only the news that nothing changed."""
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    try:
        stream = default_storage.open(path, "rb")
    except FileNotFoundError:
        raise NotFound from None
    size = default_storage.size(path)
    headers["Accept-Ranges"] = "bytes"
    wanted = _wanted_range(request, headers["ETag"], size)
    if wanted is None:
        start, end, status = 0, size - 1, 200
    else:
        start, end = wanted
        status = 206 if start <= end else 416
        headers["Content-Range"] = f"bytes {start}-{end}/{size}" if status == 206 else f"bytes */{size}"
    if status == 416 or request.method == "HEAD":
        stream.close()
        headers["Content-Length"] = "0" if status == 416 else str(end - start + 1)
        return HttpResponse(status=status, headers=headers)
    headers["Content-Length"] = str(end - start + 1)
    stream.seek(start)
    return StreamingHttpResponse(_blocks(stream, end - start + 1), status=status, headers=headers)


def _wanted_range(request: HttpRequest, etag: str, size: int) -> tuple[int, int] | None:
    """First and last byte of a single range; None for everything; first > last for one outside of the file."""
    found = RANGE.fullmatch(request.headers.get("Range", "").replace(" ", ""))
    unchanged = request.headers.get("If-Range", etag) == etag
    if not found or not unchanged or found.group() == "bytes=-":
        return None
    first, last = found.groups()
    if not first:
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size - 1)
    start = int(first)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < start:
        return None
    return (start, end) if start < size else (size, size - 1)


def _blocks(stream: File, remaining: int) -> Iterator[bytes]:
    with stream:
        while remaining > 0 and (block := stream.read(min(BLOCK, remaining))):
            remaining -= len(block)
            yield block

"""Small versions of pictures (and of the first page of PDFs), made when first asked for and kept.

A thumbnail carries the label of its original: a picture made by AI stays recognisable in every size.
"""

import io
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image, ImageOps

from artnex.errors import NotFound
from artnex.files import containers
from artnex.files.images import UNREADABLE
from artnex.files.kinds import Kind
from artnex.files.models import StoredFile
from artnex.files.pdfium import UnreadablePdfError, render_page
from artnex.files.provenance import Provenance, xmp_packet

SIZES = (64, 200, 400, 800, 1600)  # longer side in pixels
FOLDER = "thumbnails"
QUALITY = 82


def thumbnail_path(file_id: UUID, size: int) -> str:
    return f"{FOLDER}/{file_id.hex[:2]}/{file_id}-{size}.webp"


def thumbnail_owner(path: str) -> UUID | None:
    """The file that the thumbnail at `path` belongs to."""
    try:
        return UUID(path.rsplit("/", 1)[-1][:36])
    except ValueError:
        return None


def thumbnail(stored: StoredFile, size: int) -> str:
    """Path of the thumbnail in the storage, made now if it is not there yet.

    Raises NotFound for a size that is not offered, a kind without pixels, or an original that is lost.
    """
    if size not in SIZES or not stored.has_thumbnail:
        raise NotFound
    path = thumbnail_path(stored.pk, size)
    if not default_storage.exists(path):
        made = default_storage.save(path, ContentFile(_make(stored, size)))
        if made != path:  # somebody else was quicker: theirs is as good
            default_storage.delete(made)
    return path


def make_thumbnails(stored: StoredFile) -> list[str]:
    """All sizes that are smaller than the picture; for a job after an upload."""
    longer = max(stored.width or 0, stored.height or 0) or max(SIZES)
    return [thumbnail(stored, size) for size in SIZES if size <= longer]


def delete_thumbnails(file_id: UUID) -> None:
    for size in SIZES:
        default_storage.delete(thumbnail_path(file_id, size))


def _make(stored: StoredFile, size: int) -> bytes:
    try:
        content = stored.read()
        picture = render_page(content, longer_side=size) if stored.kind is Kind.PDF else _shrink(content, size)
    except (UnreadablePdfError, *UNREADABLE) as problem:
        raise NotFound from problem
    target = io.BytesIO()
    picture.save(target, "WEBP", quality=QUALITY, method=4)
    origin = Provenance.from_json(stored.provenance)
    return containers.rewrite(Kind.WEBP, target.getvalue(), xmp=xmp_packet(origin) if origin else None)


def _shrink(content: bytes, size: int) -> Image.Image:
    """The first frame, at most `size` pixels on its longer side, in sRGB colours."""
    with Image.open(io.BytesIO(content)) as image:
        image.draft("RGB", (size * 2, size * 2))  # JPEG: decode at a fraction of the full size
        upright = ImageOps.exif_transpose(image)
        has_alpha = upright.has_transparency_data
        small = upright.convert("RGBA" if has_alpha else "RGB")
        small.thumbnail((size, size), Image.Resampling.LANCZOS, reducing_gap=3.0)
        return small

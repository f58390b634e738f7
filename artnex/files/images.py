"""Raster pictures: measured before they are decoded, upright, and without private data."""

import io
import struct
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from artnex.errors import TooLarge
from artnex.files import c2pa_signing, containers
from artnex.files.kinds import Kind
from artnex.files.provenance import Provenance, find_label, xmp_packet

ORIENTATION, GPS = 0x0112, 0x8825
MOST_FRAMES = 2000
ENDINGS = {Kind.PNG: b"IEND\xaeB`\x82", Kind.JPEG: b"\xff\xd9", Kind.GIF: b"\x3b", Kind.WEBP: b""}
UNREADABLE = (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, TypeError)


class UnreadableImageError(ValueError):
    """The bytes do not make a picture."""


@dataclass(frozen=True)
class SafePicture:
    content: bytes
    width: int
    height: int
    provenance: Provenance | None


def make_safe(kind: Kind, content: bytes, *, max_pixels: int) -> SafePicture:
    """The picture upright and without camera data, place, comments or anything that hangs on behind.

    Pixels stay exactly as they are unless the picture has to be turned. A label of origin is kept. Raises TooLarge when
    the header announces more than `max_pixels` (nothing is decoded then), UnreadableImageError when decoding fails.
    """
    try:
        with Image.open(io.BytesIO(content), formats=[kind.name]) as image:
            _check_size(image, max_pixels)
            image.load()
            upright = image.getexif().get(ORIENTATION, 1) in {0, 1}
            has_place = bool(image.getexif().get_ifd(GPS)) or b"gps" in _xmp_of(image).lower()
            signed = c2pa_signing.find_manifest(kind, content)
            if signed and upright and not has_place and content.endswith(ENDINGS[kind]):
                return SafePicture(content, *image.size, signed)
            provenance = signed or find_label(kind, content)
            if not upright or _is_irregular(kind, content):
                content, size = _encode_upright(kind, image)
            else:
                size = image.size
        packet = xmp_packet(provenance) if provenance else None
        return SafePicture(containers.rewrite(kind, content, xmp=packet), *size, _unsigned(provenance))
    except Image.DecompressionBombError as problem:
        raise _too_many_pixels(max_pixels) from problem
    except UNREADABLE as problem:
        raise UnreadableImageError(str(problem)) from problem


def _check_size(image: Image.Image, max_pixels: int) -> None:
    width, height = image.size
    if width * height > max_pixels or getattr(image, "n_frames", 1) > MOST_FRAMES:
        raise _too_many_pixels(max_pixels)


def _too_many_pixels(max_pixels: int) -> TooLarge:
    return TooLarge(
        _("The picture has too many pixels: at most %(megapixels)s million are accepted.")
        % {"megapixels": max_pixels // 1_000_000}
    )


def _xmp_of(image: Image.Image) -> bytes:
    packet = image.info.get("xmp") or b""
    return packet.encode() if isinstance(packet, str) else packet


def _is_irregular(kind: Kind, content: bytes) -> bool:
    """True for a JPEG that decoders forgive (no end marker, bytes between segments) but that cannot be rewritten."""
    if kind is not Kind.JPEG:
        return False
    try:
        containers.rewrite(kind, content)
    except (ValueError, struct.error, IndexError):
        return True
    return False


def _encode_upright(kind: Kind, image: Image.Image) -> tuple[bytes, tuple[int, int]]:
    """The picture as the camera held it, written anew in high quality; with its size."""
    options: dict[str, Any] = {"icc_profile": image.info.get("icc_profile")}
    if kind is Kind.JPEG:
        options |= {"quality": 95, "subsampling": 0, "optimize": True}
    if kind is Kind.WEBP:
        options |= {"quality": 95}
    upright = ImageOps.exif_transpose(image)
    target = io.BytesIO()
    upright.save(target, kind.name, **options)
    return target.getvalue(), upright.size


def _unsigned(provenance: Provenance | None) -> Provenance | None:
    """A manifest does not survive rewriting; what it said does."""
    return Provenance(provenance.source_type, provenance.system, provenance.system_version) if provenance else None

"""What may be kept, told by the content: the way every file takes before it is stored."""

import re
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from artnex.errors import Message, TooLarge, UnsupportedMediaType, ValidationFailed
from artnex.files import documents, images, svg
from artnex.files.kinds import KIND_OF_EXTENSION, MEGABYTE, RASTER, TEXTUAL, Kind, Limits
from artnex.files.names import display_name, extension_of
from artnex.files.provenance import Provenance, find_label

FIELD = "file"
UNREADABLE = _("The file cannot be read. It may be damaged or locked by a password.")
PDF_START = b"%PDF-"
MP4_BRANDS = re.compile(rb"isom|iso[2-9]|mp4[12]|avc1|M4V |M4VP|dash|msdh|MSNV|f4v ")
XML_PROLOGUE = re.compile(
    r"\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)", re.DOTALL | re.IGNORECASE
)
SVG_START = re.compile(r"\s*<(?:\w+:)?svg[\s/>]")
HTML_START = re.compile(r"\s*(?:<!doctype\s+html|<html[\s>]|<(?:head|body|script|iframe)[\s>])", re.IGNORECASE)
SNIFFED = 64 * 1024


@dataclass(frozen=True)
class CheckedFile:
    """A file as it may be kept: its content made safe, its kind known."""

    name: str
    kind: Kind
    content: bytes
    width: int | None
    height: int | None
    provenance: Provenance | None


def check_file(content: bytes | BinaryIO, filename: str, limits: Limits) -> CheckedFile:
    """Find out what `content` is, refuse what `limits` does not accept, and make the rest safe.

    Raises TooLarge (bytes, pixels, archives that unpack without end), UnsupportedMediaType (a kind that is not accepted
    here, or a name that promises another kind), ValidationFailed (damaged, empty, a name with forbidden characters).
    """
    name = display_name(filename)
    raw = _read(content, limits)
    kind = _accepted_kind(raw, name, limits)
    if kind in RASTER:
        return _check_picture(name, kind, raw, limits)
    if kind is Kind.SVG:
        return _check_svg(name, raw)
    try:
        document = documents.make_safe(kind, raw)
    except documents.TooMuchInsideError as problem:
        raise TooLarge(_("The archive unpacks to more than is accepted.")) from problem
    except documents.UnreadableDocumentError as problem:
        raise unreadable() from problem
    label = find_label(kind, raw) if kind in {Kind.PDF, Kind.MP4} else None
    return CheckedFile(name, kind, document.content, document.width, document.height, label)


def unreadable(message: Message = UNREADABLE) -> ValidationFailed:
    return ValidationFailed.field(FIELD, message)


def _read(content: bytes | BinaryIO, limits: Limits) -> bytes:
    raw = content if isinstance(content, bytes) else content.read(limits.max_bytes + 1)
    if len(raw) > limits.max_bytes:
        raise TooLarge(
            _("The file is too large: at most %(megabytes)s MB are accepted.")
            % {"megabytes": max(1, limits.max_bytes // MEGABYTE)}
        )
    if not raw:
        raise unreadable(_("The file is empty."))
    return raw


def _accepted_kind(raw: bytes, name: str, limits: Limits) -> Kind:
    """What the content is, if that is accepted and the name does not promise something else."""
    possible = possible_kinds(raw)
    extension = extension_of(name)
    if extension:
        promised = KIND_OF_EXTENSION.get(extension)
        if promised not in possible:
            raise UnsupportedMediaType(_("The content of the file does not fit its name."))
        possible = [promised]
    kind = next((kind for kind in possible if kind in limits.kinds), None)
    if kind is None:
        accepted = ", ".join(sorted(kind.name for kind in limits.kinds))
        raise UnsupportedMediaType(_("Accepted are: %(kinds)s.") % {"kinds": accepted})
    return kind


def possible_kinds(raw: bytes) -> list[Kind]:
    """What these bytes can be taken for: one kind, or the several kinds that plain text may be."""
    starts = {
        b"\x89PNG\r\n\x1a\n": Kind.PNG,
        b"\xff\xd8\xff": Kind.JPEG,
        b"GIF87a": Kind.GIF,
        b"GIF89a": Kind.GIF,
        PDF_START: Kind.PDF,
    }
    for start, kind in starts.items():
        if raw.startswith(start):
            return [kind]
    if raw[:4] == b"RIFF" and raw[8:12] == b"WEBP":
        return [Kind.WEBP]
    if raw[4:8] == b"ftyp" and MP4_BRANDS.match(raw[8:12]):
        return [Kind.MP4]
    if raw[:4] in {b"PK\x03\x04", b"PK\x05\x06"}:
        kind_inside = documents.office_kind(raw)
        return [kind_inside] if kind_inside else [Kind.ZIP, Kind.XLSX, Kind.DOCX, Kind.PPTX]
    return _possible_text(raw)


def _possible_text(raw: bytes) -> list[Kind]:
    if not documents.is_text(raw):
        return []
    start = documents.decode_text(raw).lstrip("\ufeff")[:SNIFFED]
    if HTML_START.match(start):
        return [Kind.HTML]
    while prologue := XML_PROLOGUE.match(start):
        start = start[prologue.end() :]
    if HTML_START.match(start):
        return [Kind.HTML]
    if SVG_START.match(start):
        return [Kind.SVG]
    if start.lstrip().startswith("<"):
        return []
    return [Kind.TEXT, *sorted(TEXTUAL - {Kind.HTML, Kind.TEXT}, key=lambda kind: kind.name)]


def _check_picture(name: str, kind: Kind, raw: bytes, limits: Limits) -> CheckedFile:
    try:
        picture = images.make_safe(kind, raw, max_pixels=limits.max_pixels)
    except images.UnreadableImageError as problem:
        raise unreadable() from problem
    return CheckedFile(name, kind, picture.content, picture.width, picture.height, picture.provenance)


def _check_svg(name: str, raw: bytes) -> CheckedFile:
    try:
        safe = svg.make_safe(raw)
    except svg.UnsafeSvgError as problem:
        raise unreadable() from problem
    return CheckedFile(name, Kind.SVG, safe.content, safe.width, safe.height, find_label(Kind.SVG, raw))

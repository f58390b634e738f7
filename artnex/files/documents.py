"""Files that are not pictures: is there really in them what their first bytes promise?"""

import codecs
import io
import json
import re
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from artnex.files.kinds import MEGABYTE, Kind
from artnex.files.pdfium import UnreadablePdfError, page_count

CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
ENCODINGS = ("utf-8-sig", "cp949")
BYTE_ORDER_MARKS = {codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
OFFICE_PARTS = {Kind.XLSX: "xl/workbook.xml", Kind.DOCX: "word/document.xml", Kind.PPTX: "ppt/presentation.xml"}
BROKEN_ARCHIVE = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error)
MOST_MEMBERS = 10_000
MOST_UNPACKED = 500 * MEGABYTE
HIGHEST_RATIO = 200  # XML packs well, but not a thousandfold
MOST_AFTER_EOF = 1024
PLACE_BOXES = frozenset({b"\xa9xyz", b"loci"})
BOXES_OF_BOXES = frozenset({b"moov", b"trak", b"udta", b"meta"})


class UnreadableDocumentError(ValueError):
    """Damaged, locked, or built to fill a disk."""


class TooMuchInsideError(ValueError):
    """A small archive that unpacks to something enormous."""


@dataclass(frozen=True)
class SafeDocument:
    content: bytes
    width: int | None = None
    height: int | None = None


def make_safe(kind: Kind, content: bytes) -> SafeDocument:
    """`content` after a look inside. Raises UnreadableDocumentError or TooMuchInsideError."""
    if kind is Kind.PDF:
        return _check_pdf(content)
    if kind is Kind.MP4:
        return _check_mp4(content)
    if kind in OFFICE_PARTS or kind is Kind.ZIP:
        return _check_archive(content)
    text = decode_text(content)
    if kind is Kind.JSON:
        try:
            json.loads(text)
        except (ValueError, RecursionError) as problem:
            raise UnreadableDocumentError("not JSON") from problem
    return SafeDocument(content)


def decode_text(content: bytes) -> str:
    """Text in UTF-8, marked UTF-16, or the Korean code page that Excel writes. Raises UnreadableDocumentError."""
    candidates = [BYTE_ORDER_MARKS[content[:2]]] if content[:2] in BYTE_ORDER_MARKS else ENCODINGS
    for encoding in candidates:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not CONTROLS.search(text):
            return text
    raise UnreadableDocumentError("not text in a known encoding")


def is_text(content: bytes) -> bool:
    try:
        decode_text(content)
    except UnreadableDocumentError:
        return False
    return True


def _check_pdf(content: bytes) -> SafeDocument:
    last = content.rfind(b"%%EOF")
    if last >= 0 and len(content[last + 5 :].strip(b"\0\r\n\t ")) > MOST_AFTER_EOF:
        raise UnreadableDocumentError("something hangs on behind the PDF")
    try:
        pages = page_count(content)
    except UnreadablePdfError as problem:
        raise UnreadableDocumentError(str(problem)) from problem
    if not pages:
        raise UnreadableDocumentError("a PDF without pages")
    return SafeDocument(content)


def office_kind(content: bytes) -> Kind | None:
    """Which kind of office file or plain archive these bytes are; None when the archive cannot be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except BROKEN_ARCHIVE:
        return None
    if "[Content_Types].xml" not in names:
        return Kind.ZIP
    return next((kind for kind, part in OFFICE_PARTS.items() if part in names), Kind.ZIP)


def _check_archive(content: bytes) -> SafeDocument:
    """Only the directory is read, and believed as far as the unpacking is limited by it later."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = archive.infolist()
    except BROKEN_ARCHIVE as problem:
        raise UnreadableDocumentError(str(problem)) from problem
    unpacked = sum(member.file_size for member in members)
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED:
        raise TooMuchInsideError
    if unpacked > 10 * MEGABYTE and unpacked > HIGHEST_RATIO * len(content):
        raise TooMuchInsideError
    if any(member.filename.lower().endswith("vbaproject.bin") for member in members):
        raise UnreadableDocumentError("the file holds macros")
    return SafeDocument(content)


def boxes(content: bytes | memoryview, start: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """(name, start of box, start of data, end) of each MP4 box between two places."""
    while start + 8 <= end:
        length, name = struct.unpack_from(">I4s", content, start)
        data = start + 8
        if length == 1 and start + 16 <= end:
            length = struct.unpack_from(">Q", content, data)[0]
            data += 8
        stop = end if length == 0 else start + length
        if stop > end or stop < data:
            raise UnreadableDocumentError("an MP4 box is cut off")
        yield name, start, data, stop
        start = stop


def _walk(content: bytes, start: int, end: int, depth: int = 0) -> Iterator[tuple[bytes, int, int, int]]:
    for name, box, data, stop in boxes(content, start, end):
        yield name, box, data, stop
        if name in BOXES_OF_BOXES and depth < 4:
            inner = data + 4 if name == b"meta" else data
            yield from _walk(content, inner, stop, depth + 1)


def _check_mp4(content: bytes) -> SafeDocument:
    """A film needs its table of contents (moov); where it was taken is blanked out in place."""
    found: set[bytes] = set()
    places: list[int] = []
    size: tuple[int, int] | None = None
    for name, box, data, stop in _walk(content, 0, len(content)):
        found.add(name)
        if name in PLACE_BOXES:
            places.append(box)
        if name == b"tkhd" and size is None and stop - data >= 8:
            width, height = struct.unpack_from(">II", content, stop - 8)
            size = (width >> 16, height >> 16) if width and height else None
    if not {b"ftyp", b"moov"} <= found:
        raise UnreadableDocumentError("an MP4 without its table of contents")
    if places:
        blanked = bytearray(content)
        for box in places:
            length = struct.unpack_from(">I", content, box)[0]
            blanked[box + 4 : box + length] = b"free" + bytes(length - 8)
        content = bytes(blanked)
    return SafeDocument(content, *(size or (None, None)))

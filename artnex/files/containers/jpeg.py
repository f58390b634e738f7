"""JPEG: segments that start with a marker (0xFF and a code), and scans of entropy-coded data between them."""

import struct
from collections.abc import Iterator

SOI, EOI, SOS, COM, TEM = 0xD8, 0xD9, 0xDA, 0xFE, 0x01
APP0, APP1, APP2, APP11, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xEB, 0xEE, 0xEF
WITHOUT_LENGTH = frozenset({TEM, *range(0xD0, 0xD8)})
XMP_HEADER = b"http://ns.adobe.com/xap/1.0/\0"
LONGEST = 65_533


def _scan_end(content: bytes, position: int) -> int:
    """Where the entropy-coded data that starts at `position` ends: at the next marker that is no restart."""
    while True:
        position = content.find(b"\xff", position)
        if position < 0 or position + 1 >= len(content):
            raise ValueError("the JPEG ends in the middle of a scan")
        code = content[position + 1]
        if code not in {0x00, 0xFF} and not 0xD0 <= code <= 0xD7:
            return position
        position += 1 if code == 0xFF else 2


def segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker code, all bytes of the segment) up to the end-of-image marker; a scan belongs to its SOS segment."""
    if content[:2] != b"\xff\xd8":
        raise ValueError("not a JPEG")
    position = 2
    while position + 4 <= len(content) or content[position : position + 2] == b"\xff\xd9":
        if content[position] != 0xFF:
            raise ValueError("a JPEG segment does not start with a marker")
        code = content[position + 1]
        if code == 0xFF:  # fill byte
            position += 1
            continue
        if code == EOI:
            return
        end = position + 2
        if code not in WITHOUT_LENGTH:
            end += struct.unpack_from(">H", content, end)[0]
        if code == SOS:
            end = _scan_end(content, end)
        if end > len(content) or end < position + 2:
            break
        yield code, content[position:end]
        position = end
    raise ValueError("the JPEG has no end")


def _is_picture(code: int, segment: bytes, *, keep_c2pa: bool) -> bool:
    if code == APP2:
        return segment[4:16] == b"ICC_PROFILE\0"
    if code == APP11:
        return keep_c2pa and segment[4:6] == b"JP"
    if code in {APP0, APP14}:  # JFIF and Adobe's note on colours
        return True
    return code != COM and not APP1 <= code <= APP15


def rewrite(content: bytes, *, xmp: bytes | None = None, keep_c2pa: bool = False) -> bytes:
    kept = [(code, s) for code, s in segments(content) if _is_picture(code, s, keep_c2pa=keep_c2pa)]
    if xmp is not None:
        body = XMP_HEADER + xmp
        if len(body) > LONGEST:
            raise ValueError("XMP is too long for a JPEG segment")
        place = next((i for i, (code, _) in enumerate(kept) if code != APP0), len(kept))
        kept.insert(place, (APP1, struct.pack(">BBH", 0xFF, APP1, len(body) + 2) + body))
    return b"".join([b"\xff\xd8", *(segment for _, segment in kept), b"\xff\xd9"])

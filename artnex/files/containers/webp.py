"""WebP: a RIFF of chunks (name, length, data, padded to even length)."""

import struct
from collections.abc import Iterator

FRAMES = frozenset({b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
HAS_ICC, HAS_ALPHA, HAS_EXIF, HAS_XMP, HAS_ANIMATION = 0x20, 0x10, 0x08, 0x04, 0x02


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, data) of each chunk inside the length that the header states."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP":
        raise ValueError("not a WebP")
    end = 8 + struct.unpack_from("<I", content, 4)[0]
    if end > len(content) + 1:
        raise ValueError("the WebP is cut off")
    position = 12
    while position + 8 <= end:
        name, length = struct.unpack_from("<4sI", content, position)
        if position + 8 + length > len(content):
            raise ValueError("a WebP chunk is cut off")
        yield name, content[position + 8 : position + 8 + length]
        position += 8 + length + (length & 1)


def _chunk(name: bytes, data: bytes) -> bytes:
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) & 1)


def _simple_header(name: bytes, data: bytes) -> bytes:
    """A VP8X header for a WebP that has none: its size stands in the first bytes of the picture."""
    alpha = False
    if name == b"VP8L":
        bits = struct.unpack_from("<I", data, 1)[0]
        width, height, alpha = (bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1, bool(bits >> 28 & 1)
    else:
        width, height = (value & 0x3FFF for value in struct.unpack_from("<HH", data, 6))
    flags = HAS_ALPHA if alpha else 0
    return struct.pack("<I", flags) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")


def rewrite(content: bytes, *, xmp: bytes | None = None, keep_c2pa: bool = False) -> bytes:
    kept = FRAMES | {b"VP8X", b"ICCP"} | ({b"C2PA"} if keep_c2pa else set())
    rows = [(name, data) for name, data in chunks(content) if name in kept]
    if not any(name in FRAMES for name, _ in rows):
        raise ValueError("the WebP holds no picture")
    if rows[0][0] != b"VP8X" and (xmp is not None or len(rows) > 1):
        rows.insert(0, (b"VP8X", _simple_header(*rows[0])))
    if rows[0][0] == b"VP8X":
        flags = rows[0][1][0] & ~(HAS_EXIF | HAS_XMP) | (HAS_XMP if xmp is not None else 0)
        rows[0] = (b"VP8X", bytes([flags]) + rows[0][1][1:])
    if xmp is not None:
        place = next((i for i, (name, _) in enumerate(rows) if name == b"C2PA"), len(rows))
        rows.insert(place, (b"XMP ", xmp))
    body = b"WEBP" + b"".join(_chunk(name, data) for name, data in rows)
    return b"RIFF" + struct.pack("<I", len(body)) + body

"""PNG: a signature and chunks (length, name, data, CRC)."""

import struct
import zlib
from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
PICTURE_CHUNKS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT".split()
)
XMP_HEADER = b"XML:com.adobe.xmp\0\0\0\0\0"  # keyword, no compression, no language, no translated keyword


def chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """(name, data) of each chunk up to and including IEND."""
    if not content.startswith(SIGNATURE):
        raise ValueError("not a PNG")
    position = len(SIGNATURE)
    while position + 12 <= len(content):
        length, name = struct.unpack_from(">I4s", content, position)
        end = position + 12 + length
        if end > len(content):
            break
        yield name, content[position + 8 : end - 4]
        if name == b"IEND":
            return
        position = end
    raise ValueError("the PNG ends before its IEND chunk")


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def rewrite(content: bytes, *, xmp: bytes | None = None, keep_c2pa: bool = False) -> bytes:
    kept = PICTURE_CHUNKS | ({b"caBX"} if keep_c2pa else set())
    parts = [SIGNATURE]
    for name, data in chunks(content):
        if name not in kept:
            continue
        parts.append(chunk(name, data))
        if name == b"IHDR" and xmp is not None:
            parts.append(chunk(b"iTXt", XMP_HEADER + xmp))
    return b"".join(parts)

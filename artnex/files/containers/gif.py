"""GIF: a header, then extensions and images made of sub-blocks, then a trailer."""

from collections.abc import Iterator

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
GRAPHIC_CONTROL, PLAIN_TEXT, APPLICATION = 0xF9, 0x01, 0xFF
LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
# A reader that takes the XMP for sub-blocks is led by these bytes to the terminator, wherever it comes out.
XMP_TRAILER = b"\x01" + bytes(range(255, -1, -1)) + b"\x00"


def _colour_table(flags: int) -> int:
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _sub_blocks_end(content: bytes, position: int) -> int:
    while content[position]:
        position += 1 + content[position]
    return position + 1


def _header_end(content: bytes) -> int:
    if content[:6] not in {b"GIF87a", b"GIF89a"}:
        raise ValueError("not a GIF")
    return 13 + _colour_table(content[10])


def blocks(content: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, bytes) of each extension or image; the kind of an extension is its label."""
    position = _header_end(content)
    try:
        while content[position] != TRAILER:
            start = position
            if content[position] == EXTENSION:
                kind = content[position + 1]
                position = _sub_blocks_end(content, position + 2)
            elif content[position] == IMAGE:
                kind = IMAGE
                position = _sub_blocks_end(content, position + 11 + _colour_table(content[position + 9]))
            else:
                raise ValueError("an unknown GIF block")
            yield kind, content[start:position]
    except IndexError:
        raise ValueError("the GIF is cut off") from None


def _is_picture(kind: int, block: bytes) -> bool:
    return kind in {IMAGE, GRAPHIC_CONTROL} or (kind == APPLICATION and block[3:14] in LOOPS)


def rewrite(content: bytes, *, xmp: bytes | None = None, keep_c2pa: bool = False) -> bytes:
    header = b"GIF89a" + content[6 : _header_end(content)]
    kept = [block for kind, block in blocks(content) if _is_picture(kind, block)]
    label = [b"\x21\xff\x0bXMP DataXMP" + xmp + XMP_TRAILER] if xmp is not None else []
    return b"".join([header, *label, *kept, b"\x3b"])

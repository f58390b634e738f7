"""Rewriting picture files without touching a single pixel.

Each module knows one format and offers `rewrite(content, *, xmp=None, keep_c2pa=False) -> bytes`: the picture alone,
with colour profile and animation, without texts, camera data, places or anything that hangs on behind; `xmp` is put in
where the format wants it. A file that does not hold to its format raises ValueError.
"""

from artnex.files.containers import gif, jpeg, png, webp
from artnex.files.kinds import Kind

FORMATS = {Kind.PNG: png, Kind.JPEG: jpeg, Kind.WEBP: webp, Kind.GIF: gif}


def rewrite(kind: Kind, content: bytes, *, xmp: bytes | None = None, keep_c2pa: bool = False) -> bytes:
    """The picture of this kind with nothing but what is needed to show it, and `xmp`."""
    return FORMATS[kind].rewrite(content, xmp=xmp, keep_c2pa=keep_c2pa)

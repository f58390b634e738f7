"""The kinds of file ArtNex knows, and what each purpose accepts."""

from dataclasses import dataclass
from enum import Enum

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class KindInfo:
    content_type: str
    extensions: tuple[str, ...]  # the first one is used for storage


class Kind(Enum):
    """A kind of content, told by its bytes and never by its name."""

    PNG = KindInfo("image/png", ("png",))
    JPEG = KindInfo("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
    WEBP = KindInfo("image/webp", ("webp",))
    GIF = KindInfo("image/gif", ("gif",))
    SVG = KindInfo("image/svg+xml", ("svg",))
    PDF = KindInfo("application/pdf", ("pdf",))
    MP4 = KindInfo("video/mp4", ("mp4", "m4v"))
    XLSX = KindInfo("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",))
    DOCX = KindInfo("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",))
    PPTX = KindInfo("application/vnd.openxmlformats-officedocument.presentationml.presentation", ("pptx",))
    ZIP = KindInfo("application/zip", ("zip",))
    CSV = KindInfo("text/csv", ("csv", "tsv"))
    TEXT = KindInfo("text/plain", ("txt", "srt", "vtt", "md"))
    JSON = KindInfo("application/json", ("json",))
    CSS = KindInfo("text/css", ("css",))
    HTML = KindInfo("text/html", ("html", "htm"))

    @property
    def content_type(self) -> str:
        return self.value.content_type

    @property
    def extensions(self) -> tuple[str, ...]:
        return self.value.extensions

    @property
    def extension(self) -> str:
        return self.value.extensions[0]


RASTER = frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.GIF})
OFFICE = frozenset({Kind.XLSX, Kind.DOCX, Kind.PPTX})
TEXTUAL = frozenset({Kind.CSV, Kind.TEXT, Kind.JSON, Kind.CSS, Kind.HTML})
KIND_OF_EXTENSION = {extension: kind for kind in Kind for extension in kind.extensions}
KIND_OF_CONTENT_TYPE = {kind.content_type: kind for kind in Kind}


@dataclass(frozen=True)
class Limits:
    """What one purpose accepts. `max_pixels` counts all frames of an animation together."""

    kinds: frozenset[Kind]
    max_bytes: int
    max_pixels: int = 50_000_000


IMAGE_LIMITS = Limits(frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.SVG}), 5 * MEGABYTE)
PHOTO_LIMITS = Limits(RASTER, 5 * MEGABYTE)
DOCUMENT_LIMITS = Limits(frozenset({Kind.PDF}), 20 * MEGABYTE)
TABLE_LIMITS = Limits(frozenset({Kind.CSV, Kind.XLSX}), 10 * MEGABYTE)
ASSET_LIMITS = Limits(frozenset({Kind.PNG, Kind.JPEG, Kind.WEBP, Kind.SVG, Kind.PDF, Kind.MP4}), 50 * MEGABYTE)
GENERATED_LIMITS = Limits(frozenset(Kind), 500 * MEGABYTE)  # what ArtNex made itself: reports, exports, drawings

"""What can be chosen for an export: frame, colour, watermark, cover."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from brands.engine.colour import contrast, darkest_needed, from_hex, to_hex
from reports.export_enums import ExportLanguage, Frame

PAPER = "#FFFFFF"
READABLE = 4.5  # WCAG AA for text
# The colours a form offers by name; any other is given as #RRGGBB.
COLOURS = {
    "blue": "#1142CA",
    "navy": "#1F3A5F",
    "green": "#0F6B4A",
    "teal": "#0B6E75",
    "red": "#B3261E",
    "orange": "#B4530A",
    "purple": "#6B3FA0",
    "gray": "#484D57",
    "black": "#141822",
}
DEFAULT_COLOUR = COLOURS["blue"]
LONGEST_WATERMARK = 40


@dataclass(frozen=True)
class ExportOptions:
    """`color` is #RRGGBB; an empty `watermark` is none."""

    language: ExportLanguage = ExportLanguage.KO
    frame: Frame = Frame.NONE
    color: str = DEFAULT_COLOUR
    watermark: str = ""
    cover: bool = True

    @property
    def ink(self) -> str:
        """The colour, dark enough to be read on paper."""
        if contrast(self.color, PAPER) >= READABLE:
            return self.color.upper()
        return to_hex(darkest_needed(from_hex(self.color), PAPER, READABLE))

    def as_json(self) -> dict[str, Any]:
        """As kept with a job or an export; the language stands beside it."""
        return {name: value for name, value in asdict(self).items() if name != "language"}

    @classmethod
    def from_json(cls, language: str, data: Mapping[str, Any]) -> "ExportOptions":
        """What `as_json` wrote; what is missing is as usual."""
        known = {name: data[name] for name in ("color", "watermark", "cover") if name in data}
        return cls(ExportLanguage(language), Frame(data.get("frame", Frame.NONE)), **known)

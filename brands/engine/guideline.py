"""What a brand's guideline says: rules read from palette and DNA, in the language at hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from brands.engine.colour import contrast
from brands.engine.dna import AA, AXES

DECIDED = 0.2  # how far an axis must be from the middle to speak


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of the palette, the ink that reads best on it, and how it stands on white paper."""

    colour: str
    ink: str
    ink_contrast: float
    on_white: float

    @property
    def is_for_text(self) -> bool:
        """Legible as small text on white (WCAG AA)."""
        return self.on_white >= AA


def swatch_of(colour: str) -> Swatch:
    ink = max("#FFFFFF", "#000000", key=lambda candidate: contrast(candidate, colour))
    return Swatch(colour, ink, round(contrast(ink, colour), 1), round(contrast(colour, "#FFFFFF"), 1))


def dos_and_donts(axes: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """What to do and what not, from the axes that have decided for a side."""
    rules: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
        "density": (
            (_("Leave wide margins and few elements."), _("Do not fill every corner.")),
            (_("Show much at a glance, in tight grids."), _("Do not waste space on ornament.")),
        ),
        "warmth": (
            (_("Use cool colours and sober pictures."), _("Do not use cosy or sentimental pictures.")),
            (_("Use warm colours, people and daylight."), _("Do not show products in cold, empty rooms.")),
        ),
        "playfulness": (
            (_("Keep corners square and sentences plain."), _("Do not use emoji or word play.")),
            (_("Use round shapes, and a wink now and then."), _("Do not sound like an official notice.")),
        ),
        "sophistication": (
            (_("Say it in everyday words."), _("Do not use foreign words where a simple one does.")),
            (_("Use calm type and chosen words."), _("Do not use shouting prices or bursts.")),
        ),
        "energy": (
            (_("Use slow movement and soft contrast."), _("Do not use hard cuts or flashing.")),
            (_("Use strong contrast, large headings and quick movement."), _("Do not let pages look grey and even.")),
        ),
    }
    sides = [rules[axis][axes[axis] > 0.5] for axis in AXES if abs(axes[axis] - 0.5) >= DECIDED]
    return [do for do, _dont in sides], [dont for _do, dont in sides]


def logo_rules() -> tuple[list[str], list[str]]:
    """Rules that hold for any logo."""
    return (
        [
            _("Leave free space around it, at least half its height."),
            _("Show it at least 24 pixels high on screens and 8 mm in print."),
            _("Place it on white, black or a colour of the palette with enough contrast."),
        ],
        [
            _("Do not stretch, turn or recolour it."),
            _("Do not put it on a busy picture."),
            _("Do not add shadows or outlines."),
        ],
    )


def swatches_of(palette: Sequence[str]) -> list[Swatch]:
    return [swatch_of(colour) for colour in palette if isinstance(colour, str)]

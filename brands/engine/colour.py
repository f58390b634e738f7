"""OKLCH colours, their sRGB form, and the contrast between them (Ottosson's OKLab; WCAG 2 relative luminance)."""

from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians, sin

Linear = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Oklch:
    """`lightness` 0–1, `chroma` 0–0.4, `hue` in degrees."""

    lightness: float
    chroma: float
    hue: float

    @property
    def css(self) -> str:
        return f"oklch({self.lightness:.4f} {self.chroma:.4f} {self.hue:.2f})"


def _to_linear(colour: Oklch) -> Linear:
    a, b = colour.chroma * cos(radians(colour.hue)), colour.chroma * sin(radians(colour.hue))
    long = (colour.lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (colour.lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (colour.lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encode(channel: float) -> float:
    return 12.92 * channel if channel <= 0.0031308 else 1.055 * channel ** (1 / 2.4) - 0.055


def _decode(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def in_gamut(colour: Oklch) -> bool:
    return all(-0.0005 <= channel <= 1.0005 for channel in _to_linear(colour))


def fit_gamut(colour: Oklch) -> Oklch:
    """The same lightness and hue with as much of the chroma as a screen can show."""
    if in_gamut(colour):
        return colour
    low, high = 0.0, colour.chroma
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if in_gamut(Oklch(colour.lightness, middle, colour.hue)) else (low, middle)
    return Oklch(colour.lightness, low, colour.hue)


def to_hex(colour: Oklch) -> str:
    channels = (round(255 * _encode(min(max(c, 0.0), 1.0))) for c in _to_linear(fit_gamut(colour)))
    return "#{:02X}{:02X}{:02X}".format(*channels)


def from_hex(value: str) -> Oklch:
    """The OKLCH form of #RRGGBB."""
    red, green, blue = (_decode(int(value[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, hypot(a, b), degrees(atan2(b, a)) % 360)


def luminance(value: str) -> float:
    """WCAG relative luminance of #RRGGBB."""
    red, green, blue = (_decode(int(value[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio, 1–21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def darkest_needed(colour: Oklch, background: str, ratio: float) -> Oklch:
    """`colour`, made darker only as far as it must be to reach `ratio` on a light `background`."""
    if contrast(to_hex(colour), background) >= ratio:
        return colour
    low, high = 0.0, colour.lightness
    for _ in range(24):
        middle = (low + high) / 2
        enough = contrast(to_hex(Oklch(middle, colour.chroma, colour.hue)), background) >= ratio
        low, high = (middle, high) if enough else (low, middle)
    return fit_gamut(Oklch(low, colour.chroma, colour.hue))


def lightest_needed(colour: Oklch, background: str, ratio: float) -> Oklch:
    """`colour`, made lighter only as far as it must be to reach `ratio` on a dark `background`."""
    if contrast(to_hex(colour), background) >= ratio:
        return colour
    low, high = colour.lightness, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        enough = contrast(to_hex(Oklch(middle, colour.chroma, colour.hue)), background) >= ratio
        low, high = (low, middle) if enough else (middle, high)
    return fit_gamut(Oklch(high, colour.chroma, colour.hue))

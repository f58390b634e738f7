"""Numbers as people read them on a chart: short, in the units of their language."""

import math
from decimal import ROUND_HALF_UP, Decimal

from django.utils import translation

KOREAN = ((1_0000_0000_0000, "조"), (1_0000_0000, "억"), (1_0000, "만"))
ENGLISH = ((1_000_000_000_000, "T"), (1_000_000_000, "B"), (1_000_000, "M"), (1_000, "K"))
SHORTEN_FROM = 10_000
BEFORE = frozenset("₩$€£¥")
MINUS = "−"


def is_korean() -> bool:
    return not (translation.get_language() or "ko").startswith("en")


def magnitude_of(value: float) -> tuple[float, str]:
    """The unit in which numbers of this size are written: (10 000, "만") or (1 000, "K"); (1, "") for small ones."""
    if abs(value) < SHORTEN_FROM:
        return 1, ""
    return next(pair for pair in (KOREAN if is_korean() else ENGLISH) if abs(value) >= pair[0])


def decimals_of(step: float) -> int:
    """How many decimals tell neighbouring multiples of `step` apart."""
    for decimals in range(6):
        if math.isclose(step * 10**decimals, round(step * 10**decimals), rel_tol=1e-9):
            return decimals
    return 6


def with_unit(number: str, unit: str) -> str:
    """Currency signs stand before, all other units behind; words of the Latin script after a space."""
    if not unit:
        return number
    if unit in BEFORE:
        sign, digits = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
        return f"{sign}{unit}{digits}"
    return f"{number} {unit}" if unit[0].isascii() and unit[0].isalpha() else f"{number}{unit}"


def plain(value: float, decimals: int) -> str:
    """Half goes up, as people expect; thousands are separated; minus is a minus and not a hyphen."""
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{abs(rounded):,}"
    return f"{MINUS}{text}" if rounded < 0 else text


def trimmed(text: str) -> str:
    """Without zeros that say nothing: 1.50 → 1.5."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def short(value: float | None, unit: str = "") -> str:
    """Three significant digits are enough to look at: 1.23만, 45.6K, 0.123; "–" for a missing value."""
    if value is None or not math.isfinite(value):
        return "–"
    size, name = magnitude_of(value)
    scaled = value / size
    digits = max(0, 2 - math.floor(math.log10(abs(scaled)))) if scaled else 0
    if size == 1 and abs(value) >= 100:
        digits = 0
    return with_unit(trimmed(plain(scaled, min(digits, 6))) + name, unit)


def exact(value: float | None, unit: str = "") -> str:
    """Every digit that matters, for tables: 1,234,567.5."""
    if value is None or not math.isfinite(value):
        return "–"
    return with_unit(trimmed(plain(value, 6)), unit)


def tick(value: float, step: float, largest: float, unit: str = "") -> str:
    """A mark on an axis. All marks share a magnitude, one in which their steps are no splinters: 2,000, not 0.2만."""
    size, name = magnitude_of(largest)
    if step < size / 2:
        size, name = 1, ""
    if value == 0:
        return with_unit("0", unit)
    return with_unit(trimmed(plain(value / size, decimals_of(step / size))) + name, unit)

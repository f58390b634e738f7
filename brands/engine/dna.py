"""Brand DNA: five axes from 0 to 1, read as design tokens.

Every number token is a straight line in the axes (`LINES`), so it never turns round while one slider moves one way.
Colours follow hue, chroma and lightness lines too and are then moved, by lightness alone, until text on them meets
WCAG AA. The same table drives the live preview in the browser: `static/js/brands/brand-dna.js` reads it as JSON.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from brands.engine.colour import Oklch, contrast, darkest_needed, fit_gamut, from_hex, lightest_needed, to_hex

AXES = ("density", "warmth", "playfulness", "sophistication", "energy")
Axes = Mapping[str, float]
Tokens = dict[str, float | str]
AA = 4.5


@dataclass(frozen=True, slots=True)
class Line:
    """`start` + Σ slope·axis, rounded to `digits`; `unit` is what CSS writes behind it."""

    start: float
    slopes: Mapping[str, float]
    unit: str = ""
    digits: int = 2

    def at(self, axes: Axes) -> float:
        value = round(self.start + sum(slope * axes[axis] for axis, slope in self.slopes.items()), self.digits)
        return int(value) if value == int(value) else value  # 45 and not 45.0 in what is exported


LINES: dict[str, Line] = {
    "space.unit": Line(11, {"density": -6}, "px"),
    "space.section": Line(112, {"density": -64}, "px", 0),
    "control.height": Line(52, {"density": -18, "playfulness": 4}, "px", 0),
    "type.size": Line(17, {"density": -2.5}, "px", 1),
    "type.line-height": Line(1.75, {"density": -0.3}),
    "type.scale": Line(1.18, {"energy": 0.17, "density": -0.05}, digits=3),
    "type.heading-weight": Line(450, {"energy": 350, "sophistication": -100}, digits=0),
    "type.heading-tracking": Line(-0.025, {"sophistication": 0.06}, "em", 3),
    "radius.control": Line(1, {"playfulness": 17, "warmth": 4}, "px", 1),
    "radius.card": Line(2, {"playfulness": 24, "warmth": 6}, "px", 1),
    "border.width": Line(1, {"energy": 1}, "px", 2),
    "shadow.blur": Line(30, {"density": -16, "sophistication": -8}, "px", 1),
    "shadow.opacity": Line(0.14, {"sophistication": -0.08}, digits=3),
    "motion.duration": Line(380, {"energy": -240}, "ms", 0),
    "motion.overshoot": Line(1, {"playfulness": 0.6}, digits=3),
    "contrast.text": Line(9, {"energy": 5}, digits=2),
}
HUE = Line(255, {"warmth": -215})  # a cool blue through green and yellow-green to a warm orange
CHROMA = Line(0.07, {"energy": 0.09, "playfulness": 0.04, "sophistication": -0.06}, digits=4)
LIGHTNESS = Line(0.5, {"playfulness": 0.12, "sophistication": -0.14}, digits=4)
TINT = Line(0.002, {"warmth": 0.012}, digits=4)
STRONG = 0.7  # from here on an axis decides the typeface
FAMILIES = {
    "refined": "Noto Serif KR, Nanum Myeongjo, Georgia, serif",
    "playful": "Jua, NanumSquareRound, Nunito, sans-serif",
    "plain": "Pretendard, Noto Sans KR, Inter, NanumBarunGothic, Malgun Gothic, sans-serif",
}


def axis_error(axis: str, value: float) -> str | None:
    """What is wrong with a value, in the words of the API, or None."""
    if 0 <= value <= 1:
        return None
    return f"{axis.capitalize()} must be between 0.0 and 1.0"


def tokens_for(axes: Axes) -> Tokens:
    """The design tokens of these axes: the same axes always give the same tokens."""
    numbers: Tokens = {name: line.at(axes) for name, line in LINES.items()}
    return numbers | _colours(axes, float(numbers["contrast.text"])) | _families(axes)


def _colours(axes: Axes, text_contrast: float) -> Tokens:
    hue, chroma, tint = HUE.at(axes) % 360, CHROMA.at(axes), TINT.at(axes)
    surface = to_hex(Oklch(0.985, tint, 80))
    raised = to_hex(Oklch(1.0, 0, 0))
    night = to_hex(Oklch(0.19, tint, hue))
    primary = darkest_needed(fit_gamut(Oklch(LIGHTNESS.at(axes), chroma, hue)), surface, AA)
    accent = darkest_needed(fit_gamut(Oklch(LIGHTNESS.at(axes) + 0.04, chroma, (hue + 150) % 360)), surface, AA)
    primary_hex = to_hex(primary)
    return {
        "color.surface": surface,
        "color.raised": raised,
        "color.text": to_hex(darkest_needed(Oklch(0.45, tint, hue), surface, text_contrast)),
        "color.muted": to_hex(darkest_needed(Oklch(0.6, tint, hue), surface, AA)),
        "color.line": to_hex(Oklch(0.9, tint, hue)),
        "color.primary": primary_hex,
        "color.on-primary": max("#FFFFFF", "#000000", key=lambda ink: contrast(ink, primary_hex)),
        "color.accent": to_hex(accent),
        "color.dark-surface": night,
        "color.dark-text": to_hex(lightest_needed(Oklch(0.8, tint, hue), night, text_contrast)),
        "color.dark-primary": to_hex(lightest_needed(fit_gamut(Oklch(0.7, chroma, hue)), night, AA)),
    }


def _families(axes: Axes) -> Tokens:
    """Typefaces come in kinds, not degrees: serif for the refined, rounded for the playful, else plain."""
    kind = "plain"
    if axes["sophistication"] >= STRONG and axes["sophistication"] >= axes["playfulness"]:
        kind = "refined"
    elif axes["playfulness"] >= STRONG:
        kind = "playful"
    return {"type.heading-family": FAMILIES[kind]}


def model() -> dict[str, object]:
    """Everything `static/js/brands/brand-dna.js` needs to come to the same tokens in the browser."""
    lines = {"hue": HUE, "chroma": CHROMA, "lightness": LIGHTNESS, "tint": TINT}
    return {
        "axes": AXES,
        "lines": {token: asdict(line) for token, line in LINES.items()},
        "colour": {name: asdict(line) for name, line in lines.items()},
        "families": FAMILIES,
        "strong": STRONG,
        "aa": AA,
    }


def compare_axes(before: Axes, after: Axes) -> dict[str, float]:
    """Axis by axis, what changed: `after` − `before`, 0.0 where equal."""
    return {axis: round(after[axis] - before[axis], 6) + 0.0 for axis in AXES}


def compare_tokens(before: Tokens, after: Tokens) -> list[dict[str, float | str]]:
    """The tokens that differ, each with both values."""
    return [{"token": t, "from": before[t], "to": after[t]} for t in sorted(before) if before[t] != after[t]]


def css_value(token: str, value: float | str) -> str:
    """As CSS writes it."""
    if isinstance(value, str):
        return value
    return f"{value:g}{LINES[token].unit}"


def as_css(tokens: Tokens) -> str:
    """The tokens as CSS custom properties."""
    lines = (f"  --{token.replace('.', '-')}: {css_value(token, value)};" for token, value in sorted(tokens.items()))
    return ":root {\n" + "\n".join(lines) + "\n}\n"


def as_design_tokens(tokens: Tokens) -> dict[str, dict[str, object]]:
    """The tokens in the format of the W3C Design Tokens Community Group."""
    groups: dict[str, dict[str, object]] = {}
    for token, value in sorted(tokens.items()):
        group, name = token.split(".", 1)
        groups.setdefault(group, {})[name] = _design_token(token, value)
    return groups


def _design_token(token: str, value: float | str) -> dict[str, object]:
    if token.startswith("color."):
        return {"$type": "color", "$value": _colour_value(str(value))}
    if token == "type.heading-family":  # noqa: S105 - a design token, no secret
        return {"$type": "fontFamily", "$value": [part.strip() for part in str(value).split(",")]}
    unit = LINES[token].unit
    if unit == "ms":
        return {"$type": "duration", "$value": {"value": value, "unit": "ms"}}
    if unit == "px":
        return {"$type": "dimension", "$value": {"value": value, "unit": "px"}}
    if unit:  # em is no unit of the format: a plain number, with its meaning beside it
        return {"$type": "number", "$value": value, "$description": f"in {unit}"}
    return {"$type": "fontWeight" if token.endswith("weight") else "number", "$value": value}


def _colour_value(value: str) -> dict[str, object]:
    """OKLCH for programs that know it, with the hex form beside it for the others."""
    colour = from_hex(value)
    parts = [round(colour.lightness, 4), round(colour.chroma, 4), round(colour.hue, 2)]
    return {"colorSpace": "oklch", "components": parts, "alpha": 1, "hex": value.lower()}

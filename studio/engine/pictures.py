"""Pictures by rules: vector designs from palette, DNA axes, words and a subject; the same brief, the same picture.

Five layouts: "poster" (large type over a form), "rings" (the subject in circles), "tiles" (a Bauhaus grid), "waves"
(flowing bands) and "panel" (colour beside type). The DNA prefers some of them; `variant` turns to the next.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from random import Random
from xml.sax.saxutils import escape

from brands.engine.colour import Oklch, contrast, fit_gamut, from_hex, to_hex
from studio.engine.motifs import draw_motif, motif_for

SANS = "Pretendard, 'Noto Sans CJK KR', 'Noto Sans KR', NanumGothic, sans-serif"
SERIF = "'Noto Serif CJK KR', 'Noto Serif KR', NanumMyeongjo, serif"
ROUND = "NanumSquareRound, NanumGothic, Pretendard, 'Noto Sans CJK KR', sans-serif"
STRONG = 0.6
LETTERS_WIDE = ("가", "힣")


@dataclass(frozen=True)
class PictureBrief:
    """What a picture is made of. `headline` and `small` are set as type; `about` chooses the drawing."""

    width: int
    height: int
    headline: str
    brand_name: str = ""
    small: str = ""
    about: str = ""
    palette: Sequence[str] = ()
    axes: dict[str, float] = field(default_factory=dict)
    style: str = ""

    def axis(self, name: str) -> float:
        return self.axes.get(name, 0.5)


@dataclass(frozen=True)
class Colours:
    """What a layout paints with; type on `ground` and on `field` is always readable."""

    ground: str
    field: str
    accent: str
    soft: str
    on_ground: str
    on_field: str


def draw_picture(brief: PictureBrief, *, variant: int = 0) -> str:
    """The design as one SVG."""
    seed = int.from_bytes(sha256(f"{brief.headline}|{brief.about}|{brief.brand_name}".encode()).digest()[:6], "big")
    layouts = _preferred(brief)
    layout = layouts[(seed + variant) % len(layouts)]
    colours = colours_from(brief.palette, dark=brief.axis("sophistication") >= STRONG and (seed + variant) % 2 == 0)
    return _svg(brief, LAYOUTS[layout](brief, colours, Random(seed + variant)), colours.ground)  # noqa: S311 - a design


def layout_of(style: str) -> str | None:
    """The layout that a wish for a style names."""
    return next((name for name in LAYOUTS if name in style.lower()), None)


def colours_from(palette: Sequence[str], *, dark: bool = False) -> Colours:
    """Ground, field and accents out of the palette, its first colours first; missing ones are derived from it."""
    main = palette[0] if palette else "#2F5D50"
    base = from_hex(main)
    if base.lightness > 0.82 and len(palette) > 1:  # a pale first colour is the ground, not the field
        main, palette = palette[1], [palette[1], palette[0], *palette[2:]]
        base = from_hex(main)
    accent = palette[1] if len(palette) > 1 else to_hex(Oklch(0.74, max(base.chroma, 0.11), (base.hue + 150) % 360))
    if abs(from_hex(accent).lightness - base.lightness) < 0.12:
        second = from_hex(accent)
        accent = to_hex(fit_gamut(Oklch(min(0.9, second.lightness + 0.25), second.chroma, second.hue)))
    ground = to_hex(Oklch(0.2, min(base.chroma, 0.04), base.hue)) if dark else to_hex(Oklch(0.965, 0.014, base.hue))
    soft = to_hex(fit_gamut(Oklch(0.32 if dark else 0.88, min(base.chroma, 0.06), base.hue)))
    return Colours(ground, main, accent, soft, _readable(ground, main), _readable(main, ground))


def _readable(background: str, wish: str) -> str:
    """`wish` when it can be read on the background, else near-white or near-black."""
    if contrast(wish, background) >= 4.5:
        return wish
    return max(("#FFFFFF", "#15181A"), key=lambda colour: contrast(colour, background))


def _preferred(brief: PictureBrief) -> list[str]:
    asked = layout_of(brief.style)
    if asked:
        return [asked]
    if brief.axis("playfulness") >= STRONG or brief.axis("energy") >= STRONG:
        return ["tiles", "waves", "poster"]
    if brief.axis("sophistication") >= STRONG:
        return ["panel", "rings", "poster"]
    if brief.axis("warmth") >= STRONG:
        return ["waves", "rings", "panel"]
    return list(LAYOUTS)


# ── layouts ────────────────────────────────────────────────────────────────────────────────────────
def _poster(brief: PictureBrief, colours: Colours, random: Random) -> str:
    w, h, unit = brief.width, brief.height, min(brief.width, brief.height)
    tall = h > w
    x, y, radius = w * 0.7, h * (0.3 if tall else 0.22), unit * (0.46 if tall else 0.36)
    motif, turn = motif_for(brief.about), random.choice((-12, 8, 14))
    parts = [
        f'<rect width="{w}" height="{h}" fill="{colours.field}"/>',
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.0f}" fill="{colours.accent}"/>',
        draw_motif(
            motif, x=x, y=y + radius * 0.12, size=radius * 1.15, fill=colours.field, hole=colours.accent, turn=turn
        ),
    ]
    left, most = unit * 0.075, w - 2 * unit * 0.075
    block = _Type(brief, colours.on_field).block(left, h - unit * 0.09, most, unit * 0.1, lines=2)
    return "".join([*parts, block, _brand(brief, left, unit * 0.115, unit * 0.034, colours.on_field)])


def _rings(brief: PictureBrief, colours: Colours, random: Random) -> str:
    w, h, unit = brief.width, brief.height, min(brief.width, brief.height)
    x, y = w / 2, h * (0.37 if h >= w else 0.4)
    radius = unit * (0.31 if h >= w else 0.29)
    parts = [f'<rect width="{w}" height="{h}" fill="{colours.ground}"/>']
    count = 3 + round(brief.axis("density") * 3)
    for ring in range(count, 0, -1):
        r = radius * (1 + 0.17 * ring)
        parts.append(
            f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{r:.1f}" fill="none" stroke="{colours.field}" '
            f'stroke-opacity="{0.42 - 0.32 * ring / count:.3f}" stroke-width="{unit * 0.003:.1f}"/>'
        )
        angle = random.uniform(0, 2 * math.pi)
        dot_x, dot_y = x + r * math.cos(angle), y + r * math.sin(angle)
        parts.append(f'<circle cx="{dot_x:.1f}" cy="{dot_y:.1f}" r="{unit * 0.011:.1f}" fill="{colours.accent}"/>')
    parts.append(f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{radius:.1f}" fill="{colours.field}"/>')
    parts.append(
        draw_motif(motif_for(brief.about), x=x, y=y, size=radius * 1.05, fill=colours.accent, hole=colours.field)
    )
    kind = _Type(brief, colours.on_ground)
    parts.append(kind.block(x, h - unit * 0.1, w * 0.86, unit * 0.074, lines=2, middle=True))
    return "".join([*parts, _brand(brief, x, unit * 0.085, unit * 0.03, colours.on_ground, middle=True)])


def _tiles(brief: PictureBrief, colours: Colours, random: Random) -> str:
    w, h, unit = brief.width, brief.height, min(brief.width, brief.height)
    across = 4 if w <= h else 6
    side = w / across
    rows = max(2, round(h * 0.62 / side))
    paints = [colours.field, colours.accent, colours.soft, colours.ground]
    parts = [f'<rect width="{w}" height="{h}" fill="{colours.ground}"/>']
    big = (random.randrange(across - 1), random.randrange(max(1, rows - 1)))
    for row in range(rows):
        for column in range(across):
            if 0 <= column - big[0] <= 1 and 0 <= row - big[1] <= 1:
                continue
            parts.append(_tile(column * side, row * side, side, random, paints))
    bx, by = big[0] * side, big[1] * side
    parts.append(
        f'<rect x="{bx:.1f}" y="{by:.1f}" width="{2 * side:.1f}" height="{2 * side:.1f}" fill="{colours.field}"/>'
    )
    parts.append(
        draw_motif(
            motif_for(brief.about), x=bx + side, y=by + side, size=side * 1.3, fill=colours.accent, hole=colours.field
        )
    )
    floor = rows * side
    parts.append(f'<rect y="{floor:.1f}" width="{w}" height="{h - floor + 1:.1f}" fill="{colours.ground}"/>')
    left = unit * 0.06
    room = h - floor
    parts.append(
        _Type(brief, colours.on_ground).block(
            left, h - room * 0.16, w - 2 * left, min(unit * 0.085, room * 0.26), lines=2
        )
    )
    return "".join([*parts, _brand(brief, left, floor + room * 0.2, min(unit * 0.03, room * 0.1), colours.on_ground)])


def _tile(x: float, y: float, side: float, random: Random, paints: Sequence[str]) -> str:
    under, over = random.sample(list(paints), 2)
    shape = random.randrange(5)
    square = f'<rect x="{x:.1f}" y="{y:.1f}" width="{side + 0.6:.1f}" height="{side + 0.6:.1f}" fill="{under}"/>'
    turn = f'transform="translate({x + side / 2:.1f} {y + side / 2:.1f}) rotate({random.randrange(4) * 90})"'
    half = side / 2
    drawings = (
        (
            f'<path {turn} fill="{over}" d="M{-half:.1f} {-half:.1f}A{side:.1f} {side:.1f} 0 0 1 {half:.1f} {half:.1f}'
            f'H{-half:.1f}Z"/>'
        ),
        f'<circle cx="{x + half:.1f}" cy="{y + half:.1f}" r="{half * 0.62:.1f}" fill="{over}"/>',
        f'<path {turn} fill="{over}" d="M{-half:.1f} {half:.1f}A{half:.1f} {half:.1f} 0 0 1 {half:.1f} {half:.1f}Z"/>',
        f'<path {turn} fill="{over}" d="M{-half:.1f} {-half:.1f}H{half:.1f}L{-half:.1f} {half:.1f}Z"/>',
        "",
    )
    return square + drawings[shape]


def _waves(brief: PictureBrief, colours: Colours, random: Random) -> str:
    w, h, unit = brief.width, brief.height, min(brief.width, brief.height)
    parts = [f'<rect width="{w}" height="{h}" fill="{colours.ground}"/>']
    sun_x = w * random.choice((0.6, 0.66, 0.72))
    parts.append(f'<circle cx="{sun_x:.0f}" cy="{h * 0.33:.0f}" r="{unit * 0.25:.0f}" fill="{colours.accent}"/>')
    parts.append(
        draw_motif(
            motif_for(brief.about), x=sun_x, y=h * 0.33, size=unit * 0.27, fill=colours.ground, hole=colours.accent
        )
    )
    bands = 4
    swing = unit * (0.03 + 0.06 * brief.axis("energy"))
    base, ground = from_hex(colours.field), from_hex(colours.soft)
    for band in range(bands):
        share = band / (bands - 1)
        mixed = Oklch(
            ground.lightness + (base.lightness - ground.lightness) * share,
            ground.chroma + (base.chroma - ground.chroma) * share,
            base.hue,
        )
        top = h * (0.44 + 0.075 * band)
        paint = colours.field if band == bands - 1 else to_hex(fit_gamut(mixed))
        parts.append(f'<path fill="{paint}" d="{_wave(w, h, top, swing, random.uniform(0, 6.28))}"/>')
    left = unit * 0.07
    kind = _Type(brief, colours.on_field)
    parts.append(kind.block(left, h - unit * 0.08, w - 2 * left, unit * 0.085, lines=2))
    return "".join([*parts, _brand(brief, left, unit * 0.1, unit * 0.034, colours.on_ground)])


def _wave(w: float, h: float, top: float, swing: float, phase: float) -> str:
    """A smooth edge from left to right, closed along the bottom."""
    step = w / 4
    points = [(i * step, top + swing * math.sin(phase + i * 1.45)) for i in range(5)]
    path = f"M0 {points[0][1]:.1f}"
    for (x1, y1), (x2, y2) in pairwise(points):
        middle = (x1 + x2) / 2
        path += f"C{middle:.1f} {y1:.1f} {middle:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
    return f"{path}V{h}H0Z"


def _panel(brief: PictureBrief, colours: Colours, random: Random) -> str:
    w, h, unit = brief.width, brief.height, min(brief.width, brief.height)
    tall = h >= w
    pw, ph = (w, h * 0.58) if tall else (w * 0.5, h)
    parts = [
        f'<rect width="{w}" height="{h}" fill="{colours.ground}"/>',
        f'<rect width="{pw:.1f}" height="{ph:.1f}" fill="{colours.field}"/>',
    ]
    motif, columns = motif_for(brief.about), 3 + round(brief.axis("density") * 2)
    cell = min(pw, ph) / columns
    across, down = math.ceil(pw / cell), math.ceil(ph / cell)
    chosen = (random.randrange(1, max(2, across - 1)), random.randrange(1, max(2, down - 1)))
    dx, dy = (pw - across * cell) / 2, (ph - down * cell) / 2
    for row in range(down):
        for column in range(across):
            bright = (column, row) == chosen
            fill = colours.accent if bright else _shade(colours.field)
            place = {"x": dx + (column + 0.5) * cell, "y": dy + (row + 0.5) * cell}
            parts.append(
                draw_motif(motif, **place, size=cell * (0.74 if bright else 0.5), fill=fill, hole=colours.field)
            )
    # The pattern must not run over the panel's edge.
    parts.append(
        f'<rect y="{ph:.1f}" width="{w}" height="{h - ph:.1f}" fill="{colours.ground}"/>'
        if tall
        else f'<rect x="{pw:.1f}" width="{w - pw:.1f}" height="{h}" fill="{colours.ground}"/>'
    )
    left = unit * 0.075 if tall else pw + unit * 0.08
    most = w - left - unit * 0.075
    parts.append(_Type(brief, colours.on_ground).block(left, h - unit * 0.1, most, unit * 0.088, lines=3))
    name_y = ph + unit * 0.1 if tall else unit * 0.13
    return "".join([*parts, _brand(brief, left, name_y, unit * 0.032, colours.on_ground)])


def _shade(colour: str) -> str:
    """A little away from the colour, towards the middle."""
    known = from_hex(colour)
    step = 0.07 if known.lightness < 0.6 else -0.07
    return to_hex(fit_gamut(Oklch(known.lightness + step, known.chroma, known.hue)))


LAYOUTS: dict[str, Callable[[PictureBrief, Colours, Random], str]] = {
    "poster": _poster,
    "rings": _rings,
    "tiles": _tiles,
    "waves": _waves,
    "panel": _panel,
}


# ── type ───────────────────────────────────────────────────────────────────────────────────────────
class _Type:
    """Headline and small line, broken into lines that fit."""

    def __init__(self, brief: PictureBrief, colour: str) -> None:
        self.brief, self.colour = brief, colour
        self.family = _family(brief)
        self.weight = 600 if self.family == SERIF else 700

    def block(self, x: float, bottom: float, most: float, size: float, *, lines: int, middle: bool = False) -> str:
        """The headline above the small line, its last line ending at `bottom`."""
        small = size * 0.36
        foot = small * 2.1 if self.brief.small else 0
        broken = break_lines(self.brief.headline, most / size, lines)
        widest = max(width_of(line) for line in broken)
        size = min(size, most / max(widest, 1))
        anchor = ' text-anchor="middle"' if middle else ""
        parts = []
        for row, line in enumerate(reversed(broken)):
            y = bottom - foot - row * size * 1.22
            parts.append(
                f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-weight="{self.weight}" '
                f'font-family="{self.family}" fill="{self.colour}"{anchor}>{escape(line)}</text>'
            )
        if self.brief.small:
            line = break_lines(self.brief.small, most / small, 1)[0]
            parts.append(
                f'<text x="{x:.1f}" y="{bottom:.1f}" font-size="{small:.1f}" font-family="{SANS}" '
                f'fill="{self.colour}" fill-opacity="0.82"{anchor}>{escape(line)}</text>'
            )
        return "".join(parts)


def _family(brief: PictureBrief) -> str:
    if brief.axis("sophistication") >= STRONG and brief.axis("sophistication") >= brief.axis("playfulness"):
        return SERIF
    return ROUND if brief.axis("playfulness") >= STRONG else SANS


def _brand(brief: PictureBrief, x: float, y: float, size: float, colour: str, *, middle: bool = False) -> str:
    if not brief.brand_name:
        return ""
    anchor = ' text-anchor="middle"' if middle else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:.1f}" font-weight="700" letter-spacing="{size * 0.08:.1f}" '
        f'font-family="{SANS}" fill="{colour}"{anchor}>{escape(brief.brand_name[:40])}</text>'
    )


def width_of(text: str) -> float:
    """About how wide a text is, in its font size."""
    return sum(
        0.3 if letter in " .,'il!|:;" else 0.96 if letter > "\u2e7f" else 0.72 if letter.isupper() else 0.58
        for letter in text
    )


def break_lines(text: str, most: float, lines: int) -> list[str]:
    """The text in at most so many lines, balanced, none wider than `most` if words allow; cut with … at the end."""
    words = text.split() or [""]
    broken = _wrap(words, most)
    if len(broken) > lines:
        broken = broken[:lines]
        broken[-1] = f"{broken[-1].rstrip('.,')}…"
    elif len(broken) > 1:
        narrower = most
        while narrower > most * 0.5 and len(_wrap(words, narrower * 0.95)) == len(broken):
            narrower *= 0.95
        broken = _wrap(words, narrower)
    return broken


def _wrap(words: Sequence[str], most: float) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and width_of(f"{lines[-1]} {word}") <= most:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    return lines


def _svg(brief: PictureBrief, inside: str, ground: str) -> str:
    w, h = brief.width, brief.height
    frame = f'<rect width="{w}" height="{h}" fill="{ground}"/>'
    title = f"<title>{escape(brief.headline)}</title>"
    opening = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">'
    return f"{opening}{title}{frame}{inside}</svg>"

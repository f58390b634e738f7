"""The plot area of charts with axes: margins, grid, marks, names, legend."""

from collections.abc import Sequence
from dataclasses import dataclass

from artnex.charts.canvas import Canvas, number
from artnex.charts.numbers import tick
from artnex.charts.scale import Scale
from artnex.charts.text import shorten, width_of, wrap

LINE = 15
LEGEND_LINE = 20
SWATCH = 10


@dataclass(frozen=True)
class Plot:
    """The rectangle in which data is drawn."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def tick_texts(scale: Scale, unit: str) -> list[str]:
    """Percent signs stand at every mark, other units only at the topmost: once is enough to know."""
    values = scale.ticks
    return [
        tick(value, scale.step, scale.largest, unit if unit == "%" or value == values[-1] else "") for value in values
    ]


def tick_count(height: float) -> int:
    """How many marks an axis of this length wants."""
    return max(2, min(6, round(height / 46)))


def draw_value_axis(canvas: Canvas, plot: Plot, scale: Scale, unit: str) -> None:
    """Rules across the plot with their values at the left; the zero line is stronger."""
    rules = "".join(
        f"M{number(plot.left)} {number(scale.at(value))}H{number(plot.right)}" for value in scale.ticks if value
    )
    canvas.grid(rules)
    with canvas.texts("tick", "end"):
        for value, text in zip(scale.ticks, tick_texts(scale, unit), strict=True):
            canvas.text(plot.left - 8, scale.at(value) + 4, text)


def draw_zero_line(canvas: Canvas, plot: Plot, scale: Scale) -> None:
    """The line on which things stand; none when the axis does not reach zero."""
    if scale.low <= 0 <= scale.high:
        canvas.axis(f"M{number(plot.left)} {number(scale.at(0))}H{number(plot.right)}")


# ── names under the plot ───────────────────────────────────────────────────────────────────────────


def label_rows(labels: Sequence[str], slot: float) -> int:
    """Lines that names need when each has `slot` pixels: one, or two when wrapping saves them."""
    return 1 if all(width_of(label) <= slot - 6 for label in labels) else 2


def draw_every_label(canvas: Canvas, labels: Sequence[str], centres: Sequence[float], y: float, slot: float) -> None:
    """Each name under its own place, wrapped and shortened to fit."""
    rows = label_rows(labels, slot)
    with canvas.texts("name", "middle"):
        for label, x in zip(labels, centres, strict=True):
            canvas.lines(x, y, wrap(label, slot - 4, rows), height=LINE)


def draw_some_labels(canvas: Canvas, labels: Sequence[str], places: Sequence[float], y: float) -> None:
    """Names along an ordered axis: as many as fit, evenly, the last one always; none leaves the picture."""
    if not labels:
        return
    widest = min(max(map(width_of, labels)), canvas.width / 3)
    gap = (places[-1] - places[0]) / max(1, len(labels) - 1) if len(labels) > 1 else canvas.width
    every = max(1, -(-int(widest + 16) // max(1, int(gap))))
    free_up_to = canvas.width
    with canvas.texts("tick", "middle"):
        for index in range(len(labels) - 1, -1, -every):
            text = shorten(labels[index], widest + 1)
            half = width_of(text) / 2
            x = min(max(places[index], half), canvas.width - half)
            if x + half <= free_up_to:
                canvas.text(x, y, text)
                free_up_to = x - half - 8


# ── legend ─────────────────────────────────────────────────────────────────────────────────────────


def _legend_places(names: Sequence[str], width: float) -> list[tuple[float, int, str]]:
    """(x, line, text) of each entry."""
    places: list[tuple[float, int, str]] = []
    x, line = 0.0, 0
    for name in names:
        text = shorten(name, width - SWATCH - 8)
        needed = SWATCH + 6 + width_of(text) + 16
        if x and x + needed - 16 > width:
            x, line = 0.0, line + 1
        places.append((x, line, text))
        x += needed
    return places


def legend_height(names: Sequence[str], width: float) -> float:
    """Room that a legend needs above the plot; none for a single name, which the title says already."""
    return (_legend_places(names, width)[-1][1] + 1) * LEGEND_LINE + 4 if len(names) > 1 else 0


def draw_legend(canvas: Canvas, names: Sequence[str], *, top: float = 0, left: float = 0) -> None:
    places = _legend_places(names, canvas.width - left)
    for index, (x, line, _text) in enumerate(places):
        y = top + line * LEGEND_LINE + 3
        swatch = f"M{number(left + x)} {number(y)}h{SWATCH}v{SWATCH}h-{SWATCH}z"
        canvas.fill(index, swatch)
    with canvas.texts("name"):
        for x, line, text in places:
            canvas.text(left + x + SWATCH + 6, top + line * LEGEND_LINE + 12, text)


def draw_end_labels(canvas: Canvas, x: float, wanted: Sequence[tuple[int, float, str]], plot: Plot) -> None:
    """Names right at the end of their lines, moved apart where they would meet: (series, y, text)."""
    rows = sorted(wanted, key=lambda row: row[1])
    heights = [y for _, y, _ in rows]
    for index in range(1, len(heights)):
        heights[index] = max(heights[index], heights[index - 1] + LINE)
    overflow = heights[-1] - (plot.bottom + 4)
    for index in range(len(heights) - 1, -1, -1):
        if overflow > 0:
            limit = plot.bottom + 4 - (len(heights) - 1 - index) * LINE
            heights[index] = min(heights[index], limit)
    with canvas.texts("name"):
        for (_, _, text), y in zip(rows, heights, strict=True):
            canvas.text(x, y + 4, text)

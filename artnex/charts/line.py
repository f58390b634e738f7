"""Lines, areas and sparklines: values along an ordered axis."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from artnex.charts.base import LabelledChart, Series, Value, clean
from artnex.charts.canvas import Canvas, number, points
from artnex.charts.frame import (
    Plot,
    draw_end_labels,
    draw_legend,
    draw_some_labels,
    draw_value_axis,
    draw_zero_line,
    legend_height,
    tick_count,
    tick_texts,
)
from artnex.charts.numbers import short
from artnex.charts.scale import Scale, fit_scale
from artnex.charts.text import shorten, width_of

Point = tuple[float, float]
MOST_DIRECT = 4
MOST_DOTS = 16
ROOM_FOR_DIRECT = 460
POINTS_PER_PIXEL = 0.4


def runs(values: Sequence[Value]) -> list[list[int]]:
    """Stretches of neighbouring values that exist; a gap ends a stretch and is never bridged."""
    found: list[list[int]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if found and found[-1][-1] == index - 1:
            found[-1].append(index)
        else:
            found.append([index])
    return found


def thin_out(pairs: list[Point], most: int) -> list[Point]:
    """At most about `most` points with every peak and trough kept: the lowest and highest of each stretch."""
    if len(pairs) <= most:
        return pairs
    size = -(-len(pairs) * 2 // most)
    kept = [pairs[0]]
    for start in range(0, len(pairs), size):
        part = pairs[start : start + size]
        kept.extend(sorted({min(part, key=lambda p: p[1]), max(part, key=lambda p: p[1])}))
    return [*kept, pairs[-1]]


@dataclass(frozen=True, kw_only=True)
class LineChart(LabelledChart):
    """One or several lines; names stand at their ends where there is room.

    `target` draws a dashed rule across. `from_zero` forces the axis down to zero.
    """

    target: float | None = None
    target_label: str = ""
    from_zero: bool = False

    def draw(self, canvas: Canvas) -> None:
        names = [row.name for row in self.series]
        direct = 1 < len(names) <= MOST_DIRECT and canvas.width >= ROOM_FOR_DIRECT
        top = 10 if direct else 10 + legend_height(names, canvas.width)
        gutter = min(max(map(width_of, names)) + 14, canvas.width * 0.28) if direct else 8
        bottom = canvas.height - 26
        scale = self._scale(top, bottom)
        left = max(map(width_of, tick_texts(scale, self.unit))) + 10
        plot = Plot(left, top, canvas.width - gutter, bottom)
        places = self._places(plot)
        draw_value_axis(canvas, plot, scale, self.unit)
        draw_zero_line(canvas, plot, scale)
        draw_some_labels(canvas, self.labels, places, canvas.height - 6)
        self._draw_target(canvas, plot, places, scale)
        self._draw_series(canvas, places, scale)
        if direct:
            self._draw_names(canvas, plot, scale, gutter)
        elif len(names) > 1:
            draw_legend(canvas, names)

    def _scale(self, top: float, bottom: float) -> Scale:
        values = [value for row in self.series for value in (*row.known, *row.bounds)]
        if self.target is not None:
            values.append(self.target)
        from_zero = self.from_zero or len(set(values)) == 1  # a single value has no range of its own
        return fit_scale(values, start=bottom, end=top, count=tick_count(bottom - top), from_zero=from_zero)

    def _places(self, plot: Plot) -> list[float]:
        count = len(self.labels)
        if count == 1:
            return [(plot.left + plot.right) / 2]
        inset = 6  # room for the first and last dot
        step = (plot.width - 2 * inset) / (count - 1)
        return [plot.left + inset + index * step for index in range(count)]

    def _draw_target(self, canvas: Canvas, plot: Plot, places: list[float], scale: Scale) -> None:
        if self.target is None:
            return
        y = scale.at(self.target)
        with canvas.group("target", 'stroke="#484d57" stroke-dasharray="4 4"'):
            canvas.add(f'<path d="M{number(plot.left)} {number(y)}H{number(plot.right)}"/>')
        if self.target_label:
            at_left = self._clearance(y, places[: len(places) // 3 + 1], scale, 0)
            at_right = self._clearance(y, places[-(len(places) // 3) - 1 :], scale, len(places) - len(places) // 3 - 1)
            side, x = ("start", plot.left + 2) if at_left >= at_right else ("end", plot.right - 2)
            with canvas.texts("name", side):  # type: ignore[arg-type]
                canvas.text(x, y - 6 if y > plot.top + 14 else y + 16, self.target_label)

    def _clearance(self, y: float, places: list[float], scale: Scale, first: int) -> float:
        """How far the nearest value among these places stays away from the height of a text at `y`."""
        values = [row.values[first + offset] for row in self.series for offset in range(len(places))]
        return min((abs(scale.at(value) - y + 10) for value in values if value is not None), default=1e9)

    def _draw_series(self, canvas: Canvas, places: list[float], scale: Scale) -> None:
        for index, row in enumerate(self.series):
            self._draw_band(canvas, index, row, places, scale)
        for index, row in reversed(list(enumerate(self.series))):  # the first series lies on top
            self._draw_line(canvas, index, row, places, scale)

    def _draw_band(self, canvas: Canvas, index: int, row: Series, places: list[float], scale: Scale) -> None:
        if not row.low or not row.high:
            return
        both = [None if a is None or b is None else 0.0 for a, b in zip(row.low, row.high, strict=True)]
        for run in runs(both):
            over = [(places[i], scale.at(row.high[i])) for i in run]  # type: ignore[arg-type]
            under = [(places[i], scale.at(row.low[i])) for i in reversed(run)]  # type: ignore[arg-type]
            canvas.fill(index, f"M{points([*over, *under])}z", opacity=0.16)

    def _draw_line(self, canvas: Canvas, index: int, row: Series, places: list[float], scale: Scale) -> None:
        most = int(canvas.width * POINTS_PER_PIXEL)
        for run in runs(row.values):
            pairs = [(places[i], scale.at(row.values[i])) for i in run]  # type: ignore[arg-type]
            cut = len(run) if row.forecast_from is None else sum(i < row.forecast_from for i in run)
            if cut > 1:
                canvas.stroke(index, f"M{points(thin_out(pairs[:cut], most))}")
            if cut < len(run) and len(run) > 1:
                canvas.stroke(index, f"M{points(thin_out(pairs[max(0, cut - 1) :], most))}", dashed=True)
        self._draw_dots(canvas, index, row, places, scale)

    def _draw_dots(self, canvas: Canvas, index: int, row: Series, places: list[float], scale: Scale) -> None:
        """Every point when there are few; else single ones, which no line shows, and the last."""
        stretches = runs(row.values)
        if not stretches:
            return
        everything = len(self.labels) <= MOST_DOTS and len(self.series) <= MOST_DIRECT
        shown = [i for run in stretches for i in run if everything or len(run) == 1 or i == stretches[-1][-1]]
        with canvas.dots(index):
            for i in shown:
                name = f"{row.name} · {self.labels[i]}" if len(self.series) > 1 else self.labels[i]
                text = f"{name}: {short(row.values[i], self.unit)}"
                canvas.dot(places[i], scale.at(row.values[i]), title=text)  # type: ignore[arg-type]
        if len(row.known) == 1 and len(self.series) == 1:
            with canvas.texts("value"):
                canvas.text(places[shown[0]] + 9, scale.at(row.known[0]) + 4, short(row.known[0], self.unit))

    def _draw_names(self, canvas: Canvas, plot: Plot, scale: Scale, gutter: float) -> None:
        wanted = [
            (index, scale.at(row.known[-1]), shorten(row.name, gutter - 12))
            for index, row in enumerate(self.series)
            if row.known
        ]
        draw_end_labels(canvas, plot.right + 6, wanted, plot)


@dataclass(frozen=True, kw_only=True)
class AreaChart(LineChart):
    """Areas under lines. `stacked` puts them on each other (a missing value then counts as nothing)."""

    stacked: bool = False
    from_zero: bool = True

    def _scale(self, top: float, bottom: float) -> Scale:
        if not self.stacked:
            return super()._scale(top, bottom)
        count = tick_count(bottom - top)
        return fit_scale(self._tops()[-1], start=bottom, end=top, count=count, from_zero=True)

    def _tops(self) -> list[list[float]]:
        """The upper edge of each layer."""
        tops: list[list[float]] = []
        total = [0.0] * len(self.labels)
        for row in self.series:
            total = [below + (value or 0.0) for below, value in zip(total, row.values, strict=True)]
            tops.append(total)
        return tops

    def _draw_series(self, canvas: Canvas, places: list[float], scale: Scale) -> None:
        if not self.stacked:
            for index, row in enumerate(self.series):
                self._draw_areas(canvas, index, row, places, scale)
            super()._draw_series(canvas, places, scale)
            return
        below = [0.0] * len(self.labels)
        most = int(canvas.width * POINTS_PER_PIXEL)
        for index, top in enumerate(self._tops()):
            over = thin_out([(x, scale.at(y)) for x, y in zip(places, top, strict=True)], most)
            under = thin_out([(x, scale.at(y)) for x, y in zip(places, below, strict=True)], most)
            canvas.fill(index, f"M{points([*over, *reversed(under)])}z", opacity=0.82, title=self.series[index].name)
            below = top

    def _draw_areas(self, canvas: Canvas, index: int, row: Series, places: list[float], scale: Scale) -> None:
        zero = number(scale.at(min(max(0.0, scale.low), scale.high)))
        most = int(canvas.width * POINTS_PER_PIXEL)
        for run in runs(row.values):
            if len(run) > 1:
                pairs = thin_out([(places[i], scale.at(row.values[i])) for i in run], most)  # type: ignore[arg-type]
                path = f"M{number(pairs[0][0])} {zero}L{points(pairs)}V{zero}z"
                canvas.fill(index, path, opacity=0.14)

    def _draw_names(self, canvas: Canvas, plot: Plot, scale: Scale, gutter: float) -> None:
        if not self.stacked:
            super()._draw_names(canvas, plot, scale, gutter)
            return
        tops = [top[-1] for top in self._tops()]
        middles = [(low + high) / 2 for low, high in zip([0.0, *tops], tops, strict=False)]
        wanted = [
            (index, scale.at(middles[index]), shorten(row.name, gutter - 12)) for index, row in enumerate(self.series)
        ]
        draw_end_labels(canvas, plot.right + 6, wanted, plot)


@dataclass(frozen=True, kw_only=True)
class Sparkline(LabelledChart):
    """A line the size of a word: shape and last value, no axis."""

    width: int = 120
    height: int = 32
    filled: bool = True
    fluid: ClassVar[bool] = False

    def draw(self, canvas: Canvas) -> None:
        row = self.series[0]
        known = row.known
        low, high = min(known), max(known)
        span = high - low or 1.0
        flat = high == low
        step = (canvas.width - 8) / max(1, len(row.values) - 1)
        most = max(20, int(canvas.width * POINTS_PER_PIXEL))

        def place(index: int, value: float) -> Point:
            share = 0.5 if flat else (value - low) / span
            return 4 + index * step, canvas.height - 4 - share * (canvas.height - 8)

        for run in runs(row.values):
            pairs = thin_out([place(i, row.values[i]) for i in run], most)  # type: ignore[arg-type]
            if self.filled and len(pairs) > 1:
                canvas.fill(0, f"M{number(pairs[0][0])} {canvas.height}L{points(pairs)}V{canvas.height}z", opacity=0.1)
            if len(pairs) > 1:
                canvas.stroke(0, f"M{points(pairs)}", width=1.75)
        last = max(i for i, value in enumerate(row.values) if value is not None)
        with canvas.dots(0):
            canvas.dot(*place(last, row.values[last]))  # type: ignore[arg-type]


def sparkline_of(values: Sequence[object], *, title: str, labels: Sequence[str] = (), unit: str = "") -> Sparkline:
    """A sparkline from bare values."""
    cleaned = [clean(value) for value in values]
    names = labels or [str(index + 1) for index in range(len(cleaned))]
    return Sparkline(title=title, labels=names, series=[Series(title, cleaned)], unit=unit)

"""Bars: grouped, stacked, lying."""

from collections.abc import Sequence
from dataclasses import dataclass

from artnex.charts.base import LabelledChart, Value
from artnex.charts.canvas import Canvas, number
from artnex.charts.frame import (
    LINE,
    Plot,
    draw_every_label,
    draw_legend,
    draw_some_labels,
    draw_value_axis,
    draw_zero_line,
    label_rows,
    legend_height,
    tick_count,
    tick_texts,
)
from artnex.charts.numbers import exact, short
from artnex.charts.scale import Scale, fit_scale
from artnex.charts.text import width_of, wrap

WIDEST_BAR = 44.0
GAP_BETWEEN_GROUPS = 0.34
ROUNDING = 2.0
ROW_HEIGHT = 30
MOST_NAMED_BARS = 24


def upright_bar(x: float, width: float, base: float, tip: float) -> str:
    """A bar from `base` to `tip`, its free end slightly rounded."""
    r = min(ROUNDING, width / 2, abs(tip - base))
    inward = r if tip < base else -r
    return (
        f"M{number(x)} {number(base)}V{number(tip + inward)}q0 {number(-inward)} {number(r)} {number(-inward)}"
        f"h{number(width - 2 * r)}q{number(r)} 0 {number(r)} {number(inward)}V{number(base)}z"
    )


def lying_bar(y: float, height: float, base: float, tip: float) -> str:
    r = min(ROUNDING, height / 2, abs(tip - base))
    inward = r if tip > base else -r
    return (
        f"M{number(base)} {number(y)}H{number(tip - inward)}q{number(inward)} 0 {number(inward)} {number(r)}"
        f"v{number(height - 2 * r)}q0 {number(r)} {number(-inward)} {number(r)}H{number(base)}z"
    )


@dataclass(frozen=True, kw_only=True)
class BarChart(LabelledChart):
    """Standing bars, one group for each label. Bars always start at zero.

    A single series with room carries its values on the bars and needs no axis. `labels` that follow an order (months)
    may be thinned out with `ordered`.
    """

    ordered: bool = False

    @property
    def axis_unit(self) -> str:
        return self.unit

    def draw(self, canvas: Canvas) -> None:
        names = [row.name for row in self.series]
        top = legend_height(names, canvas.width)
        slot_guess = (canvas.width - 48) / max(1, len(self.labels))
        rows = 1 if self.ordered else label_rows(self.labels, slot_guess)
        bottom = canvas.height - 12 - rows * LINE
        named = self._names_fit(slot_guess)
        scale = self._tight_scale(bottom - 16, top + 26) if named else self._scale(bottom, top + 10)
        left = 4 if named else max(map(width_of, tick_texts(scale, self.axis_unit))) + 10
        plot = Plot(left, top + 10, canvas.width - 4, bottom)
        if not named:
            draw_value_axis(canvas, plot, scale, self.axis_unit)
        self._draw_groups(canvas, plot, scale, named=named)
        draw_zero_line(canvas, plot, scale)
        self._draw_labels(canvas, plot)
        if top:
            draw_legend(canvas, names)

    def _names_fit(self, slot: float) -> bool:
        """True when each bar can carry its value."""
        if len(self.series) != 1 or len(self.labels) > MOST_NAMED_BARS:
            return False
        return all(width_of(short(value, self.unit)) <= slot - 2 for value in self.series[0].known)

    def _scale(self, bottom: float, top: float) -> Scale:
        values = [value for row in self.series for value in row.known]
        return fit_scale(values, start=bottom, end=top, count=tick_count(bottom - top), from_zero=True)

    def _tight_scale(self, bottom: float, top: float) -> Scale:
        """From the lowest to the highest value: without marks the axis need not end on round numbers."""
        known = self.series[0].known
        low, high = min(0.0, *known), max(0.0, *known)
        return Scale(low, high if high > low else low + 1, bottom if low < 0 else bottom + 16, top, 1)

    def _centres(self, plot: Plot) -> list[float]:
        slot = plot.width / len(self.labels)
        return [plot.left + (index + 0.5) * slot for index in range(len(self.labels))]

    def _draw_labels(self, canvas: Canvas, plot: Plot) -> None:
        centres = self._centres(plot)
        slot = plot.width / len(self.labels)
        y = plot.bottom + 18
        if self.ordered or slot < 26:
            draw_some_labels(canvas, self.labels, centres, y)
        else:
            draw_every_label(canvas, self.labels, centres, y, slot)

    def _bar_width(self, plot: Plot, bars: int) -> float:
        slot = plot.width / len(self.labels)
        return max(1.0, min(WIDEST_BAR, slot * (1 - GAP_BETWEEN_GROUPS) / bars))

    def _draw_groups(self, canvas: Canvas, plot: Plot, scale: Scale, *, named: bool) -> None:
        count = len(self.series)
        width = self._bar_width(plot, count)
        gap = 1.0 if width > 6 and count > 1 else 0.0
        zero = scale.at(0)
        tips: list[tuple[float, float, float]] = []
        for place, centre in enumerate(self._centres(plot)):
            for index, row in enumerate(self.series):
                value = row.values[place]
                if value is None:
                    continue
                x = centre - width * count / 2 + index * width + gap / 2
                self._draw_bar(canvas, index, place, upright_bar(x, width - gap, zero, scale.at(value)), value)
                tips.append((centre, scale.at(value), value))
        if named:
            with canvas.texts("value", "middle"):
                for x, y, value in tips:
                    canvas.text(x, y - 6 if value >= 0 else y + 15, short(value, self.unit))

    def _draw_bar(self, canvas: Canvas, index: int, place: int, path: str, value: float) -> None:
        name = self.series[index].name
        first = f"{name} · {self.labels[place]}" if len(self.series) > 1 else self.labels[place]
        quiet = len(self.labels) * len(self.series) > MOST_NAMED_BARS
        canvas.fill(index, path, title="" if quiet else f"{first}: {exact(value, self.unit)}")


@dataclass(frozen=True, kw_only=True)
class StackedChart(BarChart):
    """Bars whose parts stand on each other; negative parts hang below zero.

    `shares` draws each bar as parts of a whole (negative values are refused then).
    """

    shares: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.shares and any(value < 0 for row in self.series for value in row.known):
            raise ValueError("shares of a whole cannot be negative")

    @property
    def axis_unit(self) -> str:
        return "%" if self.shares else self.unit

    def _names_fit(self, slot: float) -> bool:
        return False

    def _parts(self, place: int) -> list[Value]:
        values = self.values_at(place)
        total = sum(value for value in values if value is not None)
        if not self.shares:
            return values
        return [None if value is None or not total else value / total * 100 for value in values]

    def _scale(self, bottom: float, top: float) -> Scale:
        sums = [0.0]
        for place in range(len(self.labels)):
            parts = [part for part in self._parts(place) if part is not None]
            sums += [sum(part for part in parts if part > 0), sum(part for part in parts if part < 0)]
        if self.shares:
            sums = [0.0, 100.0]
        return fit_scale(sums, start=bottom, end=top, count=tick_count(bottom - top), from_zero=True)

    def _draw_groups(self, canvas: Canvas, plot: Plot, scale: Scale, *, named: bool) -> None:
        width = self._bar_width(plot, 1)
        for place, centre in enumerate(self._centres(plot)):
            above = below = 0.0
            for index, part in enumerate(self._parts(place)):
                if not part:
                    continue
                start = above if part > 0 else below
                above, below = (above + part, below) if part > 0 else (above, below + part)
                y, end = scale.at(start), scale.at(start + part)
                path = f"M{number(centre - width / 2)} {number(y)}V{number(end)}h{number(width)}V{number(y)}z"
                self._draw_bar(canvas, index, place, path, self.series[index].values[place] or 0.0)


@dataclass(frozen=True, kw_only=True)
class HorizontalBarChart(LabelledChart):
    """Lying bars for long names and rankings; the values stand at their ends, so there is no axis.

    The height follows the number of bars unless it is given.
    """

    height: int = 0

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.height:
            names = [row.name for row in self.series]
            group = ROW_HEIGHT + (len(self.series) - 1) * 16
            object.__setattr__(
                self, "height", int(len(self.labels) * group + 8 + legend_height(names, self.width)) or 60
            )

    def draw(self, canvas: Canvas) -> None:
        names = [row.name for row in self.series]
        top = legend_height(names, canvas.width)
        room = min(max(map(width_of, self.labels)), canvas.width * 0.36)
        values = [value for row in self.series for value in row.known]
        widest = max(width_of(short(value, self.unit)) for value in values) + 8
        left = room + 12 + (widest if min(values) < 0 else 0)
        plot = Plot(left, top + 4, canvas.width - widest - 2, canvas.height - 4)
        scale = _tight_scale(values, plot)
        slot = plot.height / len(self.labels)
        self._draw_names(canvas, plot, slot, room)
        self._draw_bars(canvas, plot, scale, slot)
        canvas.axis(f"M{number(scale.at(0))} {number(plot.top)}V{number(plot.bottom)}")
        if top:
            draw_legend(canvas, names)

    def _draw_names(self, canvas: Canvas, plot: Plot, slot: float, room: float) -> None:
        rows = 2 if slot >= 2 * LINE - 2 else 1
        with canvas.texts("name", "end"):
            for place, label in enumerate(self.labels):
                texts = wrap(label, room + 1, rows)
                middle = plot.top + (place + 0.5) * slot
                canvas.lines(room, middle + 4 - (len(texts) - 1) * 6.5, texts, height=13)

    def _draw_bars(self, canvas: Canvas, plot: Plot, scale: Scale, slot: float) -> None:
        count = len(self.series)
        height = min(18.0, slot * 0.72 / count)
        ends: list[tuple[float, float, float]] = []
        for place, label in enumerate(self.labels):
            middle = plot.top + (place + 0.5) * slot
            for index, value in enumerate(self.values_at(place)):
                y = middle - height * count / 2 + index * height
                if value is None:
                    ends.append((scale.at(0), y + height / 2, float("nan")))
                    continue
                name = f"{self.series[index].name} · {label}" if count > 1 else label
                path = lying_bar(y, height - (1 if count > 1 else 0), scale.at(0), scale.at(value))
                canvas.fill(index, path, title=f"{name}: {exact(value, self.unit)}")
                ends.append((scale.at(value), y + height / 2, value))
        self._draw_values(canvas, ends)

    def _draw_values(self, canvas: Canvas, ends: Sequence[tuple[float, float, float]]) -> None:
        with canvas.texts("value"):
            for x, y, value in ends:
                if not value < 0:
                    canvas.text(x + 6, y + 4, short(value, self.unit))
        if any(value < 0 for _, _, value in ends):
            with canvas.texts("value", "end"):
                for x, y, value in ends:
                    if value < 0:
                        canvas.text(x - 6, y + 4, short(value, self.unit))


def _tight_scale(values: Sequence[float], plot: Plot) -> Scale:
    """From the lowest to the highest value: without marks the axis need not end on a round number."""
    low, high = min(0.0, *values), max(0.0, *values)
    if low == high:
        high = 1.0
    return Scale(low, high, plot.left, plot.right, high - low)

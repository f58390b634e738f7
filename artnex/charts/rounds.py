"""Round charts: donut, radar, gauge."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _

from artnex.charts.bars import HorizontalBarChart
from artnex.charts.base import Chart, LabelledChart, Series, Value, clean
from artnex.charts.canvas import BIG, INK, RULE, SUNKEN, Canvas, number, points
from artnex.charts.frame import LINE, draw_legend, legend_height
from artnex.charts.numbers import exact, short
from artnex.charts.scale import round_step
from artnex.charts.text import shorten, width_of, wrap

MOST_SLICES = 7
FULL = 2 * math.pi


def on_circle(cx: float, cy: float, radius: float, angle: float) -> tuple[float, float]:
    """The point at `angle` (0 is up, clockwise)."""
    return cx + radius * math.sin(angle), cy - radius * math.cos(angle)


def ring_part(cx: float, cy: float, outer: float, inner: float, start: float, end: float) -> str:
    """A part of a ring between two angles; a whole ring in two halves, as an arc onto itself is nothing."""
    if end - start > FULL - 0.01:
        half = start + math.pi
        return ring_part(cx, cy, outer, inner, start, half) + ring_part(cx, cy, outer, inner, half, start + FULL)
    large = int(end - start > math.pi)
    corners = [on_circle(cx, cy, r, a) for r, a in ((outer, start), (outer, end), (inner, end), (inner, start))]
    a, b, c, d = (points([corner]) for corner in corners)
    o, i = number(outer), number(inner)
    return f"M{a}A{o} {o} 0 {large} 1 {b}L{c}A{i} {i} 0 {large} 0 {d}z"


@dataclass(frozen=True, kw_only=True)
class DonutChart(Chart):
    """Parts of a whole, the largest first, with the total in the middle.

    More than seven parts are gathered under "Other". Parts of a whole cannot be negative: such data is drawn as bars.
    """

    labels: Sequence[str]
    values: Sequence[object]
    height: int = 220
    total_label: str = ""

    def _known(self) -> list[tuple[str, float]]:
        pairs = ((str(label), clean(value)) for label, value in zip(self.labels, self.values, strict=True))
        return [(label, value) for label, value in pairs if value]

    @property
    def is_empty(self) -> bool:
        return not self._known()

    def slices(self) -> list[tuple[str, float]]:
        ordered = sorted(self._known(), key=lambda pair: -pair[1])
        if len(ordered) <= MOST_SLICES:
            return ordered
        rest = sum(value for _label, value in ordered[MOST_SLICES - 1 :])
        return [*ordered[: MOST_SLICES - 1], (_("Other"), rest)]

    def draw(self, canvas: Canvas) -> None:
        if any(value < 0 for _label, value in self._known()):
            self._as_bars(canvas)
            return
        slices = self.slices()
        total = sum(value for _label, value in slices)
        outer = min(canvas.height / 2 - 4, canvas.width * 0.24)
        inner = outer * 0.66
        cx, cy = outer + 4, canvas.height / 2
        angle = 0.0
        gap = 1.5 / outer if len(slices) > 1 else 0.0
        for index, (label, value) in enumerate(slices):
            end = angle + value / total * FULL
            drawn_end = max(end - gap, angle + gap / 2)
            title = f"{label}: {exact(value, self.unit)} ({percent(value, total)})"
            path = ring_part(cx, cy, outer, inner, angle, drawn_end)
            canvas.fill(index, path, title=title)
            angle = end
        self._draw_total(canvas, cx, cy, inner, total)
        self._draw_names(canvas, slices, total, left=cx + outer + 28)

    def _draw_total(self, canvas: Canvas, cx: float, cy: float, inner: float, total: float) -> None:
        text = short(total, self.unit)
        size = min(24.0, inner * 1.6 / max(width_of(text, 1), 1))
        with canvas.texts("big", "middle", size):
            canvas.text(cx, cy + size * 0.3, text)
        if self.total_label:
            with canvas.texts("name", "middle"):
                canvas.text(cx, cy + size * 0.3 + 18, shorten(self.total_label, inner * 1.5))

    def _draw_names(self, canvas: Canvas, slices: list[tuple[str, float]], total: float, *, left: float) -> None:
        step = min(26.0, (canvas.height - 8) / len(slices))
        top = canvas.height / 2 - step * len(slices) / 2
        figures = [(short(value, self.unit), percent(value, total)) for _label, value in slices]
        share_right = min(canvas.width - 2, left + 330)
        value_right = share_right - max(width_of(share) for _, share in figures) - 12
        name_room = value_right - max(width_of(value) for value, _ in figures) - 12 - left - 18
        with_values = name_room >= min(80.0, max(width_of(label) for label, _value in slices))
        if not with_values:  # a narrow chart: the shares alone
            name_room = value_right - left - 18
        baselines = [top + (index + 0.5) * step + 4 for index in range(len(slices))]
        for index, y in enumerate(baselines):
            canvas.fill(index, f"M{number(left)} {number(y - 9)}h10v10h-10z")
        with canvas.texts("name"):
            for (label, _value), y in zip(slices, baselines, strict=True):
                canvas.text(left + 18, y, shorten(label, name_room))
        with canvas.texts("tick", "end"):
            for (value, _share), y in zip(figures if with_values else [], baselines, strict=False):
                canvas.text(value_right, y, value)
        with canvas.texts("value", "end"):
            for (_figure, share), y in zip(figures, baselines, strict=True):
                canvas.text(share_right, y, share)

    def _as_bars(self, canvas: Canvas) -> None:
        labels, values = zip(*self._known(), strict=True)
        bars = HorizontalBarChart(
            title=self.title, labels=labels, series=[Series(self.title, values)], unit=self.unit, height=self.height
        )
        bars.draw(canvas)

    def summary(self) -> str:
        slices = self.slices()
        total = sum(value for _label, value in slices)
        return ", ".join(f"{label} {percent(value, total)}" for label, value in slices) + "."

    def rows(self) -> tuple[list[str], list[list[str]]]:
        cleaned = [clean(value) for value in self.values]
        total = sum(value for value in cleaned if value is not None)
        return (
            ["", self.unit or _("Value"), _("Share")],
            [
                [str(label), exact(value, self.unit), percent(value, total)]
                for label, value in zip(self.labels, cleaned, strict=True)
            ],
        )


def percent(value: Value, total: float) -> str:
    """A share of a positive whole; "–" where there is none."""
    if value is None or total <= 0:
        return "–"
    share = value / total * 100
    return "< 1%" if 0 < share < 1 else f"{share:.0f}%"


@dataclass(frozen=True, kw_only=True)
class RadarChart(LabelledChart):
    """Several qualities of a few things, on axes that all run from zero to the same `maximum`.

    Fewer than three qualities have no shape: they are drawn as bars. A missing value leaves its corner open.
    """

    maximum: float | None = None
    fluid: ClassVar[bool] = False
    width: int = 420
    height: int = 340

    def draw(self, canvas: Canvas) -> None:
        values = [value for row in self.series for value in row.known]
        if len(self.labels) < 3 or min(values) < 0:
            HorizontalBarChart(
                title=self.title, labels=self.labels, series=self.series, unit=self.unit, height=self.height
            ).draw(canvas)
            return
        names = [row.name for row in self.series]
        top = legend_height(names, canvas.width)
        largest = self.maximum or max(values) or 1.0
        label_room = min(max(map(width_of, self.labels)), canvas.width * 0.24, 110.0)
        radius = max(40.0, min((canvas.height - top) / 2 - 34, canvas.width / 2 - label_room - 14))
        cx, cy = canvas.width / 2, top + (canvas.height - top) / 2
        if len(self.labels) % 2:
            cy += radius * 0.06  # an odd star reaches less far down than up
        self._draw_rings(canvas, cx, cy, radius, largest)
        for index in reversed(range(len(self.series))):
            self._draw_shape(canvas, index, cx, cy, radius, largest)
        self._draw_names(canvas, cx, cy, radius, label_room)
        if top:
            draw_legend(canvas, names)

    def _angle(self, place: int) -> float:
        return place / len(self.labels) * FULL

    def _draw_rings(self, canvas: Canvas, cx: float, cy: float, radius: float, largest: float) -> None:
        step = round_step(largest, 4)
        marks = [step * n for n in range(1, round(largest / step) + 1) if step * n <= largest * 1.0001]
        rings = [*(mark / largest for mark in marks if mark < largest * 0.999), 1.0]
        paths = []
        for share in rings:
            corners = [on_circle(cx, cy, radius * share, self._angle(p)) for p in range(len(self.labels))]
            paths.append(f"M{points(corners)}z")
        spokes = "".join(
            f"M{points([(cx, cy)])}L{points([on_circle(cx, cy, radius, self._angle(p))])}"
            for p in range(len(self.labels))
        )
        canvas.grid("".join(paths) + spokes)
        with canvas.texts("tick", "end", 10):
            for mark in marks:
                canvas.text(cx - 4, cy - radius * mark / largest + 10, short(mark))

    def _draw_shape(self, canvas: Canvas, index: int, cx: float, cy: float, radius: float, largest: float) -> None:
        row = self.series[index]
        corners: list[tuple[int, tuple[float, float]]] = []
        for place, value in enumerate(row.values):
            if value is not None:
                share = min(value / largest, 1.0)
                corners.append((place, on_circle(cx, cy, radius * share, self._angle(place))))
        whole = len(corners) == len(self.labels)
        if whole:
            path = f"M{points([corner for _, corner in corners])}z"
            canvas.fill(index, path, opacity=0.14)
            canvas.stroke(index, path)
        else:
            canvas.stroke(index, self._open_path(corners))
        with canvas.dots(index):
            for place, (x, y) in corners:
                name = f"{row.name} · {self.labels[place]}" if len(self.series) > 1 else self.labels[place]
                canvas.dot(x, y, title=f"{name}: {exact(row.values[place], self.unit)}")

    def _open_path(self, corners: list[tuple[int, tuple[float, float]]]) -> str:
        """Only neighbours are joined."""
        known = dict(corners)
        parts = []
        for place, corner in corners:
            following = known.get((place + 1) % len(self.labels))
            if following:
                parts.append(f"M{points([corner, following])}")
        return "".join(parts) or "M0 0"

    def _draw_names(self, canvas: Canvas, cx: float, cy: float, radius: float, room: float) -> None:
        """Names around the star, each with its value when there is but one series."""
        single = self.series[0] if len(self.series) == 1 else None
        for place, label in enumerate(self.labels):
            angle = self._angle(place)
            x, y = on_circle(cx, cy, radius + 12, angle)
            side = math.sin(angle)
            anchor = "middle" if abs(side) < 0.3 else ("start" if side > 0 else "end")
            rows = wrap(label, room + 2 if anchor != "middle" else room * 2, 2)
            height = (len(rows) + (1 if single else 0)) * LINE
            first = y + 4 - (height - LINE) * (1 + math.cos(angle)) / 2
            with canvas.texts("name", anchor):  # type: ignore[arg-type]
                canvas.lines(x, first, rows)
            if single:
                with canvas.texts("value", anchor):  # type: ignore[arg-type]
                    canvas.text(x, first + len(rows) * LINE, short(single.values[place], self.unit))


@dataclass(frozen=True, kw_only=True)
class GaugeChart(Chart):
    """One value on a half ring from `minimum` to `maximum`, marked at `target`. A value outside ends at the edge."""

    value: object
    minimum: float = 0
    maximum: float = 100
    target: float | None = None
    caption: str = ""
    fluid: ClassVar[bool] = False
    width: int = 240
    height: int = 150

    @property
    def is_empty(self) -> bool:
        return clean(self.value) is None

    def _share(self, value: float) -> float:
        return min(max((value - self.minimum) / (self.maximum - self.minimum), 0.0), 1.0)

    def draw(self, canvas: Canvas) -> None:
        value = clean(self.value) or 0.0
        outer = min(canvas.width / 2 - 16, canvas.height - 34)
        inner = outer - max(10.0, outer * 0.14)
        cx, cy = canvas.width / 2, outer + 10
        quarter = math.pi / 2
        track = ring_part(cx, cy, outer, inner, -quarter, quarter)
        with canvas.group("track", f'fill="{SUNKEN}" stroke="{RULE}"'):
            canvas.add(f'<path d="{track}"/>')
        end = -quarter + self._share(value) * math.pi
        if end > -quarter:
            canvas.fill(0, ring_part(cx, cy, outer, inner, -quarter, end))
        self._draw_target(canvas, cx, cy, outer, inner)
        with canvas.texts("big", "middle", min(BIG, outer * 0.4)):
            canvas.text(cx, cy - 2, short(value, self.unit))
        with canvas.texts("tick", "middle"):
            middle = (outer + inner) / 2
            canvas.text(cx - middle, cy + 16, short(self.minimum))
            canvas.text(cx + middle, cy + 16, short(self.maximum))
        if self.caption:
            with canvas.texts("name", "middle"):
                canvas.text(cx, cy + 17, shorten(self.caption, inner * 1.7))

    def _draw_target(self, canvas: Canvas, cx: float, cy: float, outer: float, inner: float) -> None:
        if self.target is None:
            return
        angle = -math.pi / 2 + self._share(self.target) * math.pi
        ends = [on_circle(cx, cy, inner - 4, angle), on_circle(cx, cy, outer + 4, angle)]
        canvas.rule("mark", f"M{points(ends)}", f'stroke="{INK}" stroke-width="2" stroke-linecap="round"')

    def summary(self) -> str:
        text = _("%(value)s on a scale from %(low)s to %(high)s") % {
            "value": exact(clean(self.value), self.unit),
            "low": exact(self.minimum, self.unit),
            "high": exact(self.maximum, self.unit),
        }
        if self.target is not None:
            text += "; " + _("target %(target)s") % {"target": exact(self.target, self.unit)}
        return f"{text}."

    def rows(self) -> tuple[list[str], list[list[str]]]:
        rows = [[self.caption or self.title, exact(clean(self.value), self.unit)]]
        if self.target is not None:
            rows.append([_("Target"), exact(self.target, self.unit)])
        return ["", _("Value")], rows

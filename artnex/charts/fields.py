"""Charts over two dimensions: scatter and heat map."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from artnex.charts.base import Chart, Value, clean
from artnex.charts.canvas import INK, RULE, SURFACE, Canvas, number
from artnex.charts.frame import (
    Plot,
    draw_legend,
    draw_value_axis,
    legend_height,
    tick_count,
    tick_texts,
)
from artnex.charts.numbers import exact, short
from artnex.charts.scale import Scale, fit_scale
from artnex.charts.text import shorten, width_of, wrap

MOST_NAMES = 24
MOST_TITLES = 60
CELL_HEIGHT = 28
# From the sixth on, figures are white: between the two shades where neither ink nor white would be legible is a step.
SHADES = (0.06, 0.18, 0.31, 0.45, 0.6, 0.92, 1.0)
FIRST_DARK = 5


@dataclass(frozen=True)
class Dot:
    """A thing with two measures, and if wanted a third as its size."""

    x: float
    y: float
    name: str = ""
    group: str = ""
    size: float | None = None


@dataclass(frozen=True, kw_only=True)
class ScatterChart(Chart):
    """Things by two measures; groups by colour, sizes by area. Names are written where they do not meet."""

    dots: Sequence[Dot]
    x_label: str = ""
    y_label: str = ""
    x_unit: str = ""
    height: int = 340

    def _known(self) -> list[Dot]:
        return [dot for dot in self.dots if clean(dot.x) is not None and clean(dot.y) is not None]

    @property
    def is_empty(self) -> bool:
        return not self._known()

    @property
    def groups(self) -> list[str]:
        return list(dict.fromkeys(dot.group for dot in self._known()))

    def draw(self, canvas: Canvas) -> None:
        dots = self._known()
        top = legend_height(self.groups, canvas.width) + (20 if self.y_label else 10)
        bottom = canvas.height - (42 if self.x_label else 26)
        count = tick_count(bottom - top)
        y_scale = fit_scale([dot.y for dot in dots], start=bottom, end=top, count=count, from_zero=False)
        left = max(map(width_of, tick_texts(y_scale, self.unit))) + 10
        plot = Plot(left, top, canvas.width - 10, bottom)
        x_scale = fit_scale(
            [dot.x for dot in dots],
            start=plot.left,
            end=plot.right,
            count=max(2, int(plot.width // 90)),
            from_zero=False,
        )
        draw_value_axis(canvas, plot, y_scale, self.unit)
        self._draw_bottom(canvas, plot, x_scale)
        places = self._draw_dots(canvas, dots, x_scale, y_scale)
        self._draw_names(canvas, plot, places)
        if len(self.groups) > 1:
            draw_legend(canvas, self.groups)

    def _draw_bottom(self, canvas: Canvas, plot: Plot, scale: Scale) -> None:
        marks = "".join(f"M{number(scale.at(value))} {number(plot.bottom)}v4" for value in scale.ticks)
        canvas.axis(f"M{number(plot.left)} {number(plot.bottom)}H{number(plot.right)}{marks}")
        with canvas.texts("tick", "middle"):
            for value, text in zip(scale.ticks, tick_texts(scale, self.x_unit), strict=True):
                half = width_of(text) / 2
                canvas.text(min(scale.at(value), canvas.width - half), plot.bottom + 18, text)
        if self.x_label:
            with canvas.texts("name", "end"):
                canvas.text(plot.right, canvas.height - 6, self.x_label)
        if self.y_label:
            with canvas.texts("name"):
                canvas.text(2, plot.top - 9, self.y_label)

    def _radius(self, dot: Dot, largest: float) -> float:
        if dot.size is None or largest <= 0:
            return 5.0
        return max(3.0, 20 * (max(dot.size, 0) / largest) ** 0.5)

    def _draw_dots(
        self, canvas: Canvas, dots: list[Dot], x_scale: Scale, y_scale: Scale
    ) -> list[tuple[float, float, float, str]]:
        """Large ones first, so that small ones lie on top; gives (x, y, radius, name) back."""
        largest = max((dot.size or 0 for dot in dots), default=0)
        groups = self.groups
        places = []
        for dot in sorted(dots, key=lambda dot: -(dot.size or 0)):
            x, y, radius = x_scale.at(dot.x), y_scale.at(dot.y), self._radius(dot, largest)
            title = ""
            if len(dots) <= MOST_TITLES:
                figures = f"{exact(dot.x, self.x_unit)}, {exact(dot.y, self.unit)}"
                title = f"{dot.name}: {figures}" if dot.name else figures
            with canvas.dots(groups.index(dot.group), opacity=0.8):
                canvas.dot(x, y, radius, title)
            places.append((x, y, radius, dot.name))
        return places

    def _draw_names(self, canvas: Canvas, plot: Plot, places: list[tuple[float, float, float, str]]) -> None:
        named = [place for place in places if place[3]]
        if not named or len(named) > MOST_NAMES:
            return
        taken = [(x - r, y - r, x + r, y + r) for x, y, r, _name in places]
        with canvas.texts("name"):
            for x, y, radius, name in named:
                text = shorten(name, 120)
                box = _free_box(x, y, radius, width_of(text), plot, taken)
                if box:
                    taken.append(box)
                    canvas.text(box[0], box[3] - 3, text)

    def summary(self) -> str:
        dots = self._known()
        return _("%(count)s points; %(x)s from %(x_low)s to %(x_high)s, %(y)s from %(y_low)s to %(y_high)s.") % {
            "count": len(dots),
            "x": self.x_label or "x",
            "y": self.y_label or "y",
            "x_low": exact(min(dot.x for dot in dots), self.x_unit),
            "x_high": exact(max(dot.x for dot in dots), self.x_unit),
            "y_low": exact(min(dot.y for dot in dots), self.unit),
            "y_high": exact(max(dot.y for dot in dots), self.unit),
        }

    def rows(self) -> tuple[list[str], list[list[str]]]:
        head = ["", self.x_label or "x", self.y_label or "y"]
        return head, [
            [dot.name or str(index), exact(clean(dot.x), self.x_unit), exact(clean(dot.y), self.unit)]
            for index, dot in enumerate(self.dots, start=1)
        ]


Box = tuple[float, float, float, float]


def _free_box(x: float, y: float, radius: float, width: float, plot: Plot, taken: list[Box]) -> Box | None:
    """A place for a name beside its dot that touches nothing: right, left, above, below; None when all are taken."""
    gap = radius + 4
    corners = ((x + gap, y - 8), (x - gap - width, y - 8), (x - width / 2, y - gap - 14), (x - width / 2, y + gap - 2))
    for left, top in corners:
        box = (left, top, left + width, top + 15)
        inside = box[0] >= plot.left and box[2] <= plot.right + 8 and box[1] >= plot.top - 8 and box[3] <= plot.bottom
        if inside and not any(
            box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3] for other in taken
        ):
            return box
    return None


@dataclass(frozen=True, kw_only=True)
class HeatMap(Chart):
    """A table in colours: the deeper, the further from zero; below zero in another colour. Missing cells stay empty.

    The height follows the number of rows unless it is given.
    """

    columns: Sequence[str]
    row_names: Sequence[str]
    values: Sequence[Sequence[object]] = field(default_factory=tuple)
    height: int = 0

    def __post_init__(self) -> None:
        cleaned = tuple(tuple(clean(value) for value in row) for row in self.values)
        if len(cleaned) != len(self.row_names) or any(len(row) != len(self.columns) for row in cleaned):
            raise ValueError("a heat map needs a value, or None, for every row and column")
        object.__setattr__(self, "values", cleaned)
        if not self.height:
            object.__setattr__(self, "height", len(self.row_names) * CELL_HEIGHT + 34)

    def _cells(self) -> list[float]:
        return [value for row in self.values for value in row if value is not None]  # type: ignore[misc]

    @property
    def is_empty(self) -> bool:
        return not self._cells()

    def draw(self, canvas: Canvas) -> None:
        room = min(max(map(width_of, map(str, self.row_names))), canvas.width * 0.3)
        plot = Plot(room + 10, 30, canvas.width - 1, canvas.height - 2)
        width, height = plot.width / len(self.columns), plot.height / len(self.row_names)
        self._draw_heads(canvas, plot, width, room, height)
        paths: dict[tuple[bool, int], list[str]] = {}
        texts: dict[bool, list[tuple[float, float, str]]] = {False: [], True: []}
        depth_of = self._depths()
        for r, row in enumerate(self.values):
            for c, value in enumerate(row):
                x, y = plot.left + c * width, plot.top + r * height
                path = f"M{number(x + 1)} {number(y + 1)}h{number(width - 2)}v{number(height - 2)}h{number(2 - width)}z"
                depth = depth_of(value)  # type: ignore[arg-type]
                paths.setdefault(((value or 0) < 0, depth), []).append(path)  # type: ignore[operator]
                text = short(value, self.unit)  # type: ignore[arg-type]
                if width_of(text, 11) <= width - 4:
                    texts[depth >= FIRST_DARK].append((x + width / 2, y + height / 2 + 4, text))
        self._draw_cells(canvas, paths, texts)

    def _depths(self) -> Callable[[Value], int]:
        """A function that gives the shade of a value: an index of SHADES, -1 for a missing one."""
        cells = [abs(cell) for cell in self._cells()]
        largest = max(cells)
        base = min(cells) if min(self._cells()) > 0 else 0.0

        def depth(value: Value) -> int:
            if value is None:
                return -1
            share = (abs(value) - base) / (largest - base) if largest > base else 0.5
            return min(len(SHADES) - 1, int(share * len(SHADES)))

        return depth

    def _draw_cells(
        self,
        canvas: Canvas,
        paths: dict[tuple[bool, int], list[str]],
        texts: dict[bool, list[tuple[float, float, str]]],
    ) -> None:
        """All cells of one shade in one path, then the figures, in ink or in white."""
        for (negative, depth), parts in sorted(paths.items()):
            if depth < 0:
                canvas.rule("missing", "".join(parts), f'stroke="{RULE}" stroke-dasharray="2 3"')
            else:
                canvas.fill(3 if negative else 0, "".join(parts), opacity=SHADES[depth])
        for on_dark, rows in texts.items():
            fill, role = (SURFACE, "cell on") if on_dark else (INK, "cell")
            with canvas.group(role, f'fill="{fill}" font-size="11" text-anchor="middle"'):
                for x, y, text in rows:
                    canvas.text(x, y, text)

    def _draw_heads(self, canvas: Canvas, plot: Plot, width: float, room: float, height: float) -> None:
        every = max(1, -(-30 // max(1, int(width))))
        with canvas.texts("name", "middle"):
            for c in range(0, len(self.columns), every):
                text = shorten(str(self.columns[c]), width * every - 4)
                canvas.text(plot.left + (c + 0.5) * width, plot.top - 10, text)
        with canvas.texts("name", "end"):
            for r, name in enumerate(self.row_names):
                canvas.text(room, plot.top + (r + 0.5) * height + 4, wrap(str(name), room + 1, 1)[0])

    def summary(self) -> str:
        cells = self._cells()
        return _("%(rows)s rows and %(columns)s columns; lowest %(low)s, highest %(high)s.") % {
            "rows": len(self.row_names),
            "columns": len(self.columns),
            "low": exact(min(cells), self.unit),
            "high": exact(max(cells), self.unit),
        }

    def rows(self) -> tuple[list[str], list[list[str]]]:
        head = ["", *map(str, self.columns)]
        return head, [
            [str(name), *(exact(value, self.unit) for value in row)]  # type: ignore[arg-type]
            for name, row in zip(self.row_names, self.values, strict=True)
        ]

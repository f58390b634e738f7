"""What all charts have in common: input, naming, emptiness, the table behind the picture."""

import math
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from artnex.charts.canvas import RULE, Canvas, Theme
from artnex.charts.numbers import exact
from artnex.charts.text import width_of

Value = float | None


@dataclass(frozen=True)
class Series:
    """One row of values under a name; None is a value that is missing, and is shown as missing.

    `low` and `high` bound the values (a band around a line). From `forecast_from` on the values are expected ones, and
    their line is dotted.
    """

    name: str
    values: Sequence[Value]
    low: Sequence[Value] = ()
    high: Sequence[Value] = ()
    forecast_from: int | None = None

    def __post_init__(self) -> None:
        # NaN and infinity come out of divisions; on paper they are missing values.
        for name in ("values", "low", "high"):
            object.__setattr__(self, name, tuple(clean(value) for value in getattr(self, name)))

    @property
    def known(self) -> list[float]:
        return [value for value in self.values if value is not None]

    @property
    def bounds(self) -> list[float]:
        return [value for value in (*self.low, *self.high) if value is not None]


def clean(value: object) -> Value:
    """A float, or None for what is no number (also of Decimal and numpy types)."""
    if value is None:
        return None
    number = float(value)  # type: ignore[arg-type]
    return number if math.isfinite(number) else None


@dataclass(frozen=True, kw_only=True)
class Chart(ABC):
    """A chart is its data; `svg()` draws it at any size, `table()` writes it out."""

    title: str
    description: str = ""
    unit: str = ""
    width: int = 640
    height: int = 280
    narrow_width: ClassVar[int] = 360
    fluid: ClassVar[bool] = True

    @property
    @abstractmethod
    def is_empty(self) -> bool:
        """True when there is nothing to draw."""

    @abstractmethod
    def draw(self, canvas: Canvas) -> None:
        """Put the shapes on the canvas."""

    @abstractmethod
    def summary(self) -> str:
        """The data in a sentence or two."""

    @abstractmethod
    def rows(self) -> tuple[list[str], list[list[str]]]:
        """(head, rows) of the table behind the picture."""

    def svg(self, theme: Theme = "page") -> SafeString:
        """The drawing. `theme="print"` makes it stand on its own, for PDF and exports."""
        canvas = Canvas(self.width, self.height, theme)
        if self.is_empty:
            draw_empty(canvas)
        else:
            self.draw(canvas)
        description = self.description or ("" if self.is_empty else self.summary()) or _("No data yet")
        return mark_safe(canvas.finish(self.title, description, fluid=self.fluid))  # noqa: S308 - every text was escaped by the canvas

    def narrow(self) -> "Chart":
        """The same chart for a phone: as tall, as wide as the screen, its text as large."""
        return replace(self, width=min(self.width, self.narrow_width))

    def table(self) -> SafeString:
        """The data as an HTML table, for those who cannot or do not want to read the picture."""
        head, rows = self.rows()
        return format_html(
            '<table class="chart-table"><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>',
            self.title,
            format_html_join("", '<th scope="col">{}</th>', ((cell,) for cell in head)),
            format_html_join(
                "",
                '<tr><th scope="row">{}</th>{}</tr>',
                ((row[0], format_html_join("", "<td>{}</td>", ((cell,) for cell in row[1:]))) for row in rows),
            ),
        )


@dataclass(frozen=True, kw_only=True)
class LabelledChart(Chart):
    """Charts of series over common labels."""

    labels: Sequence[str]
    series: Sequence[Series] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        object.__setattr__(self, "labels", tuple(str(label) for label in self.labels))
        for row in self.series:
            if len(row.values) != len(self.labels):
                raise ValueError(f"series {row.name!r} has {len(row.values)} values for {len(self.labels)} labels")

    @property
    def is_empty(self) -> bool:
        return not any(row.known for row in self.series)

    def values_at(self, index: int) -> list[Value]:
        return [row.values[index] for row in self.series]

    def summary(self) -> str:
        parts = []
        for row in self.series:
            known = row.known
            if not known:
                parts.append(_("%(name)s: no data") % {"name": row.name})
                continue
            low, high = min(known), max(known)
            parts.append(
                _("%(name)s: lowest %(low)s (%(low_label)s), highest %(high)s (%(high_label)s), last %(last)s")
                % {
                    "name": row.name,
                    "low": exact(low, self.unit),
                    "low_label": self.labels[row.values.index(low)],
                    "high": exact(high, self.unit),
                    "high_label": self.labels[row.values.index(high)],
                    "last": exact(known[-1], self.unit),
                }
            )
        return ". ".join(parts) + "."

    def rows(self) -> tuple[list[str], list[list[str]]]:
        head = ["", *(row.name for row in self.series)]
        body = [
            [label, *(exact(value, self.unit) for value in self.values_at(index))]
            for index, label in enumerate(self.labels)
        ]
        return head, body


def draw_empty(canvas: Canvas) -> None:
    """Say that there is nothing, in place of axes that pretend."""
    middle, centre = canvas.height / 2, canvas.width / 2
    text = _("No data yet")
    room = width_of(text) / 2 + 24
    if canvas.height > 60 and centre > room + 20:
        path = f"M8 {middle:.0f}H{centre - room:.0f}M{centre + room:.0f} {middle:.0f}H{canvas.width - 8:.0f}"
        canvas.rule("grid", path, f'stroke="{RULE}" stroke-dasharray="3 4"')
    with canvas.texts("empty", "middle", 13 if canvas.height > 60 else 11):
        canvas.text(centre, middle + 4, text)

"""From values to places, by way of round numbers."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

ROUND_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight mapping from [low, high] to [start, end] with marks at round values."""

    low: float
    high: float
    start: float
    end: float
    step: float

    def at(self, value: float) -> float:
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)

    @property
    def ticks(self) -> list[float]:
        first, last = math.ceil(self.low / self.step - 1e-9), math.floor(self.high / self.step + 1e-9)
        return [index * self.step for index in range(first, last + 1)]

    @property
    def largest(self) -> float:
        return max(abs(self.low), abs(self.high))


def round_step(span: float, count: int) -> float:
    """The round number that cuts `span` into about `count` parts."""
    rough = span / max(1, count)
    power = 10 ** math.floor(math.log10(rough))
    return next(step for step in ROUND_STEPS if step * power >= rough * (1 - 1e-9)) * power


def finite(values: Iterable[float | None]) -> list[float]:
    """The values that exist."""
    return [value for value in values if value is not None and math.isfinite(value)]


def fit_scale(
    values: Iterable[float | None], *, start: float, end: float, count: int, from_zero: bool, whole: bool = True
) -> Scale:
    """A scale that holds all values and begins and ends on a mark.

    Zero is included when asked for, or when the values come near it: a short axis would exaggerate. `whole` lets the
    axis end on a mark; otherwise it ends with the values.
    """
    known = finite(values) or [0.0, 1.0]
    low, high = min(known), max(known)
    if from_zero or (low > 0 and low < high * 0.5) or (high < 0 and high > low * 0.5):
        low, high = min(low, 0.0), max(high, 0.0)
    if math.isclose(low, high, rel_tol=1e-12, abs_tol=1e-300):
        margin = abs(high) * 0.1 or 1.0
        low, high = (low - margin, high + margin) if not from_zero else (min(0.0, low), max(0.0, high) or 1.0)
    step = round_step(high - low, count)
    if whole:
        low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step
    return Scale(low, high, start, end, step)

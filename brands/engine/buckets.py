"""Which days a chart shows: every day, every week or every four weeks, as densely as the values allow.

Values are shown as they are, never averaged or invented: of each stretch the last value known.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import TypeVar

Value = TypeVar("Value")
SIZES = (1, 7, 28)
DENSE = 0.7  # of the stretches between the first and the last value, this share must hold one
MOST = 130


def bucket_size(days: list[date], length: int) -> int:
    """The finest stretch, in days, that leaves few gaps and at most `MOST` points in a period of `length` days."""
    for size in SIZES[:-1]:
        if length / size <= MOST and _density(days, size) >= DENSE:
            return size
    return SIZES[-1]


def bucket_ends(start: date, end: date, size: int) -> list[date]:
    """The last day of each stretch, counted back from `end`."""
    count = ((end - start).days + size) // size
    return [end - timedelta(days=size * step) for step in reversed(range(count))]


def last_in_buckets(values: Mapping[date, Value], ends: list[date], size: int) -> list[Value | None]:
    """The last known value of each stretch, None where there is none."""
    found: list[Value | None] = []
    for end in ends:
        known = [day for step in range(size) if (day := end - timedelta(days=step)) in values]
        found.append(values[max(known)] if known else None)
    return found


def _density(days: list[date], size: int) -> float:
    if len(days) < 2:
        return 1.0
    first, last = min(days), max(days)
    taken = {(last - day).days // size for day in days}
    return len(taken) / ((last - first).days // size + 1)

"""What the numbers of contents say: popularity, growth, days out of the ordinary, and how often a keyword appears."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from math import log, log10
from statistics import median

# ── popularity ─────────────────────────────────────────────────────────────────────────────────────────────────────
POPULARITY_METHOD = (
    "10·(0.4·log10(1+views) + 0.3·log10(1+likes) + 0.2·log10(1+comments) + 0.1/(1+days/30)), at most 100; "
    "a number that is not known adds nothing"
)
WEIGHTS = {"views": 0.4, "likes": 0.3, "comments": 0.2}
FRESHNESS_WEIGHT, FRESHNESS_DAYS = 0.1, 30


@dataclass(frozen=True, slots=True)
class ContentPopularity:
    """`index` is 0–100, or None when none of the three numbers is known; `points` is what each part gave."""

    index: float | None
    points: Mapping[str, float]
    method: str = POPULARITY_METHOD


def content_popularity(
    *, views: int | None, likes: int | None, comments: int | None, age_days: float | None
) -> ContentPopularity:
    """Compute the index of one content; without a day of publication nothing is added for freshness."""
    numbers = {"views": views, "likes": likes, "comments": comments}
    points = {
        name: 10 * WEIGHTS[name] * log10(1 + max(number, 0)) for name, number in numbers.items() if number is not None
    }
    if not points:
        return ContentPopularity(None, {})
    if age_days is not None:
        points["freshness"] = 10 * FRESHNESS_WEIGHT / (1 + max(age_days, 0) / FRESHNESS_DAYS)
    return ContentPopularity(round(min(sum(points.values()), 100), 2), points)


def percentile_of(value: float, others: Sequence[float]) -> int | None:
    """The share of `others` (the value among them) that is not above it, 0–100; None below two."""
    if len(others) < 2:
        return None
    below = sum(other < value for other in others)
    equal = sum(other == value for other in others)
    return round(100 * (below + equal / 2) / len(others))


# ── growth ─────────────────────────────────────────────────────────────────────────────────────────────────────────
GROWTH_DAYS = 7
GROWTH_TOLERANCE = 3  # the value "seven days ago" may be this many days older
RISING_GROWTH = 0.3
RISING_VIEWS = 100


@dataclass(frozen=True, slots=True)
class Growth:
    """How much a running total grew in about seven days: as a fraction, and in absolute numbers."""

    fraction: float
    gained: int
    days: int

    @property
    def is_rising(self) -> bool:
        """Both must hold: a third of very little is nothing, and a thousand more of a million is not either."""
        return self.fraction >= RISING_GROWTH and self.gained >= RISING_VIEWS


def growth_of(totals: Mapping[date, int]) -> Growth | None:
    """The growth up to the last day, or None when no value is about seven days older."""
    if not totals:
        return None
    last = max(totals)
    wanted = last - timedelta(days=GROWTH_DAYS)
    earlier = [day for day in totals if wanted - timedelta(days=GROWTH_TOLERANCE) <= day <= wanted]
    if not earlier:
        return None
    start = max(earlier)
    gained = totals[last] - totals[start]
    return Growth(gained / max(totals[start], 1), gained, (last - start).days)


def daily_gains(totals: Mapping[date, int]) -> list[tuple[date, float]]:
    """What was added each day; several days without a value share what came in between equally.

    A total that goes down (a platform took back false views) counts as nothing added.
    """
    gains: list[tuple[date, float]] = []
    days = sorted(totals)
    for before, after in pairwise(days):
        length = (after - before).days
        share = max(totals[after] - totals[before], 0) / length
        gains += [(before + timedelta(days=n), share) for n in range(1, length + 1)]
    return gains


# ── days out of the ordinary ───────────────────────────────────────────────────────────────────────────────────────
ANOMALY_METHOD = "log scale, the seven days before, 4 robust deviations (1.4826 × median absolute deviation)"
WINDOW_DAYS = 7
ROBUST_DEVIATIONS = 4.0
NORMAL_SCALE = 1.4826  # makes the median absolute deviation of a normal distribution its standard deviation
SMALLEST_DEVIATION = 0.22  # on the log scale: less than about 2.4 times up or down is never out of the ordinary


def anomalies(
    values: Sequence[float], *, window: int = WINDOW_DAYS, deviations: float = ROBUST_DEVIATIONS, offset: float = 1.0
) -> list[int]:
    """Where a value lies out of the ordinary, judged by the `window` values before it alone.

    `offset` is added before taking the logarithm: 1 for counts, 0 for positive amounts.
    """
    logs = [log(max(value, 0) + offset) if value + offset > 0 else None for value in values]
    found = []
    for index in range(window, len(logs)):
        value = logs[index]
        before = [one for one in logs[index - window : index] if one is not None]
        if value is None or len(before) < window // 2 + 1:
            continue
        middle = median(before)
        spread = max(NORMAL_SCALE * median(abs(one - middle) for one in before), SMALLEST_DEVIATION)
        if abs(value - middle) > deviations * spread:
            found.append(index)
    return found


# ── how often ──────────────────────────────────────────────────────────────────────────────────────────────────────
def counts_by_day(days: Sequence[date], *, start: date, end: date) -> list[tuple[date, int]]:
    """How many of `days` fall on each day from `start` to `end`, days without any included."""
    counts = Counter(days)
    length = (end - start).days + 1
    return [(day, counts[day]) for day in (start + timedelta(days=n) for n in range(length))]

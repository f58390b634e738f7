"""Is a KPI going up or down, or is that noise? A robust slope, and a test that knows about persistence."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, exp, log, sqrt, tanh
from statistics import median

MIN_POINTS = 30
SIGNIFICANCE = 0.05


@dataclass(frozen=True, slots=True)
class Trend:
    """`verdict` is "up", "down", "no_clear_trend" or "not_enough_data"; only the first two may be shown as a trend."""

    verdict: str
    score: float | None  # −100…100
    growth_30_days: float | None  # a fraction
    p_value: float | None
    points: int
    first_day: int | None
    last_day: int | None
    method: str = "Theil–Sen slope of ln(1+y); Mann–Kendall test with variance corrected for AR(1)"


def kpi_trend(series: Sequence[tuple[int, float]]) -> Trend:
    """The trend of (day number, value ≥ 0) pairs, one a day at most, in any order."""
    ordered = sorted(series)
    n = len(ordered)
    span = (ordered[0][0], ordered[-1][0]) if ordered else (None, None)
    if n < MIN_POINTS:
        return Trend("not_enough_data", None, None, None, n, *span)
    days = [float(day) for day, _ in ordered]
    logs = [log(1 + max(value, 0.0)) for _, value in ordered]
    slope = theil_sen_slope(days, logs)
    p_value = mann_kendall_p(days, logs, slope)
    growth = exp(min(30 * slope, 50)) - 1
    if p_value > SIGNIFICANCE or slope == 0:
        return Trend("no_clear_trend", None, growth, p_value, n, *span)
    score = 100 * tanh(30 * slope / log(2))
    return Trend("up" if slope > 0 else "down", round(score, 2), growth, p_value, n, *span)


def theil_sen_slope(x: Sequence[float], y: Sequence[float]) -> float:
    """The median of the slopes between all pairs: a few wild values do not move it."""
    return median((y[j] - y[i]) / (x[j] - x[i]) for i in range(len(x)) for j in range(i + 1, len(x)) if x[j] != x[i])


def mann_kendall_p(x: Sequence[float], y: Sequence[float], slope: float) -> float:
    """Two-sided p-value that `y` has no monotonic trend, allowing for day-to-day persistence.

    The variance is inflated by the effective sample size of an AR(1) process (Yue and Wang 2004); its coefficient
    is estimated on the detrended series and corrected for the bias that detrending brings (Hamed 2009).
    """
    n = len(y)
    s = sum((y[j] > y[i]) - (y[j] < y[i]) for i in range(n) for j in range(i + 1, n))
    variance = n * (n - 1) * (2 * n + 5) / 18 - _tie_correction(y)
    if variance <= 0:
        return 1.0
    rho = _corrected_autocorrelation([v - slope * t for t, v in zip(x, y, strict=True)])
    inflation = 1 + 2 * sum((1 - k / n) * rho**k for k in range(1, n)) if rho > 0 else 1.0
    z = (abs(s) - 1) / sqrt(variance * inflation) if s else 0.0
    return erfc(max(z, 0.0) / sqrt(2))


def _tie_correction(y: Sequence[float]) -> float:
    sizes: dict[float, int] = {}
    for value in y:
        sizes[value] = sizes.get(value, 0) + 1
    return sum(t * (t - 1) * (2 * t + 5) for t in sizes.values()) / 18


def _corrected_autocorrelation(residuals: Sequence[float]) -> float:
    n = len(residuals)
    mean = sum(residuals) / n
    spread = sum((r - mean) ** 2 for r in residuals)
    if spread == 0:
        return 0.0
    raw = sum((residuals[i] - mean) * (residuals[i + 1] - mean) for i in range(n - 1)) / spread
    return max(-0.98, min(0.98, (n * raw + 2) / (n - 4)))


def trend_fact_id(kpi: str) -> str:
    """The fact that says how a KPI grows."""
    return "trend.growth" if kpi == "followers" else f"trend.{kpi}"

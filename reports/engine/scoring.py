"""Scores of the diagnosis, exactly as they are explained to people.

Area score = 100 · (mean − 1) / 4 over the answered items, reversed ones turned round, "not applicable" left out. Fewer
than 60 % answered, or fewer than five: no score. Overall = weighted mean of the scored areas. One respondent is a
self-assessment. Cronbach's alpha only from 30 respondents. The same answers give the same digits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import exp, sqrt
from statistics import fmean

LOWEST, HIGHEST = 1, 5
NEEDED_SHARE, NEEDED_ITEMS = 0.6, 5
RELIABLE_FROM = 30  # respondents
STRAIGHT_FROM = 8  # answers of one person, all alike, before that is said
Z_95 = 1.959964

Answers = Mapping[str, int | None]  # question id -> 1…5, None for "not applicable"


@dataclass(frozen=True)
class Item:
    """A question as scoring sees it."""

    id: str
    area: str
    reverse: bool = False


@dataclass(frozen=True)
class Sheet:
    """What one person answered. `kind` is "self" or "customer"."""

    answers: Answers
    kind: str = "self"


@dataclass(frozen=True)
class AreaScore:
    """`score` None: `reason` is "too_few_answers". `mean` is on the scale of the answers."""

    area: str
    score: float | None
    mean: float | None
    answered: int
    applicable: int
    items: int
    respondents: int
    reason: str = ""
    self_score: float | None = None
    customer_score: float | None = None
    alpha: float | None = None
    alpha_low: float | None = None
    alpha_high: float | None = None
    standard_error: float | None = None
    item_means: Mapping[str, float] = field(default_factory=dict)

    @property
    def gap(self) -> float | None:
        """How much higher one sees oneself than customers do."""
        if self.self_score is None or self.customer_score is None:
            return None
        return self.self_score - self.customer_score


@dataclass(frozen=True)
class Scores:
    """All areas in the order of `weights`, and the overall score of those that have one."""

    areas: tuple[AreaScore, ...]
    overall: float | None
    weights: Mapping[str, float]
    respondents: int
    is_self_assessment: bool
    straight_liners: int

    def area(self, name: str) -> AreaScore:
        return next(area for area in self.areas if area.area == name)


def score(items: Sequence[Item], sheets: Sequence[Sheet], weights: Mapping[str, float]) -> Scores:
    """All scores. Areas without enough answers have none and leave the total."""
    areas = tuple(_area(name, [item for item in items if item.area == name], sheets) for name in weights)
    scored = [(area.score, weights[area.area]) for area in areas if area.score is not None and weights[area.area] > 0]
    total = sum(weight for _, weight in scored)
    overall = sum(value * weight for value, weight in scored) / total if total else None
    answering = [sheet for sheet in sheets if _given(sheet.answers)]
    return Scores(
        areas=areas,
        overall=overall,
        weights=dict(weights),
        respondents=len(answering),
        is_self_assessment=len(answering) == 1 and answering[0].kind == "self",
        straight_liners=sum(is_straight_line(sheet.answers) for sheet in answering),
    )


def is_straight_line(answers: Answers) -> bool:
    """Whether somebody chose the same value everywhere, reversed statements included."""
    given = _given(answers)
    return len(given) >= STRAIGHT_FROM and len(set(given)) == 1


def points(value: int, *, reverse: bool) -> int:
    """The value of an answer in the direction in which more is better."""
    return LOWEST + HIGHEST - value if reverse else value


def _given(answers: Answers) -> list[int]:
    return [value for value in answers.values() if value is not None]


def _area(name: str, items: Sequence[Item], sheets: Sequence[Sheet]) -> AreaScore:
    rows = [_row(items, sheet) for sheet in sheets]
    answering = [
        (sheet, row) for sheet, row in zip(sheets, rows, strict=True) if any(v is not None for v in row.values())
    ]
    means = {
        item.id: fmean(values)  # type: ignore[arg-type]
        for item in items
        if (values := [row[item.id] for _, row in answering if row.get(item.id) is not None])  # type: ignore[misc]
    }
    not_applicable = {
        item.id
        for item in items
        if item.id not in means and any(item.id in sheet.answers and sheet.answers[item.id] is None for sheet in sheets)
    }
    applicable = len(items) - len(not_applicable)
    enough = len(means) >= NEEDED_ITEMS and len(means) >= NEEDED_SHARE * applicable
    mean = fmean(means.values()) if means else None
    facts = {
        "area": name,
        "mean": mean,
        "answered": len(means),
        "applicable": applicable,
        "items": len(items),
        "respondents": len(answering),
        "item_means": means,
    }
    if not enough:
        return AreaScore(score=None, reason="too_few_answers", **facts)  # type: ignore[arg-type]
    views = {
        f"{kind}_score": _view([row for sheet, row in answering if sheet.kind == kind]) for kind in ("self", "customer")
    }
    reliability = _reliability([row for _, row in answering], [item.id for item in items if item.id in means])
    return AreaScore(score=_percent(mean), **views, **reliability, **facts)  # type: ignore[arg-type]


def _row(items: Sequence[Item], sheet: Sheet) -> dict[str, float | None]:
    return {
        item.id: None if (value := sheet.answers.get(item.id)) is None else float(points(value, reverse=item.reverse))
        for item in items
    }


def _percent(mean: float | None) -> float | None:
    return None if mean is None else 100 * (mean - LOWEST) / (HIGHEST - LOWEST)


def _view(rows: Sequence[Mapping[str, float | None]]) -> float | None:
    """The score as one kind of respondents sees it."""
    values: dict[str, list[float]] = {}
    for row in rows:
        for key, value in row.items():
            if value is not None:
                values.setdefault(key, []).append(value)
    return _percent(fmean(fmean(given) for given in values.values())) if values else None


def _reliability(rows: Sequence[Mapping[str, float | None]], ids: Sequence[str]) -> dict[str, float | None]:
    """Cronbach's alpha with a 95 % interval (Bonett 2002) and the standard error of the score, from 30 full sheets."""
    full = [[row[key] for key in ids] for row in rows if all(row.get(key) is not None for key in ids)]
    n, k = len(full), len(ids)
    if n < RELIABLE_FROM or k < 2:
        return {}
    columns = list(zip(*full, strict=True))
    totals = [sum(row) for row in full]  # type: ignore[arg-type]
    spread = _variance(totals)
    if spread <= 0:
        return {}
    alpha = k / (k - 1) * (1 - sum(_variance(column) for column in columns) / spread)
    error = sqrt(2 * k / ((k - 1) * (n - 2)))
    bounds = [1 - (1 - alpha) * exp(sign * Z_95 * error) for sign in (1, -1)] if alpha < 1 else [1.0, 1.0]
    own = [100 * (total / k - LOWEST) / (HIGHEST - LOWEST) for total in totals]
    return {
        "alpha": alpha,
        "alpha_low": min(bounds),
        "alpha_high": max(bounds),
        "standard_error": sqrt(_variance(own) / n),
    }


def _variance(values: Sequence[float | None]) -> float:
    numbers = [value for value in values if value is not None]
    mean = fmean(numbers)
    return sum((value - mean) ** 2 for value in numbers) / (len(numbers) - 1)


def percentile_of(value: float, peers: Sequence[float]) -> tuple[float, float, float] | None:
    """(percentile, low, high) among at least 30 peers, the interval by Wilson; None with fewer."""
    n = len(peers)
    if n < RELIABLE_FROM:
        return None
    share = (sum(peer < value for peer in peers) + 0.5 * sum(peer == value for peer in peers)) / n
    centre = (share + Z_95**2 / (2 * n)) / (1 + Z_95**2 / n)
    half = Z_95 * sqrt(share * (1 - share) / n + Z_95**2 / (4 * n**2)) / (1 + Z_95**2 / n)
    return 100 * share, 100 * max(centre - half, 0.0), 100 * min(centre + half, 1.0)

"""Trends are shown when they are there, and popularity is the formula."""

import math
import random

import pytest

from brands.engine.popularity import brand_popularity
from brands.engine.trend import kpi_trend


def growing(days: int, daily: float, noise: float = 0.05, seed: int = 1) -> list[tuple[int, float]]:
    rng = random.Random(seed)
    return [(day, 20_000 * math.exp(daily * day + rng.gauss(0, noise))) for day in range(days)]


def test_growth_is_found_with_its_size():
    trend = kpi_trend(growing(90, 0.01))
    assert trend.verdict == "up"
    assert trend.growth_30_days == pytest.approx(math.exp(0.3) - 1, rel=0.1)
    assert trend.score == pytest.approx(100 * math.tanh(0.3 / math.log(2)), rel=0.1)


def test_decline_is_negative_and_wild_values_do_not_hide_it():
    series = growing(90, -0.01)
    series[10] = (10, 9_000_000.0)
    trend = kpi_trend(series)
    assert trend.verdict == "down"
    assert trend.score < 0


def test_too_few_points_give_no_score():
    trend = kpi_trend(growing(29, 0.05))
    assert (trend.verdict, trend.score) == ("not_enough_data", None)


def test_flat_series_is_no_trend():
    assert kpi_trend([(day, 500.0) for day in range(60)]).verdict == "no_clear_trend"


def test_false_alarms_on_shuffled_series_stay_rare():
    rng = random.Random(7)
    alarms, rounds = 0, 200
    for _ in range(rounds):
        values = [20_000 * math.exp(rng.gauss(0, 0.1)) for _ in range(40)]
        rng.shuffle(values)
        alarms += kpi_trend(list(enumerate(values))).verdict in {"up", "down"}
    assert alarms / rounds <= 0.08


def test_popularity_is_the_documented_sum_with_each_term_capped():
    result = brand_popularity({"followers": 9_999, "engagement_rate": 0.05, "views": 99_999, "posts": 60})
    expected = 100 * (0.3 * 4 / 7 + 0.4 * 0.05 + 0.2 * 5 / 8 + 0.1)
    assert result.index == pytest.approx(expected, abs=0.01)
    assert sum(term.points for term in result.terms) == pytest.approx(expected, abs=0.01)


def test_popularity_of_nothing_known_is_unknown_not_zero():
    assert brand_popularity({}).index is None
    assert brand_popularity({"posts": 0}).index == 0

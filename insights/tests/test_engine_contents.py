"""Popularity, growth and days out of the ordinary."""

import random
from datetime import date, timedelta

import pytest

from insights.engine.contents import (
    anomalies,
    content_popularity,
    counts_by_day,
    daily_gains,
    growth_of,
    percentile_of,
)

DAY = date(2026, 1, 1)


def test_popularity_is_the_published_formula():
    found = content_popularity(views=999, likes=99, comments=9, age_days=30)
    assert found.index == pytest.approx(10 * (0.4 * 3 + 0.3 * 2 + 0.2 * 1 + 0.1 / 2))
    assert sum(found.points.values()) == pytest.approx(found.index)


def test_unknown_numbers_add_nothing_and_none_at_all_give_no_index():
    assert content_popularity(views=None, likes=None, comments=None, age_days=1).index is None
    assert content_popularity(views=0, likes=None, comments=None, age_days=None).index == 0
    assert content_popularity(views=10**18, likes=10**18, comments=10**18, age_days=0).index <= 100


def test_percentile_counts_equal_values_half():
    assert percentile_of(2, [1, 2, 3]) == 50
    assert percentile_of(1, [1]) is None


def test_growth_needs_a_value_about_seven_days_old():
    assert growth_of({}) is None
    assert growth_of({DAY: 100, DAY + timedelta(days=3): 500}) is None
    assert growth_of({DAY: 100, DAY + timedelta(days=20): 500}) is None
    growth = growth_of({DAY: 1000, DAY + timedelta(days=8): 1400})
    assert (growth.fraction, growth.gained, growth.days, growth.is_rising) == (0.4, 400, 8, True)


@pytest.mark.parametrize(("before", "after"), [(10, 50), (1_000_000, 1_001_000), (500, 400)])
def test_little_of_little_and_of_much_is_not_rising(before, after):
    assert not growth_of({DAY: before, DAY + timedelta(days=7): after}).is_rising


def test_gains_share_gaps_equally_and_never_fall_below_nothing():
    totals = {DAY: 100, DAY + timedelta(days=2): 160, DAY + timedelta(days=3): 150}
    assert [gain for _day, gain in daily_gains(totals)] == [30, 30, 0]


def test_a_jump_is_found_and_steady_growth_is_not():
    steady = [100 * 1.02**n for n in range(40)]
    assert anomalies(steady) == []
    assert anomalies([*steady, 3000]) == [40]
    assert anomalies([5, 6, 100]) == []


def test_false_alarms_on_noise_are_rare():
    chance = random.Random(7)
    alarms = total = 0
    for _series in range(60):
        values = [chance.lognormvariate(7, 0.2) for _day in range(120)]
        alarms += len(anomalies(values))
        total += len(values)
    assert alarms / total <= 0.0025


def test_days_without_contents_are_counted_as_none():
    days = [DAY, DAY, DAY + timedelta(days=2)]
    assert [count for _day, count in counts_by_day(days, start=DAY, end=DAY + timedelta(days=3))] == [2, 0, 1, 0]

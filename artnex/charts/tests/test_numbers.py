"""Numbers, scales and text widths."""

import pytest
from django.utils import translation

from artnex.charts.numbers import exact, short, tick
from artnex.charts.scale import fit_scale, round_step
from artnex.charts.text import shorten, width_of, wrap


@pytest.mark.parametrize(
    ("value", "unit", "korean", "english"),
    [
        (0, "", "0", "0"),
        (9_999, "", "9,999", "9,999"),
        (12_345, "", "1.23만", "12.3K"),
        (84_000_000, "원", "8,400만원", "84M원"),
        (128_000_000, "₩", "₩1.28억", "₩128M"),
        (-1_280_000_000_000, "$", "−$1.28조", "−$1.28T"),
        (0.12345, "", "0.123", "0.123"),
        (2.5, "%", "2.5%", "2.5%"),
        (1234.5, "km", "1,235 km", "1,235 km"),
        (None, "원", "–", "–"),
        (float("nan"), "", "–", "–"),
    ],
)
def test_short_numbers(value, unit, korean, english):
    with translation.override("ko"):
        assert short(value, unit) == korean
    with translation.override("en"):
        assert short(value, unit) == english


def test_exact_numbers_keep_their_digits():
    assert exact(1_234_567.5, "원") == "1,234,567.5원"
    assert exact(-0.1) == "−0.1"
    assert exact(10) == "10"


def test_ticks_of_one_axis_share_their_unit():
    with translation.override("ko"):
        assert [tick(v, 5_000, 15_000) for v in (0, 5_000, 10_000, 15_000)] == ["0", "0.5만", "1만", "1.5만"]
        assert tick(2_000, 2_000, 10_000) == "2,000"
    with translation.override("en"):
        assert tick(2_500_000, 500_000, 3_000_000, "$") == "$2.5M"


@pytest.mark.parametrize(
    ("span", "count", "step"), [(100, 5, 20), (1, 4, 0.25), (7, 5, 2), (0.003, 3, 0.001), (9, 4, 2.5)]
)
def test_steps_are_round(span, count, step):
    assert round_step(span, count) == pytest.approx(step)


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [
        ([3, 97], 0, 100),
        ([90, 97], 90, 98),
        ([-6, 7], -10, 10),
        ([5, 5], 4.4, 5.6),
        ([0, 0], -1, 1),
        ([], 0, 1),
        ([1e-9], None, None),
        ([1e15, 2e15], None, None),
    ],
)
def test_scale_holds_all_values_between_marks(values, low, high):
    scale = fit_scale(values, start=100, end=0, count=5, from_zero=False)
    if low is not None:
        assert (scale.low, scale.high) == (pytest.approx(low), pytest.approx(high))
    assert all(0 <= scale.at(value) <= 100 for value in values)
    assert 2 <= len(scale.ticks) <= 12


def test_wide_text_is_shortened_and_wrapped():
    long = "산업용 소형 감속기 브랜드 인지도 제고 캠페인"
    assert width_of(long) > 200
    assert shorten("짧은", 100) == "짧은"
    assert shorten(long, 80).endswith("…")
    assert width_of(shorten(long, 80)) <= 80
    rows = wrap(long, 120, 2)
    assert rows[0] == "산업용 소형 감속기"
    assert all(width_of(row) <= 120 for row in rows)
    assert wrap("스마트스토어", 60, 2) == ["스마트", "스토어"]
    assert wrap("a" * 500, 50, 3)[-1].endswith("…")
    assert shorten("가", 2) == "…"

"""Axes become tokens by a function that is pure, monotonic and legible."""

import itertools
import random

import pytest

from brands.engine.colour import contrast, from_hex, to_hex
from brands.engine.dna import (
    AA,
    AXES,
    LINES,
    as_css,
    as_design_tokens,
    axis_error,
    compare_axes,
    compare_tokens,
    tokens_for,
)

MIDDLE = dict.fromkeys(AXES, 0.5)
CORNERS = [dict(zip(AXES, corner, strict=True)) for corner in itertools.product((0.0, 1.0), repeat=5)]
SOME = [{axis: random.Random(f"{n}{axis}").random() for axis in AXES} for n in range(60)]


@pytest.mark.parametrize("token", LINES)
def test_number_token_never_turns_round_while_one_axis_moves(token):
    for axis in AXES:
        values = [float(tokens_for(MIDDLE | {axis: step / 20})[token]) for step in range(21)]
        assert values in (sorted(values), sorted(values, reverse=True)), axis


def test_text_stays_legible_in_every_corner_and_between():
    for axes in CORNERS + SOME:
        tokens = tokens_for(axes)
        pairs = [
            ("color.text", "color.surface"),
            ("color.muted", "color.surface"),
            ("color.primary", "color.surface"),
            ("color.on-primary", "color.primary"),
            ("color.accent", "color.surface"),
            ("color.dark-text", "color.dark-surface"),
            ("color.dark-primary", "color.dark-surface"),
        ]
        for ink, paper in pairs:
            assert contrast(str(tokens[ink]), str(tokens[paper])) >= AA - 0.01, (axes, ink)


def test_every_axis_changes_the_design():
    for axis in AXES:
        assert tokens_for(MIDDLE | {axis: 0.0}) != tokens_for(MIDDLE | {axis: 1.0})


def test_numbers_stay_usable_in_every_corner():
    for axes in CORNERS:
        tokens = tokens_for(axes)
        assert float(tokens["control.height"]) >= 32
        assert float(tokens["type.size"]) >= 14
        assert float(tokens["shadow.opacity"]) >= 0
        assert 300 <= float(tokens["type.heading-weight"]) <= 900


def test_comparison_says_zero_where_equal_and_names_changed_tokens():
    other = MIDDLE | {"energy": 0.75}
    assert compare_axes(MIDDLE, other) == {**dict.fromkeys(AXES, 0.0), "energy": 0.25}
    changed = {row["token"] for row in compare_tokens(tokens_for(MIDDLE), tokens_for(other))}
    assert "motion.duration" in changed
    assert "space.unit" not in changed
    assert compare_tokens(tokens_for(MIDDLE), tokens_for(dict(MIDDLE))) == []


def test_exports_hold_every_token():
    tokens = tokens_for(MIDDLE)
    css, groups = as_css(tokens), as_design_tokens(tokens)
    for token in tokens:
        assert f"--{token.replace('.', '-')}: " in css
        group, name = token.split(".", 1)
        assert "$value" in groups[group][name]
    assert groups["motion"]["duration"] == {"$type": "duration", "$value": {"value": 260, "unit": "ms"}}


def test_axis_out_of_range_is_named():
    assert axis_error("density", 1.2) == "Density must be between 0.0 and 1.0"
    assert axis_error("density", 1.0) is None


@pytest.mark.parametrize("value", ["#000000", "#FFFFFF", "#1F6FEB", "#C2410C", "#808080"])
def test_hex_survives_the_way_through_oklch(value):
    assert to_hex(from_hex(value)) == value

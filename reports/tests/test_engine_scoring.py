"""Scores by hand, and what they do when something is missing."""

from dataclasses import replace

import pytest

from reports.engine.scoring import Item, Sheet, is_straight_line, percentile_of, score

ITEMS = [Item(f"a{n}", "a", reverse=n == 1) for n in range(1, 9)] + [Item(f"b{n}", "b") for n in range(1, 9)]
EVEN = {"a": 1.0, "b": 1.0}


def sheet(a=4, b=2, kind="self", **other):
    answers = {item.id: a if item.area == "a" else b for item in ITEMS}
    answers["a1"] = 6 - a
    return Sheet(answers | other, kind)


def test_an_area_is_its_mean_on_a_scale_to_100():
    scores = score(ITEMS, [sheet(a=4, b=2)], EVEN)
    assert [area.score for area in scores.areas] == [75.0, 25.0]
    assert scores.overall == 50.0
    assert scores.is_self_assessment


def test_reversed_statements_are_turned_round():
    assert score(ITEMS, [sheet(a=5)], EVEN).area("a").item_means["a1"] == 5.0


def test_weights_decide_the_overall_score():
    assert score(ITEMS, [sheet()], {"a": 3.0, "b": 1.0}).overall == pytest.approx(62.5)
    assert score(ITEMS, [sheet()], {"a": 0.0, "b": 1.0}).overall == 25.0


def test_not_applicable_is_left_out():
    given = sheet(a8=None)
    area = score(ITEMS, [given], EVEN).area("a")
    assert (area.score, area.answered, area.applicable) == (75.0, 7, 7)


@pytest.mark.parametrize(("answered", "has_score"), [(8, True), (5, True), (4, False), (0, False)])
def test_too_few_answers_give_no_score_and_leave_the_total(answered, has_score):
    answers = {f"b{n}": 5 for n in range(1, 9)} | {f"a{n}": 3 for n in range(1, answered + 1)}
    scores = score(ITEMS, [Sheet(answers)], EVEN)
    assert (scores.area("a").score is not None) == has_score
    assert scores.area("a").reason == ("" if has_score else "too_few_answers")
    assert scores.overall == (75.0 if has_score else 100.0)


def test_sixty_per_cent_are_needed_of_many_items():
    many = [Item(f"c{n}", "c") for n in range(10)]
    assert score(many, [Sheet({f"c{n}": 3 for n in range(5)})], {"c": 1.0}).overall is None
    assert score(many, [Sheet({f"c{n}": 3 for n in range(6)})], {"c": 1.0}).overall == 50.0


def test_nothing_answered_gives_no_overall_score():
    scores = score(ITEMS, [], EVEN)
    assert (scores.overall, scores.respondents, scores.is_self_assessment) == (None, 0, False)


def test_one_changed_answer_changes_only_its_area():
    before = score(ITEMS, [sheet()], EVEN)
    after = score(ITEMS, [sheet(b3=5)], EVEN)
    assert after.area("a") == before.area("a")
    assert after.area("b").score > before.area("b").score
    changed = {
        key for key in after.area("b").item_means if after.area("b").item_means[key] != before.area("b").item_means[key]
    }
    assert changed == {"b3"}


def test_computing_again_gives_the_same_digits():
    sheets = [sheet(a=3, b4=5), sheet(a=4, b=3, kind="customer"), sheet(a=2, a5=None)]
    assert score(ITEMS, sheets, {"a": 1.7, "b": 0.3}) == score(list(ITEMS), list(sheets), {"a": 1.7, "b": 0.3})


def test_both_views_and_their_gap():
    area = score(ITEMS, [sheet(a=5), sheet(a=3, kind="customer"), sheet(a=4, kind="customer")], EVEN).area("a")
    assert (area.self_score, area.customer_score, area.gap) == (100.0, 62.5, 37.5)
    assert not score(ITEMS, [sheet(), sheet(kind="customer")], EVEN).is_self_assessment


def test_straight_lines_are_flagged():
    straight = Sheet({item.id: 3 for item in ITEMS})
    assert is_straight_line(straight.answers)
    assert not is_straight_line({"a1": 3, "a2": 3})
    assert score(ITEMS, [straight, sheet()], EVEN).straight_liners == 1


def test_alpha_comes_from_thirty_respondents():
    people = [sheet(a=1 + n % 5, b=1 + n % 5, **{f"a{1 + n % 8}": 1 + (n + 1) % 5}) for n in range(30)]
    assert score(ITEMS, people[:29], EVEN).area("a").alpha is None
    area = score(ITEMS, people, EVEN).area("a")
    assert 0 < area.alpha_low < area.alpha < area.alpha_high < 1
    assert area.standard_error > 0


def test_a_percentile_needs_thirty_peers_and_has_an_interval():
    assert percentile_of(50, [40.0] * 29) is None
    share, low, high = percentile_of(50, [float(n) for n in range(20, 80, 2)])
    assert low < share < high
    assert high - low > 30


def test_scores_are_values():
    scores = score(ITEMS, [sheet()], EVEN)
    assert replace(scores) == scores

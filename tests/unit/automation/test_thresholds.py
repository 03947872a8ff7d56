"""The threshold promises what an administrator asked for, and never more answers than that."""

from __future__ import annotations

from math import sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.automation.thresholds import (
    CURVE_POINTS,
    LEAST_CONFIDENT,
    NEEDED,
    NEWEST,
    JudgedExample,
    count_from,
    find_interval,
    find_threshold,
    find_tightened,
    thin,
    trace_curve,
)

# A few confidences only, so that ties are common.
judged = st.builds(JudgedExample, st.sampled_from([n / 20 for n in range(21)]), st.booleans())
likely = st.builds(JudgedExample, st.sampled_from([n / 20 for n in range(21)]), st.just(True))
examples = st.lists(st.one_of(likely, likely, likely, judged), max_size=200)
many = st.lists(st.one_of(likely, likely, likely, judged), min_size=NEEDED, max_size=200)
targets = st.floats(0.5, 0.99)


@given(count=st.integers(1, 2000), data=st.data())
def test_an_interval_holds_the_share_and_solves_wilsons_equation(
    count: int, data: st.DataObject
) -> None:
    right = data.draw(st.integers(0, count))
    low, high = find_interval(right, count)
    assert 0 <= low <= right / count <= high <= 1
    for end in (low, high):
        if 1e-6 < end < 1 - 1e-6:
            gap = abs(right / count - end)
            assert gap == pytest.approx(1.6449 * sqrt(end * (1 - end) / count), abs=1e-6)


@pytest.mark.parametrize("count", [0, NEEDED - 1])
def test_too_few_examples_answer_nothing(count: int) -> None:
    few = [JudgedExample(0.99, right=True)] * count
    assert find_threshold(few, 0.5) is None
    assert find_tightened(few, 0.5, 0.9) is None


def test_fifty_right_ones_are_enough_for_nine_in_ten() -> None:
    found = find_threshold([JudgedExample(0.9, right=True)] * NEEDED, 0.9)
    assert found is not None
    assert (found.threshold, found.covered, found.right) == (0.9, NEEDED, NEEDED)
    assert find_threshold([JudgedExample(0.9, right=True)] * NEEDED, 0.99) is None


@given(examples=many, target=targets)
def test_what_is_found_keeps_the_wish_with_its_lower_end(
    examples: list[JudgedExample], target: float
) -> None:
    found = find_threshold(examples, target)
    if found is not None:
        assert found == count_from(found.threshold, examples)
        assert found.lower >= target
        assert found.precision >= target


@given(examples=many, one=targets, other=targets)
def test_who_asks_for_more_gets_no_lower_threshold(
    examples: list[JudgedExample], one: float, other: float
) -> None:
    modest, strict = (find_threshold(examples, wish) for wish in sorted((one, other)))
    if strict is not None:
        assert modest is not None
        assert modest.threshold <= strict.threshold


@given(examples=many, target=targets, present=st.floats(0, 1))
def test_tightening_never_lowers_and_ends_only_where_the_wish_is_kept(
    examples: list[JudgedExample], target: float, present: float
) -> None:
    found = find_tightened(examples, target, present)
    if found is not None:
        assert found.threshold >= present
        assert found.lower >= target


@given(examples=many, target=targets)
def test_a_threshold_that_holds_stays_as_it_is(
    examples: list[JudgedExample], target: float
) -> None:
    found = find_threshold(examples, target)
    if found is not None:
        assert find_tightened(examples, target, found.threshold) == found


@given(examples=many, target=targets, spoiled=st.data())
def test_an_answer_that_proves_wrong_never_lowers_the_threshold(
    examples: list[JudgedExample], target: float, spoiled: st.DataObject
) -> None:
    place = spoiled.draw(st.integers(0, len(examples) - 1))
    worse = [*examples]
    worse[place] = JudgedExample(examples[place].confidence, right=False)
    before, after = find_threshold(examples, target), find_threshold(worse, target)
    if after is not None:
        assert before is not None
        assert before.threshold <= after.threshold


def test_a_fall_shows_in_the_newest_before_it_shows_in_all() -> None:
    good = [JudgedExample(0.9, right=True)] * 900
    fallen = [JudgedExample(0.9, right=number % 4 != 0) for number in range(NEWEST)]
    assert count_from(0.9, [*fallen, *good]).lower > 0.95
    assert find_threshold(good, 0.95) is not None
    assert find_threshold([*fallen, *good], 0.95) is None


@given(examples=examples)
def test_a_curve_falls_in_confidence_and_grows_in_coverage(examples: list[JudgedExample]) -> None:
    curve = trace_curve(examples)
    thresholds = [point.threshold for point in curve]
    assert thresholds == sorted({example.confidence for example in examples}, reverse=True)
    assert all(point == count_from(point.threshold, examples) for point in curve)
    if curve:
        assert curve[-1].coverage == 1
        kept = thin(curve)
        assert len(kept) <= CURVE_POINTS
        assert kept[-1] == curve[-1]
        assert set(kept) <= set(curve)


def test_sure_answers_do_not_vouch_for_a_few_unsure_ones() -> None:
    sure = [JudgedExample(0.8 + number / 1000, right=True) for number in range(100)]
    unsure = [
        JudgedExample(0.1, right=True),
        JudgedExample(0.2, right=True),
        JudgedExample(0.3, right=False),
    ]
    found = find_threshold([*sure, *unsure], 0.9)
    assert found is not None
    assert found.threshold > 0.8


def test_sure_answers_do_not_vouch_for_many_unsure_ones_that_were_wrong() -> None:
    sure = [JudgedExample(0.9, right=True)] * 400
    unsure = [JudgedExample(0.3, right=number % 2 == 0) for number in range(20)]
    assert count_from(0.3, [*sure, *unsure]).lower > 0.95
    found = find_threshold([*sure, *unsure], 0.95)
    assert found is not None
    assert found.threshold == 0.9


@given(examples=many, target=targets)
def test_as_many_as_tell_something_are_no_surer_than_the_threshold(
    examples: list[JudgedExample], target: float
) -> None:
    found = find_threshold(examples, target)
    if found is not None:
        below = sum(example.confidence <= found.threshold for example in examples)
        assert below >= LEAST_CONFIDENT


def test_a_threshold_is_given_up_when_answers_that_are_no_surer_prove_wrong() -> None:
    sure = [JudgedExample(0.9, right=True)] * 400
    right, wrong = ([JudgedExample(0.6, right=way)] * LEAST_CONFIDENT for way in (True, False))
    assert find_tightened([*right, *sure], 0.9, 0.6) == count_from(0.6, [*right, *sure])
    tightened = find_tightened([*wrong, *sure], 0.9, 0.6)
    assert tightened is not None
    assert tightened.threshold == 0.9

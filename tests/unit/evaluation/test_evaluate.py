from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.contracts.labels import OUT_OF_SCOPE
from workers.contracts.payloads import ScoredLabel
from workers.evaluation.evaluate import (
    CONFUSIONS_KEPT,
    CURVE_POINTS,
    Bin,
    Confusion,
    CurvePoint,
    Evaluation,
    IntentScore,
    evaluate,
)

# What is true, what is told, and how surely.
JUDGED = [
    ("a", "a", 0.9),
    ("a", "a", 0.9),
    ("a", "b", 0.8),
    ("b", "b", 0.7),
    ("b", OUT_OF_SCOPE, 0.6),
    (OUT_OF_SCOPE, OUT_OF_SCOPE, 0.5),
    (OUT_OF_SCOPE, "a", 0.4),
]
Judged = list[tuple[str, str, float]]
LABELS = st.sampled_from(["a", "b", OUT_OF_SCOPE])
ANY_JUDGED = st.lists(
    st.tuples(LABELS, LABELS, st.sampled_from([0.2, 0.5, 0.9999, 1.0])), min_size=1, max_size=150
)


def judge(judged: Judged) -> Evaluation:
    told = [ScoredLabel(label=label, confidence=sure) for _, label, sure in judged]
    return evaluate([truth for truth, _, _ in judged], told)


def test_figures_are_those_of_a_sum_by_hand() -> None:
    found = judge(JUDGED)
    assert found.n == 7
    assert found.accuracy == pytest.approx(4 / 7)
    assert found.macro_f1 == pytest.approx((2 / 3 + 1 / 2 + 1 / 2) / 3)
    # Of five in scope one was taken for another and one refused.
    assert found.in_scope_accuracy == pytest.approx(3 / 5)
    assert found.out_of_scope_recall == pytest.approx(1 / 2)
    assert found.out_of_scope_precision == pytest.approx(1 / 2)
    assert found.ece == pytest.approx((2 * 0.1 + 0.8 + 0.3 + 0.6 + 0.5 + 0.4) / 7)


def test_the_curve_goes_from_the_surest_to_all() -> None:
    points = [
        CurvePoint(0.9, 2 / 7, 1.0),
        CurvePoint(0.8, 3 / 7, 2 / 3),
        CurvePoint(0.7, 4 / 7, 3 / 4),
        CurvePoint(0.6, 5 / 7, 3 / 5),
        CurvePoint(0.5, 6 / 7, 4 / 6),
        CurvePoint(0.4, 1.0, 4 / 7),
    ]
    assert judge(JUDGED).coverage_curve == tuple(points)


def test_each_intent_and_what_it_is_taken_for_is_told() -> None:
    found = judge(JUDGED)
    assert found.per_intent == {
        "a": IntentScore(3, 2 / 3, 2 / 3, 2 / 3),
        "b": IntentScore(2, 1 / 2, 1 / 2, 1 / 2),
        OUT_OF_SCOPE: IntentScore(2, 1 / 2, 1 / 2, 1 / 2),
    }
    assert found.confusions == (
        Confusion("a", "b", 1),
        Confusion("b", OUT_OF_SCOPE, 1),
        Confusion(OUT_OF_SCOPE, "a", 1),
    )
    assert found.pairs[0] == Confusion("a", "a", 2)
    assert sum(pair.count for pair in found.pairs) == 7


def test_bins_of_the_reliability_diagram_hold_texts_of_like_confidence() -> None:
    found = judge([("a", "a", 0.91), ("a", "b", 0.93), ("a", "a", 0.1)])
    low, high = found.reliability
    assert low == Bin(1, 0.1, 1.0)
    assert (high.count, high.accuracy) == (2, 0.5)
    assert high.confidence == pytest.approx(0.92)


def test_where_there_is_nothing_to_divide_there_is_no_figure() -> None:
    in_scope = judge([("a", "a", 0.9)])
    assert in_scope.in_scope_accuracy == 1.0
    assert (in_scope.out_of_scope_recall, in_scope.out_of_scope_precision) == (None, None)
    outside = judge([(OUT_OF_SCOPE, "a", 0.9)])
    assert (outside.in_scope_accuracy, outside.out_of_scope_precision) == (None, None)
    assert outside.out_of_scope_recall == 0.0


def test_an_intent_that_is_told_and_never_true_does_not_count_in_the_mean() -> None:
    found = judge([("a", "a", 0.9), ("a", "never", 0.9)])
    assert list(found.per_intent) == ["a"]
    assert found.macro_f1 == pytest.approx(2 / 3)


def test_only_the_worst_confusions_are_kept() -> None:
    judged = [(f"t{n:02}", "x", 0.5) for n in range(CONFUSIONS_KEPT + 5)] + [("t24", "x", 0.5)]
    found = judge(judged)
    assert len(found.confusions) == CONFUSIONS_KEPT
    assert found.confusions[0] == Confusion("t24", "x", 2)


@given(judged=ANY_JUDGED)
def test_a_point_of_the_curve_counts_every_text_that_is_so_sure(judged: Judged) -> None:
    curve = judge(judged).coverage_curve
    assert len(curve) <= CURVE_POINTS
    assert curve[-1].coverage == 1
    for point in curve:
        kept = [truth == told for truth, told, sure in judged if sure >= point.threshold]
        assert point.coverage == pytest.approx(len(kept) / len(judged))
        assert point.precision == pytest.approx(sum(kept) / len(kept))


@given(judged=ANY_JUDGED)
def test_every_figure_can_be_written_as_json(judged: Judged) -> None:
    found = judge(judged)
    assert json.loads(json.dumps(asdict(found)))["n"] == len(judged)
    for share in (found.accuracy, found.macro_f1, found.ece):
        assert 0 <= share <= 1

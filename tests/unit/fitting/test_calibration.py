import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.fitting.calibration import (
    Classes,
    bin_errors,
    calibrated_loss,
    calibration_error,
    confidence_for,
    fit_temperature,
    log_loss,
)
from workers.models.heads import Floats, softmax


def honest_logits(seed: int, spread: float) -> tuple[Floats, Classes]:
    """Logits whose softmax is exactly how likely each class was to be drawn."""
    generator = np.random.default_rng(seed)
    logits = generator.normal(scale=spread, size=(4_000, 4)).astype(np.float32)
    draws = generator.random((4_000, 1))
    classes = (softmax(logits).cumsum(axis=1) < draws).sum(axis=1).clip(max=3)
    return logits, classes.astype(np.int64)


@pytest.mark.parametrize("factor", [0.25, 1.0, 4.0])
def test_the_temperature_undoes_logits_that_are_too_sure_or_too_modest(factor: float) -> None:
    logits, classes = honest_logits(seed=1, spread=2.0)
    assert fit_temperature(logits * np.float32(factor), classes) == pytest.approx(factor, rel=0.1)


def test_honest_confidence_has_a_small_error_and_boasting_a_large_one() -> None:
    logits, classes = honest_logits(seed=2, spread=2.0)
    assert calibration_error(softmax(logits), classes) < 0.03
    assert calibration_error(softmax(logits * np.float32(10)), classes) > 0.1


def test_one_who_is_always_sure_and_right_half_of_the_time_is_off_by_half() -> None:
    probabilities = np.tile(np.array([1.0, 0.0], dtype=np.float32), (10, 1))
    classes = np.array([0, 1] * 5)
    assert calibration_error(probabilities, classes) == pytest.approx(0.5)


@given(classes=st.lists(st.integers(0, 3), min_size=1))
def test_knowing_nothing_of_four_classes_costs_the_logarithm_of_four(classes: list[int]) -> None:
    probabilities = np.full((len(classes), 4), 0.25, dtype=np.float32)
    assert log_loss(probabilities, np.array(classes)) == pytest.approx(np.log(4))


def test_being_sure_of_the_wrong_class_costs_much_but_not_infinity() -> None:
    assert 20 < log_loss(np.array([[1.0, 0.0]], dtype=np.float32), np.array([1])) < 100


def test_the_loss_under_the_best_temperature_does_not_ask_how_loud_scores_are() -> None:
    logits, classes = honest_logits(seed=3, spread=2.0)
    honest = log_loss(softmax(logits), classes)
    for factor in (0.25, 1.0, 4.0):
        found = calibrated_loss(logits * np.float32(factor), classes)
        assert found == pytest.approx(honest, rel=0.01)


def test_bins_say_how_sure_and_how_right_the_texts_in_them_are() -> None:
    confidence = np.array([0.0, 0.61, 0.65, 1.0, 1.0])
    right = np.array([False, True, False, True, False])
    error, bins = bin_errors(confidence, right)
    assert bins == [(1, 0.0, 0.0), (2, pytest.approx(0.63), 0.5), (2, 1.0, 0.5)]
    assert error == pytest.approx((1 * 0 + 2 * 0.13 + 2 * 0.5) / 5)


JUDGED = st.lists(st.tuples(st.floats(0, 1, width=32), st.booleans()), min_size=1)


@given(judged=JUDGED)
def test_bins_hold_each_text_once_and_the_error_is_a_share(
    judged: list[tuple[float, bool]],
) -> None:
    confidence, right = (np.array(part) for part in zip(*judged, strict=True))
    error, bins = bin_errors(confidence, right)
    assert sum(count for count, _, _ in bins) == len(judged)
    assert 0 <= error <= 1


@given(judged=JUDGED, precision=st.sampled_from([0.5, 0.9, 0.97]))
def test_from_the_sure_confidence_on_so_many_are_right(
    judged: list[tuple[float, bool]], precision: float
) -> None:
    confidence = np.array([sure for sure, _ in judged], dtype=np.float32)
    right = np.array([true for _, true in judged])
    threshold = confidence_for(precision, confidence, right)
    kept = right[confidence >= threshold]
    assert threshold == 1 or kept.mean() >= precision


@pytest.mark.parametrize(
    ("right", "expected"),
    [
        ([True, True, True, True], 0.5),
        ([True, True, True, False], 0.7),
        ([True, False, True, True], 0.9),
        ([False, False, False, False], 1.0),
    ],
)
def test_the_lowest_confidence_that_is_sure_enough_is_taken(
    right: list[bool], expected: float
) -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.5], dtype=np.float32)
    found = confidence_for(0.9, confidence, np.array(right))
    assert found == pytest.approx(expected)

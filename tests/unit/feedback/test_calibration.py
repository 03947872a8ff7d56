import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.feedback.calibration import Classes, calibration_error, fit_temperature, log_loss
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

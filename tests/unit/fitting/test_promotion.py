from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.fitting.held_out import Verdicts
from workers.fitting.promotion import find_fault, find_fault_in_figures, remember_best

Reports = dict[str, dict[str, float | int]]


def judged(right: int, wrong: int, *, first: int = 0) -> Verdicts:
    """So many examples one after the other, those that are right first."""
    return {f"{first + place}": place < right for place in range(right + wrong)}


def intents(right: int, wrong: int, *, first: int = 0) -> dict[str, Verdicts]:
    return {"intent": judged(right, wrong, first=first), "sentiment": judged(80, 20)}


def test_who_tells_as_many_right_may_serve() -> None:
    assert find_fault(intents(900, 100), intents(900, 100)) == ""


@pytest.mark.parametrize("right", [897, 950])
def test_who_is_better_or_a_little_worse_by_chance_may_serve(right: int) -> None:
    assert find_fault(intents(right, 1000 - right), intents(900, 100)) == ""


def test_what_is_worse_is_told_by_its_figures() -> None:
    assert find_fault(intents(880, 120), intents(900, 100)) == (
        "intent: of 1,000 examples that it and the best that served were judged on, "
        "20 are wrong now and 0 right"
    )


def test_new_examples_that_are_hard_speak_against_nobody() -> None:
    hard = judged(10, 90, first=5000)
    assert find_fault({"intent": judged(900, 100) | hard}, intents(900, 100)) == ""


def test_taking_hard_examples_away_hides_nothing() -> None:
    easier = {"intent": judged(870, 30)}
    assert find_fault(easier, intents(900, 100)).startswith("intent: of 900 examples")


def test_where_nothing_served_or_nothing_is_common_anything_may() -> None:
    assert find_fault(intents(1, 999), {}) == ""
    assert find_fault({"intent": judged(1, 999, first=5000)}, intents(900, 100)) == ""


@given(st.lists(st.integers(0, 6), min_size=200, max_size=400))
def test_a_little_worse_each_time_comes_to_an_end(falls: list[int]) -> None:
    """However many trainings each lose a little: all that serve stay near the best of all."""
    best = serving = intents(190, 10)
    for fall in falls:
        right = max(0, sum(serving["intent"].values()) - fall)
        challenger = intents(right, 200 - right)
        if find_fault(challenger, best) == "":
            serving, best = challenger, dict(remember_best(challenger, best))
    assert sum(serving["intent"].values()) >= 190 - 4


def test_what_is_better_is_what_the_next_is_compared_with() -> None:
    better = intents(950, 50)
    assert remember_best(better, intents(900, 100)) == better


def test_what_was_lost_by_chance_stays_to_be_won_back_and_what_is_new_counts() -> None:
    challenger = {"intent": judged(898, 102) | judged(3, 2, first=5000)}
    remembered = remember_best(challenger, intents(900, 100))
    assert remembered == {"intent": judged(900, 100) | judged(3, 2, first=5000)}


def test_examples_that_are_gone_are_forgotten() -> None:
    challenger = {"intent": judged(90, 12)}
    assert remember_best(challenger, intents(900, 100)) == {"intent": judged(102, 0)}


def reports(intent: float, sentiment: float = 0.8, examples: int = 400) -> Reports:
    return {
        "intent": {"accuracy": intent, "examples": examples},
        "sentiment": {"accuracy": sentiment, "examples": examples},
    }


@pytest.mark.parametrize("challenger", [reports(0.9), reports(0.85), reports(0.84)])
def test_beside_a_model_that_kept_no_more_its_figures_count(challenger: Reports) -> None:
    assert find_fault_in_figures(challenger, reports(0.85)) == ""
    assert find_fault_in_figures(reports(0.75), reports(0.85)) == (
        "intent: 75.0% right, of the one that serves 85.0%"
    )
    assert find_fault_in_figures(reports(0.9, sentiment=0.5), reports(0.85)).startswith("sentiment")


def test_figures_of_few_examples_are_doubted_less() -> None:
    assert find_fault_in_figures(reports(0.75, examples=10), reports(0.85)) == ""

from __future__ import annotations

import pytest

from workers.feedback.promotion import find_fault

Reports = dict[str, dict[str, float | int]]


def reports(intent: float, sentiment: float = 0.8, examples: int = 400) -> Reports:
    return {
        "intent": {"accuracy": intent, "examples": examples},
        "sentiment": {"accuracy": sentiment, "examples": examples},
    }


@pytest.mark.parametrize("challenger", [reports(0.9), reports(0.85), reports(0.84)])
def test_what_is_no_worse_but_by_chance_may_serve(
    challenger: Reports,
) -> None:
    assert find_fault(challenger, reports(0.85)) == ""


def test_what_is_worse_is_told_by_its_figures() -> None:
    fault = find_fault(reports(0.75), reports(0.85))
    assert fault == "intent 75.0% right, of the one that serves 85.0%"
    assert find_fault(reports(0.9, sentiment=0.5), reports(0.85)).startswith("sentiment 50.0%")


def test_few_examples_are_doubted_less() -> None:
    assert find_fault(reports(0.75, examples=10), reports(0.85)) == ""


def test_where_nothing_serves_anything_may() -> None:
    assert find_fault(reports(0.1), {}) == ""

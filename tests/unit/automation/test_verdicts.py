from __future__ import annotations

import pytest

from apps.automation.verdicts import Answered, Suggested, judge


@pytest.mark.parametrize(
    ("kept", "answered_otherwise", "right"),
    [
        (1.0, False, True),
        (0.8, False, True),
        (0.79, False, False),
        (0.0, False, False),
        (1.0, True, False),
        (None, True, False),
        (None, False, None),
    ],
)
def test_a_suggestion_is_judged_by_what_the_agent_sent(
    kept: float | None, answered_otherwise: bool, right: bool | None
) -> None:
    assert judge(Suggested(kept, answered_otherwise)) is right


@pytest.mark.parametrize(
    ("came", "right"),
    [
        (Answered("up", came_back=False, stepped_in=False, settled=False), True),
        (Answered(None, came_back=False, stepped_in=False, settled=True), True),
        (Answered(None, came_back=False, stepped_in=False, settled=False), None),
        (Answered("down", came_back=False, stepped_in=False, settled=True), False),
        (Answered("up", came_back=True, stepped_in=False, settled=True), False),
        (Answered("up", came_back=False, stepped_in=True, settled=True), False),
    ],
)
def test_an_answer_is_judged_by_what_the_contact_did(came: Answered, right: bool | None) -> None:
    assert judge(came) is right

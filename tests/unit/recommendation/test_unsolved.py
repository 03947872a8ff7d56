from __future__ import annotations

import pytest

from workers.recommendation.unsolved import says_unsolved


@pytest.mark.parametrize(
    "text",
    [
        "That did not help me at all",
        "that is not what I asked",
        "still broken",
        "No.",
        "nope!",
        "wrong",
        "??",
        "I don’t understand",
        "this makes no sense",
        "can you be more precise?",
        "I know that already",
        "hmm that's no good",
    ],
)
def test_what_says_that_an_answer_did_not_help_is_heard(text: str) -> None:
    assert says_unsolved(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, that helped",
        "Great! And what does delivery cost?",
        "No problem, thank you",
        "Is the wrong voltage a danger?",
        "ok",
        "What time do you open?",
        "Do you know this grinder?",
        "",
    ],
)
def test_what_thanks_or_asks_on_is_not_taken_for_it(text: str) -> None:
    assert not says_unsolved(text)

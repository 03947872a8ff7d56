from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.feedback.labeling import label_value

REPLY = "You can return it within 30 days, and the label is free."
texts = st.lists(st.sampled_from(["the", "parcel", "is", "free", "today"]), max_size=400).map(
    " ".join
)


@pytest.mark.parametrize(
    ("outcome", "value"), [("accepted", 1.0), ("up", 1.0), ("rejected", 0.0), ("down", 0.0)]
)
@given(suggested=texts, sent=texts)
def test_a_plain_word_counts_whatever_the_texts_are(
    outcome: str, value: float, suggested: str, sent: str
) -> None:
    assert label_value(outcome, suggested, sent) == value


@given(suggested=texts, sent=texts)
def test_an_edited_reply_is_worth_something_between_nothing_and_all(
    suggested: str, sent: str
) -> None:
    assert 0 <= label_value("edited", suggested, sent) <= 1


@given(text=texts)
def test_an_edit_that_changes_nothing_is_worth_all(text: str) -> None:
    assert label_value("edited", text, text) == 1.0


def test_the_less_is_kept_the_less_it_was_worth() -> None:
    sent = [
        REPLY,
        "Hello! " + REPLY,
        "You can return it within 14 days, and the label costs 5 euros.",
        "You can return it.",
        "No idea, sorry!",
    ]
    values = [label_value("edited", REPLY, text) for text in sent]
    assert values == sorted(values, reverse=True)
    assert len(set(values)) == len(values)
    assert (values[0], values[-1]) == (1.0, 0.0)


def test_a_word_added_to_a_long_reply_costs_little() -> None:
    long = " ".join([REPLY] * 25)
    assert label_value("edited", long, "Hello! " + long) > 0.99


def test_a_hostile_edit_is_compared_in_no_time() -> None:
    assert label_value("edited", "a " * 4000, "a b " * 2000) == 0.5

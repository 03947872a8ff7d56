from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.recommendation.spelling import LONGEST, spelt_alike


@given(text=st.text(), other=st.text())
def test_likeness_is_mutual_and_a_share(text: str, other: str) -> None:
    assert 0 <= spelt_alike(text, other) == spelt_alike(other, text) <= 1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Where is my parcel?", "where  is my PARCEL"),
        ("Wo ist mein Päckchen?", "wo ist mein päckchen"),
        ("我的包裹在哪里", "我的包裹在哪里？"),
    ],
)
def test_case_space_and_punctuation_make_no_difference(text: str, other: str) -> None:
    assert spelt_alike(text, other) == 1


def test_what_is_misspelt_is_nearer_to_what_was_meant_than_to_anything_else() -> None:
    misspelt = "wher is my parcl, it shoud be heer"
    meant = "Where is my parcel? It should be here."
    assert spelt_alike(misspelt, meant) > 2 * spelt_alike(
        misspelt, "Why was my card charged twice?"
    )


def test_a_text_of_signs_alone_is_like_nothing() -> None:
    assert spelt_alike("?!", "?!") == 0


def test_what_stands_late_in_a_long_text_is_not_compared() -> None:
    asked = "where is my parcel " * LONGEST
    assert spelt_alike(asked, asked + "and my invoice") == 1

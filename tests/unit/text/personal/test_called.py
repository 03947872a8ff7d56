"""People are found wherever they are called by their names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.text.personal.called import find_called


def found(text: str, *names: str) -> list[str]:
    return [text[start:end] for start, end in find_called(text, names)]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("That is done, Declan: it is cancelled.", "Declan Ward", ["Declan"]),
        ("for declan ward and DECLAN", "Declan Ward", ["declan ward", "DECLAN"]),
        ("Tomas’s parcel, not the tomato's", "Tomas", ["Tomas"]),
        ("Mrs de la Cruz lives in la Paz", "Ana de la Cruz", ["Cruz"]),
        ("Anne-Marie wrote, Anne did not", "Anne-Marie Price", ["Anne-Marie"]),
        ("Thank you, Black. The black mug is the Black one.", "Joan Black", ["Black"]),
        ("Ann wrote an annual report", "Ann", ["Ann"]),
        ("write to info@mail.example", "mail@mail.example", []),
        ("Nobody is called here", "", []),
        ("J. is in", "J", []),
    ],
)
def test_people_are_found_by_the_words_of_their_names(
    text: str, name: str, expected: list[str]
) -> None:
    assert found(text, name) == expected


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=3))
def test_spans_are_in_order_and_never_empty(text: str, names: list[str]) -> None:
    position = 0
    for start, end in find_called(text, names):
        assert position <= start < end <= len(text)
        position = end

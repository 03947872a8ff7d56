from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import any_text
from workers.text.several import asks_several, split_several


@pytest.mark.parametrize(
    "text",
    [
        "How long does delivery to Germany take? And how do I return something?",
        "What are your opening hours?Where is my order?",
        "how do i return my grinder and how long does delivery take",
        "How long does delivery to Spain take. I also want to return a kettle.",
        "how long does delivery take\nand also, can I pay with a card",
        "How long does delivery take?\nDo you sell gift cards?",
        "I forgot my password. Also where is my parcel",
        "My parcel is late, and by the way the last invoice was wrong",
        "The grinder arrived broken! One more thing: please change my address",
        "Three quick questions: how fast is delivery, can I pick it up, is PayPal ok?",
    ],
)
def test_each_of_several_questions_wants_an_answer(text: str) -> None:
    assert asks_several(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "How long does delivery take",
        "And how long does delivery take?",
        "I ordered a kettle and would love to know where it is",
        "the knob fell off and is gone, do you also sell a single one?",
        "I am also waiting for an answer. The other one also broke.",
        "Who answers questions about my order?",
        "Hello? How long does delivery take?",
        "Hi! How long does delivery take? Thanks.",
        "Where is it?? It should have come!",
        "Where is it ? ?!",
        "I looked at https://shop.example/?page=2 and www.shop.example/?q=1. Is it there?",
    ],
)
def test_one_question_is_one_however_it_is_marked(text: str) -> None:
    assert not asks_several(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Where is it", []),
        ("Hello? Where is my parcel?", []),
        ("How long is it? And how do I return it?", ["How long is it?", "And how do I return it?"]),
        ("how do i return it and how long is it", ["how do i return it", "and how long is it"]),
        ("I forgot my password. Also where is it", ["I forgot my password.", "Also where is it"]),
        (
            "The grinder is loud. Is that right??\nbtw, do you sell beans? Thanks!",
            ["The grinder is loud. Is that right??", "btw, do you sell beans?"],
        ),
        (
            "Is www.shop.example/?q=1 yours? I also want a kettle",
            ["Is www.shop.example/?q=1 yours?", "I also want a kettle"],
        ),
    ],
)
def test_each_piece_ends_where_the_next_begins(text: str, pieces: list[str]) -> None:
    assert split_several(text) == pieces


@given(
    st.lists(st.sampled_from(["Where is it? ", "and how ", "also i ", "?", "www.a?"]) | any_text)
)
def test_pieces_are_parts_of_the_text_in_its_order(parts: list[str]) -> None:
    text = "".join(parts)
    pieces = split_several(text)
    assert len(pieces) != 1
    assert asks_several(text) or not pieces
    end = 0
    for piece in pieces:
        assert piece
        start = text.index(piece, end)
        end = start + len(piece)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import any_text
from workers.text.typos import dictionary, mend_typos

WORDS = sorted(word for word in dictionary().frequent.words if word.isalpha() and word.isascii())


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("plase stop my pruchase", "please stop my purchase"),
        ("no ponits in my acount", "no points in my account"),
        ("two crads\nWhree is it", "two cards\nwhere is it"),
    ],
)
def test_a_typo_is_corrected(written: str, meant: str) -> None:
    assert mend_typos(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "Please escalate this: the carton of lattes went to a freight forwarder",
        "it wasnt there pls",
        "the IBAN of a GmbH in Tenerife",
        "<ADRESS> shp.example/instalmnets pruchase@shop self-instalmnets",
        "teh",
        "xqzvkj",
        "une livraison à Orléans",
    ],
)
def test_what_is_no_english_slip_stays(text: str) -> None:
    assert mend_typos(text) == text


def test_words_of_customers_and_entities_are_no_typos() -> None:
    assert mend_typos("my sonos speeker", {"sonos"}) == "my sonos speaker"
    assert mend_typos("My sonos speeker", {"my"}, ["sonos"]) == "My sonos speaker"


def test_what_customers_write_is_preferred_and_corrects_their_own_typos() -> None:
    written = {"waranty", "warranty", "sonos", "label"}
    assert mend_typos("waranty of the sonos", examples=written) == "warranty of the sonos"
    assert mend_typos("the labl") == "the lab"
    assert mend_typos("the labl", examples=written) == "the label"


@given(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join))
def test_correct_words_stay(text: str) -> None:
    assert mend_typos(text) == text


@given(st.sampled_from(WORDS), st.data())
def test_a_word_without_one_of_its_letters_becomes_a_word(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(word) - 1))
    written = word[:place] + word[place + 1 :]
    mended = mend_typos(written)
    assert mended in dictionary().words or len(written) < 4


@given(any_text)
def test_what_was_mended_is_mended_for_good(text: str) -> None:
    once = mend_typos(text)
    assert mend_typos(once) == once

from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.text.strategies import HOSTILE, any_text
from workers.text.normalization import MAX_EXPANSION, normalize


@pytest.mark.parametrize(
    ("stored", "clean"),
    [
        ("ＦＬ－１０４３２", "FL-10432"),
        ("ﬁnd the oﬃce", "find the office"),
        ("“don’t” – never…", '"don\'t" - never...'),
        ("so\u200brry\ufeff \u202eabc\u202c", "sorry abc"),
        ("a\x00b\x07c", "abc"),
        ("12\u00a0€\tto\u2003pay", "12 € to pay"),
        ("cafe\u0301", "café"),
        ("ｶﾞｷﾞ", "ガギ"),
        ("𝐇𝐞𝐥𝐩", "Help"),
        ("one\r\n\r\ntwo \n three", "one\ntwo\nthree"),
        ("\n" * 7000, ""),
        ("hi" + "\n" * 7000 + "there", "hi\nthere"),
        ("lone \ud83d surrogate", "lone \ufffd surrogate"),
        ("❤️", "❤"),
        ("שלום\u200f עולם", "שלום עולם"),
        ("", ""),
        (" \t ", ""),
    ],
)
def test_a_text_is_folded_to_what_patterns_and_models_expect(stored: str, clean: str) -> None:
    assert normalize(stored).text == clean


@pytest.mark.parametrize(
    "text", ["10²", "2½", "Firstline™", "Straße", "İstanbul", "naïve", "ﷺ", "(all) its 'own' #1!"]
)
def test_what_would_change_its_meaning_stays(text: str) -> None:
    assert normalize(text).text == text


def test_a_span_of_the_clean_text_slices_the_stored_one() -> None:
    stored = "  ＦＬ－１０４３２\u200b  is   late…"
    aligned = normalize(stored)

    start = aligned.text.index("FL-10432")
    late = aligned.text.index("late")

    assert stored[slice(*aligned.to_stored(start, start + 8))] == "ＦＬ－１０４３２"
    assert stored[slice(*aligned.to_stored(late, late + 7))] == "late…"


@given(any_text)
def test_any_text_folds_to_clean_text_that_can_be_encoded(stored: str) -> None:
    clean = normalize(stored).text

    clean.encode()
    assert clean == clean.strip()
    assert not any(run in clean for run in ("  ", "\n\n", " \n", "\n ", "\u200b", "\x00", "\t"))


@given(any_text)
def test_folding_twice_changes_nothing_more(stored: str) -> None:
    clean = normalize(stored).text

    again = normalize(clean)

    assert again.text == clean
    assert len(again.segments) <= 1


@given(any_text)
def test_every_clean_character_stands_for_some_of_the_stored_text(stored: str) -> None:
    aligned = normalize(stored)
    spans = [aligned.to_stored(i, i + 1) for i in range(len(aligned.text))]

    assert spans == sorted(spans)
    assert all(stored[start:end] for start, end in spans)


@pytest.mark.parametrize("stored", HOSTILE, ids=lambda text: ascii(text[:4]))
def test_eight_thousand_hostile_characters_stay_bounded(stored: str) -> None:
    aligned = normalize(stored)

    assert len(aligned.text) <= MAX_EXPANSION * len(stored)
    assert len(aligned.segments) <= len(stored)

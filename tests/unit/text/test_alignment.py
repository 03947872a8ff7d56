from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import any_text
from workers.text.alignment import AlignedText, Replacement


@st.composite
def rewrites(draw: st.DrawFn, text: str) -> list[Replacement]:
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [Replacement(start, end, draw(st.text("XYZ", max_size=5))) for start, end in spans]


@st.composite
def rewritten_texts(draw: st.DrawFn) -> tuple[str, AlignedText]:
    stored = draw(any_text)
    aligned = AlignedText.of(stored)
    for _ in range(draw(st.integers(0, 3))):
        aligned = aligned.replace(draw(rewrites(aligned.text)))
    return stored, aligned


def test_a_text_starts_out_as_itself() -> None:
    aligned = AlignedText.of("hello")

    assert aligned.to_stored(1, 3) == (1, 3)
    assert len(aligned.segments) == 1


def test_a_placeholder_maps_to_all_that_it_stands_for() -> None:
    aligned = AlignedText.of("to bob@example.com now").replace([Replacement(3, 18, "<EMAIL>")])

    assert aligned.text == "to <EMAIL> now"
    assert aligned.to_stored(3, 10) == (3, 18)
    assert aligned.to_stored(5, 7) == (3, 18)
    assert aligned.to_stored(11, 14) == (19, 22)


def test_a_placeholder_of_the_same_length_is_still_one_whole() -> None:
    aligned = AlignedText.of("to a@bc.de now").replace([Replacement(3, 10, "<EMAIL>")])

    spans = {aligned.to_stored(start, start + 1) for start in range(3, 10)}

    assert spans == {(3, 10)}


def test_a_removed_span_belongs_to_nobody() -> None:
    aligned = AlignedText.of("so\u200brry").replace([Replacement(2, 3, "")])

    assert aligned.text == "sorry"
    assert aligned.to_stored(2, 5) == (3, 6)
    assert aligned.to_stored(0, 5) == (0, 6)


def test_letters_that_change_in_place_stay_in_one_segment() -> None:
    aligned = AlignedText.of("don’t").replace([Replacement(3, 4, "'")])

    assert len(aligned.segments) == 1


def test_a_second_rewrite_still_knows_the_stored_text() -> None:
    stored = "a  b  c@d.org"

    once = AlignedText.of(stored).replace([Replacement(1, 3, " "), Replacement(4, 6, " ")])
    twice = once.replace([Replacement(4, 11, "<EMAIL>")])

    assert twice.text == "a b <EMAIL>"
    assert stored[slice(*twice.to_stored(4, 11))] == "c@d.org"


def test_nothing_to_replace_gives_the_same_text_back() -> None:
    aligned = AlignedText.of("as it is")

    assert aligned.replace([]) is aligned


@pytest.mark.parametrize(("start", "end"), [(0, 0), (-1, 2), (3, 9), (4, 2)])
def test_a_span_outside_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="No span"):
        AlignedText.of("short").to_stored(start, end)


def test_overlapping_replacements_are_refused() -> None:
    with pytest.raises(ValueError, match="overlaps"):
        AlignedText.of("overlap").replace([Replacement(0, 3, "x"), Replacement(2, 5, "y")])


@given(rewritten_texts())
def test_segments_cover_the_clean_text_and_keep_its_order(pair: tuple[str, AlignedText]) -> None:
    stored, aligned = pair
    ends = [0, *(segment.clean_end for segment in aligned.segments)]

    assert [segment.clean_start for segment in aligned.segments] == ends[:-1]
    assert ends[-1] == len(aligned.text)
    starts = [segment.stored_start for segment in aligned.segments]
    assert starts == sorted(starts)
    assert all(0 <= s.stored_start < s.stored_end <= len(stored) for s in aligned.segments)


@given(rewritten_texts())
def test_what_was_never_rewritten_agrees_character_by_character(
    pair: tuple[str, AlignedText],
) -> None:
    stored, aligned = pair
    for position, character in enumerate(aligned.text):
        start, end = aligned.to_stored(position, position + 1)
        assert 0 <= start < end <= len(stored)
        if character not in "XYZ":
            assert stored[start:end] == character


@given(rewritten_texts(), st.data())
def test_a_longer_span_holds_the_spans_of_its_parts(
    pair: tuple[str, AlignedText], data: st.DataObject
) -> None:
    _, aligned = pair
    if len(aligned.text) < 2:
        return
    start = data.draw(st.integers(0, len(aligned.text) - 2))
    middle = data.draw(st.integers(start + 1, len(aligned.text) - 1))
    first, last = aligned.to_stored(start, middle), aligned.to_stored(middle, len(aligned.text))

    assert aligned.to_stored(start, len(aligned.text)) == (first[0], last[1])

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workers.recommendation.words import (
    ALWAYS,
    MOST_PASSAGES,
    MOST_WORDS,
    choose_words,
    searchable,
)
from workers.records.knowledge import Frequencies

words = st.lists(st.text("abcdef", min_size=1, max_size=8), unique=True, max_size=20)
counts = st.dictionaries(st.text("abcdef", min_size=1, max_size=8), st.floats(1, 100_000))


@given(lexemes=words, known=counts)
def test_no_word_that_was_left_out_is_rarer_than_one_that_is_searched_for(
    lexemes: list[str], known: dict[str, float]
) -> None:
    frequencies = Frequencies(1_000_000, known)
    chosen = choose_words(lexemes, frequencies)
    weights = [word.weight for word in chosen]
    assert len(chosen) <= MOST_WORDS
    assert weights == sorted(weights, reverse=True)
    rest = set(lexemes) - {word.lexeme for word in chosen}
    rarest = min((known.get(word, frequencies.rarest / 2) for word in rest), default=None)
    if rarest is not None and chosen:
        assert rarest >= max(known.get(w.lexeme, frequencies.rarest / 2) for w in chosen)


def test_a_word_that_is_nearly_everywhere_is_not_looked_up() -> None:
    known = Frequencies(1_000_000, {"order": MOST_PASSAGES + 1.0, "carafe": 12.0})
    assert [word.lexeme for word in choose_words(["order", "carafe"], known)] == ["carafe"]
    assert choose_words(["order"], known) == []


def test_common_words_are_afforded_only_as_far_as_their_passages() -> None:
    known = Frequencies(1_000_000, dict.fromkeys("abcdef", 1500.0))
    assert len(choose_words(list("abcdef"), known)) == ALWAYS


def test_before_anybody_has_counted_the_longest_words_are_searched_for() -> None:
    lexemes = ["a", "bb", "ccc", "dddd", "eeeee", "ffffff", "ggggggg"]
    chosen = [word.lexeme for word in choose_words(lexemes, Frequencies())]
    assert chosen == sorted(lexemes, key=len, reverse=True)[:MOST_WORDS]


def test_what_stands_in_the_place_of_personal_data_is_not_searched_for() -> None:
    assert searchable("mail <EMAIL> about the kettle") == "mail   about the kettle"

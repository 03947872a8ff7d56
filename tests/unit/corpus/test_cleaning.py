"""What the workspace keeps of training data: no personal data, and words where they are said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.contracts.rows import LONGEST_EXAMPLE
from workers.corpus.cleaning import clean_corpus
from workers.corpus.markup import parse_markup
from workers.corpus.records import (
    Annotation,
    Corpus,
    CorpusError,
    CorpusExample,
    EntityPattern,
    LookupValue,
    Place,
)

words = st.sampled_from(
    [
        "kettle",
        "jo@mail.example",
        "4111 1111 1111 1111",
        "“mug”",
        "ﬁne",
        "e\u0301",
        "\u200b",
        "Oslo",
    ]
)
spaces = st.sampled_from([" ", "  ", "\n", "\t ", "\u2028"])


@st.composite
def examples(draw: st.DrawFn) -> CorpusExample:
    pieces = draw(st.lists(st.tuples(words, spaces), min_size=1, max_size=6))
    text = "see " + "".join(word + space for word, space in pieces)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return CorpusExample(text, "a", (Annotation(start=start, end=end, label="thing"),))


def example_of(marked: str, label: str = "a") -> CorpusExample:
    text, entities = parse_markup(marked)
    return CorpusExample(text, label, entities)


def clean(*examples: CorpusExample) -> tuple[CorpusExample, ...]:
    return clean_corpus(Corpus(examples)).corpus.examples


@given(examples())
def test_an_annotation_marks_the_same_words_as_before_or_is_lost(example: CorpusExample) -> None:
    (cleaned,) = clean(example)
    assert "jo@mail.example" not in cleaned.text
    assert "1111" not in cleaned.text
    assert cleaned.text == " ".join(cleaned.text.split())
    (before,) = example.entities
    for after in cleaned.entities:
        marked = cleaned.text[after.start : after.end]
        assert marked.split() == example.text[before.start : before.end].split()


@given(examples())
def test_what_is_clean_stays_as_it_is(example: CorpusExample) -> None:
    cleaned = clean(example)
    assert clean(*cleaned) == cleaned


def test_an_annotation_of_words_beside_personal_data_survives() -> None:
    (cleaned,) = clean(example_of("jo@mail.example  wants [the   kettle](product) today"))
    (entity,) = cleaned.entities
    assert cleaned.text == "<EMAIL> wants the kettle today"
    assert cleaned.text[entity.start : entity.end] == "the kettle"


def test_an_annotation_of_personal_data_is_left_out_and_counted() -> None:
    cleaned = clean_corpus(Corpus((example_of("to [jo@mail.example](email) and [me](who)"),)))
    assert [entity.label for entity in cleaned.corpus.examples[0].entities] == ["who"]
    assert cleaned.lost == 1


def test_a_value_holds_no_personal_data_either() -> None:
    (cleaned,) = clean(example_of("to [me](who:jo@mail.example)"))
    assert cleaned.entities[0].value == "<EMAIL>"


def test_what_the_corpus_itself_names_is_no_card_and_no_phone() -> None:
    example = example_of("order [4111 1111 1111 1111](order_number) and 4242 4242 4242 4242")
    pattern = EntityPattern("order_number", r"4111[ \d]+1111\b")
    (cleaned,) = clean_corpus(Corpus((example,), patterns=(pattern,))).corpus.examples
    assert cleaned.text == "order 4111 1111 1111 1111 and <CARD>"
    assert cleaned.entities == example.entities


def test_texts_that_differ_in_personal_data_alone_teach_once() -> None:
    given = Corpus(
        (example_of("ask jo@mail.example"), example_of("ask al@mail.example", "b")),
        lookups=(LookupValue("product", "kettle"),),
    )
    cleaned = clean_corpus(given)
    assert cleaned.corpus == replace(given, examples=(example_of("ask <EMAIL>"),))
    assert cleaned.contradicting == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("x" * (LONGEST_EXAMPLE + 1), "cut it to 500"), ("\u200b", "nothing that can be seen")],
)
def test_what_the_desk_would_refuse_is_refused_with_its_line(text: str, said: str) -> None:
    example = CorpusExample(text, "a", place=Place(Path("rows.csv"), 7))
    with pytest.raises(CorpusError, match=f"rows.csv, line 7: .*{said}"):
        clean(example)

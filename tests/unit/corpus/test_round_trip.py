"""What is written as nlu.yml is read again as it was."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from workers.corpus.nlu_reading import read_nlu
from workers.corpus.nlu_writing import find_unsayable, write_nlu
from workers.corpus.records import (
    Annotation,
    Corpus,
    CorpusExample,
    EntityPattern,
    LookupValue,
    Synonym,
)

PATH = Path("nlu.yml")

any_text = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=40
).filter(lambda text: bool(text.strip()))
# Signs that mean something in YAML, in a block's lines or in an annotation.
tricky_text = st.text("ab -#:'\"|>&*!%@`{}[]()\\,?~é😀\n\t\u2028", min_size=1, max_size=30).filter(
    lambda text: bool(text.strip())
)
# None of these opens an annotation, and white space has no meaning at the ends of a line.
plain_text = st.text("ab -#:'\"|>&*!%@`{}()\\,?~é😀\n\u2028\x07", min_size=1, max_size=30).filter(
    lambda text: text == text.strip() != ""
)
texts = any_text | tricky_text | plain_text
names = texts.map(lambda text: " ".join(text.split()))


@st.composite
def entities_of(draw: st.DrawFn, text: str) -> Annotation:
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    given = {key: draw(st.none() | names) for key in ("value", "role", "group")}
    return Annotation(start=start, end=end, label=draw(names), **given)


@st.composite
def examples(draw: st.DrawFn) -> CorpusExample:
    text = draw(texts)
    entities = draw(st.lists(entities_of(text), max_size=2))
    in_order = tuple(sorted(entities, key=lambda entity: entity.start))
    return CorpusExample(text, draw(names.filter(lambda name: name != "oos")), in_order)


corpora = st.builds(
    Corpus,
    st.lists(examples(), max_size=4).map(tuple),
    st.lists(st.builds(EntityPattern, names, st.sampled_from([r"\d+", "a|b", "#x", "- y"]))).map(
        tuple
    ),
    st.lists(st.builds(LookupValue, names, texts), max_size=3).map(tuple),
    st.lists(st.builds(Synonym, texts, texts), max_size=3).map(tuple),
)


def parts(corpus: Corpus, left_out: Corpus) -> list[Counter[object]]:
    """What a corpus says in whatever order, each example once."""
    return [
        Counter(row for row in corpus.distinct_examples() if key(row) not in keys(left_out)),
        Counter(row for row in corpus.patterns if row not in left_out.patterns),
        Counter(row for row in corpus.lookups if row not in left_out.lookups),
        Counter(row for row in corpus.synonyms if row not in left_out.synonyms),
    ]


def key(row: CorpusExample) -> tuple[str, str]:
    return row.text, row.label


def keys(corpus: Corpus) -> set[tuple[str, str]]:
    return set(map(key, corpus.examples))


@given(corpora)
@example(Corpus((CorpusExample("[a](b", "x"), CorpusExample("see [1](a)", "x"))))
@example(Corpus(lookups=(LookupValue("city", "names.txt"),)))
@example(Corpus(lookups=(LookupValue("city", "names.txt\t"),)))
def test_everything_that_can_be_said_is_read_again(corpus: Corpus) -> None:
    unsayable = find_unsayable(corpus)
    read = read_nlu(PATH, write_nlu(corpus))
    # A text is said even where its annotations cannot be.
    spoiled = Corpus(unsayable.examples)
    assert parts(read, spoiled) == parts(corpus, unsayable)


@given(plain_text, names)
def test_any_text_without_square_brackets_can_be_said(text: str, label: str) -> None:
    assert find_unsayable(Corpus((CorpusExample(text, label),))) == Corpus()


@given(st.data())
def test_an_entity_of_any_attributes_can_be_said_of_plain_words(data: st.DataObject) -> None:
    text = data.draw(plain_text)
    entity = data.draw(entities_of(text))
    corpus = Corpus((CorpusExample(text, "x", (entity,)),))
    assert find_unsayable(corpus) == Corpus()
    assert read_nlu(PATH, write_nlu(corpus)) == corpus


@given(st.data())
def test_words_may_be_several_entities(data: st.DataObject) -> None:
    text = data.draw(plain_text)
    first = data.draw(entities_of(text))
    others = data.draw(st.lists(entities_of(text), min_size=1, max_size=2))
    span = {"start": first.start, "end": first.end}
    entities = (first, *(other.model_copy(update=span) for other in others))
    corpus = Corpus((CorpusExample(text, "x", entities),))
    assert find_unsayable(corpus) == Corpus()
    assert read_nlu(PATH, write_nlu(corpus)) == corpus


def test_a_text_is_kept_where_its_annotation_cannot_be_said() -> None:
    entity = Annotation(start=0, end=3, label="key")
    corpus = Corpus((CorpusExample("a]b", "x", (entity,)),))
    assert find_unsayable(corpus) == corpus
    assert read_nlu(PATH, write_nlu(corpus)).examples == (CorpusExample("a]b", "x"),)


def test_nothing_at_all_is_a_file_of_nothing() -> None:
    assert read_nlu(PATH, write_nlu(Corpus())) == Corpus()

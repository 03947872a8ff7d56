from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.models.terms import (
    SparseRows,
    TermLookup,
    Vocabulary,
    find_terms,
    learn_vocabulary,
    load_vocabulary,
)

WORDS = st.lists(st.sampled_from(["late", "parcel", "refund", "Ärger", "?", "🙂"]), max_size=6)
TEXTS = st.text(max_size=20) | st.builds(" ".join, WORDS)
CORPORA = st.lists(TEXTS, max_size=8)


def test_words_marks_and_pairs_of_neighbours_are_terms() -> None:
    assert find_terms("Is it LATE? 🙂") == [
        *("is", "it", "late", "?", "🙂"),
        *("is it", "it late", "late ?", "? 🙂"),
    ]
    assert find_terms("") == find_terms(" \n") == []


def test_what_only_one_text_says_is_not_learnt() -> None:
    vocabulary = learn_vocabulary(["ask Eleanor Eleanor", "ask me", "why"])
    assert vocabulary.terms == ("ask",)


def test_rarer_terms_weigh_more() -> None:
    vocabulary = learn_vocabulary(["my parcel", "my refund", "my refund", "my parcel", "my parcel"])
    rarity = dict(zip(vocabulary.terms, vocabulary.rarity, strict=True))
    assert rarity["refund"] > rarity["parcel"] > rarity["my"] == 1
    assert rarity["refund"] == pytest.approx(np.log(6 / 3) + 1, abs=1e-4)


def test_a_term_that_is_said_twice_counts_more_than_once_and_less_than_twice() -> None:
    vocabulary = Vocabulary(("late", "parcel"), (1.0, 1.0))
    rows = vocabulary.weigh([find_terms("late late parcel")])
    weights = dict(zip(rows.ids[0].tolist(), rows.weights[0].tolist(), strict=True))
    assert weights[0] / weights[1] == pytest.approx(1 + np.log(2), rel=1e-5)


@given(corpus=CORPORA, texts=CORPORA)
def test_weights_have_length_one_or_are_none(corpus: list[str], texts: list[str]) -> None:
    vocabulary = learn_vocabulary(corpus)
    rows = vocabulary.weigh([find_terms(text) for text in texts])
    assert rows.ids.shape == rows.weights.shape == (len(texts), rows.ids.shape[1])
    assert rows.ids.dtype == np.int64
    assert rows.weights.dtype == np.float32
    assert (rows.ids >= 0).all()
    assert (rows.ids < max(1, len(vocabulary.terms))).all()
    for text, length in zip(texts, np.linalg.norm(rows.weights, axis=1), strict=True):
        knows_some = not set(vocabulary.terms).isdisjoint(find_terms(text))
        assert length == pytest.approx(float(knows_some), abs=1e-5)


@given(corpus=CORPORA, text=TEXTS, others=CORPORA)
def test_a_text_weighs_the_same_whoever_stands_beside_it(
    corpus: list[str], text: str, others: list[str]
) -> None:
    vocabulary = learn_vocabulary(corpus)
    texts = [find_terms(each) for each in (*others, text)]
    alone, among = vocabulary.weigh(texts[-1:]), vocabulary.weigh(texts)
    width = alone.ids.shape[1]
    assert among.ids[-1, :width].tolist() == alone.ids[0].tolist()
    assert among.weights[-1, :width].tolist() == alone.weights[0].tolist()
    assert not among.weights[-1, width:].any()


@given(corpora=st.tuples(CORPORA, CORPORA), texts=CORPORA)
def test_what_is_looked_up_for_several_vocabularies_weighs_as_by_each_alone(
    corpora: tuple[list[str], list[str]], texts: list[str]
) -> None:
    vocabularies = [learn_vocabulary(corpus) for corpus in corpora]
    terms = [find_terms(text) for text in texts]
    for known, rows in zip(vocabularies, TermLookup(vocabularies).weigh(terms), strict=True):
        alone = known.weigh(terms)
        for row in range(len(texts)):
            assert _by_id(rows, row) == pytest.approx(_by_id(alone, row), abs=1e-6)


def _by_id(rows: SparseRows, row: int) -> dict[int, float]:
    """The weights above 0."""
    weights = zip(rows.ids[row].tolist(), rows.weights[row].tolist(), strict=True)
    return {id_: weight for id_, weight in weights if weight}


@given(text=TEXTS)
def test_unknown_terms_say_nothing(text: str) -> None:
    for vocabulary in (Vocabulary(), Vocabulary(("warranty",), (1.5,))):
        assert not vocabulary.weigh([find_terms(text)]).weights.any()


@given(corpus=CORPORA)
def test_a_vocabulary_comes_back_from_disk_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, corpus: list[str]
) -> None:
    path = tmp_path_factory.mktemp("terms") / "vocabulary.json"
    vocabulary = learn_vocabulary(corpus)
    vocabulary.save(path)
    assert load_vocabulary(path) == vocabulary
    written = path.read_bytes()
    learn_vocabulary(reversed(corpus)).save(path)
    assert path.read_bytes() == written


@pytest.mark.parametrize("content", ["", "[", "{}", '{"terms": []}'])
def test_what_is_no_vocabulary_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "vocabulary.json").write_text(content)
    with pytest.raises((ValueError, KeyError)):
        load_vocabulary(tmp_path / "vocabulary.json")

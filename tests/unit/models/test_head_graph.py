"""A head's graph against the same formula by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from onnx import checker

from tests.unit.models.small_heads import (
    WORDS,
    graph_bytes,
    make_features,
    make_head,
    make_parts,
    probabilities_by_hand,
    without_terms,
)
from workers.models.features import EMBEDDING, MANNER, TOPIC
from workers.models.head_graph import head_model
from workers.models.terms import Vocabulary, find_terms

# How far whole numbers in the products may move a probability.
WHOLE_NUMBERS = 0.03
LABELS = ("delivery", "refund", "thanks")
TEXTS = ["my parcel is late", "", "late late parcel, refund!", "nothing that is known", "refund"]
TERMS = [find_terms(text) for text in TEXTS]


@pytest.mark.parametrize("blocks", [EMBEDDING, TOPIC, MANNER])
@pytest.mark.parametrize("count", [1, len(TERMS)])
def test_the_graph_agrees_with_its_formula(
    tmp_path: Path, blocks: tuple[int, ...], count: int
) -> None:
    parts = make_parts(len(LABELS), blocks=blocks)
    features, texts = make_features(count), TERMS[:count]
    head = make_head(tmp_path, LABELS, parts, WORDS)
    expected = probabilities_by_hand(parts, features, WORDS.weigh(texts))
    np.testing.assert_allclose(head.predict(features, texts), expected, atol=WHOLE_NUMBERS)


@pytest.mark.parametrize("count", [1, len(TERMS)])
def test_without_terms_only_the_bias_of_words_remains(tmp_path: Path, count: int) -> None:
    parts, nothing = without_terms(make_parts(len(LABELS))), Vocabulary()
    features, texts = make_features(count), TERMS[:count]
    head = make_head(tmp_path, LABELS, parts, nothing)
    expected = probabilities_by_hand(parts, features, nothing.weigh(texts))
    np.testing.assert_allclose(head.predict(features, texts), expected, atol=WHOLE_NUMBERS)


def test_what_is_the_mean_and_what_is_an_example_are_judged_too(tmp_path: Path) -> None:
    parts = make_parts(len(LABELS), blocks=EMBEDDING)
    features, texts = make_features(2), TERMS[:2]
    projection = replace(parts.kernel.projection, means=features[:1, :384])
    examples = np.tile(projection.apply(features[1:]), (5, 1))
    parts = replace(parts, kernel=replace(parts.kernel, projection=projection, examples=examples))
    head = make_head(tmp_path, LABELS, parts, WORDS)
    expected = probabilities_by_hand(parts, features, WORDS.weigh(texts))
    np.testing.assert_allclose(head.predict(features, texts), expected, atol=WHOLE_NUMBERS)


def test_a_text_is_judged_alike_alone_and_among_others(tmp_path: Path) -> None:
    head = make_head(tmp_path, LABELS, make_parts(len(LABELS)), WORDS)
    features = make_features(len(TERMS))
    together = head.predict(features, TERMS)
    for row, terms in enumerate(TERMS):
        alone = head.predict(features[row : row + 1], [terms])
        np.testing.assert_allclose(alone[0], together[row], atol=1e-6)


def test_a_word_moves_the_probabilities(tmp_path: Path) -> None:
    head = make_head(tmp_path, LABELS, make_parts(len(LABELS)), WORDS)
    with_word, without = head.predict(np.tile(make_features(1), (2, 1)), [["refund"], ["hello"]])
    assert np.abs(with_word - without).max() > 0.05


def test_the_same_parts_give_the_same_bytes_and_others_do_not() -> None:
    assert graph_bytes(make_parts(3, seed=4)) == graph_bytes(make_parts(3, seed=4))
    assert graph_bytes(make_parts(3, seed=4)) != graph_bytes(make_parts(3, seed=5))


def test_the_graph_is_what_the_format_allows() -> None:
    checker.check_model(head_model(make_parts(3)), full_check=True)

"""Heads: from features to calibrated probabilities, one small ONNX graph each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from workers.models.encoder_folder import DIMENSIONS
from workers.models.features import BLOCKS, EMPTY, WIDTH
from workers.models.session import BrokenGraphError, Provider, Session
from workers.models.terms import SparseRows, Terms, Vocabulary, load_vocabulary

Floats = NDArray[np.float32]


class BrokenHeadError(ValueError):
    """A file does not hold a head."""


@dataclass(frozen=True, eq=False)
class Head:
    """`labels`: in the order of the probabilities."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    session: Session

    def predict(self, features: Floats, texts: Sequence[Terms]) -> Floats:
        """Features (n, 3072) and their n texts → probabilities (n, classes)."""
        return self.judge(features, self.vocabulary.weigh(texts))

    def judge(self, features: Floats, terms: SparseRows) -> Floats:
        """The same with terms that its vocabulary has weighed already."""
        if not len(features):
            return np.zeros((0, len(self.labels)), dtype=np.float32)
        return self.session.run(
            {"features": features, "term_ids": terms.ids, "term_weights": terms.weights}
        )


def load_head(graph: Path, vocabulary: Path, labels: tuple[str, ...]) -> Head:
    """Load a head. Heads are small: they run on the CPU, whatever the encoder runs on.

    Raises BrokenHeadError when a file does not hold a head with so many labels.
    """
    try:
        session = Session(graph, Provider.CPU)
        terms = load_vocabulary(vocabulary)
    except (BrokenGraphError, OSError, ValueError, KeyError, TypeError) as error:
        raise BrokenHeadError(f"{graph.name} or {vocabulary.name} cannot be read") from error
    if session.output_width != len(labels):
        raise BrokenHeadError(f"{graph.name} does not tell {len(labels)} labels apart")
    head = Head(labels, terms, session)
    if _reads_what_is_empty(head):
        raise BrokenHeadError(f"{graph.name} reads features of the encoder that are no longer made")
    return head


def _reads_what_is_empty(head: Head) -> bool:
    """Whether a head of an early release reads a block that is EMPTY now, and would be wrong."""
    features = np.ones((2, len(BLOCKS), DIMENSIONS), dtype=np.float32)
    features[1, [block == EMPTY for block in BLOCKS]] = -1.0
    with_ones, with_others = head.predict(features.reshape(2, WIDTH), [[], []])
    return not np.allclose(with_ones, with_others, atol=1e-6)


def softmax(logits: Floats) -> Floats:
    """Probabilities of each row, safe for large logits."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)

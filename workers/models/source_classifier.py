"""Predicts which article, and which macro, answers a question, from answers to earlier questions.

For each of the two kinds it is a multinomial logistic regression on the question's embedding.
Unlike a count of the nearest past questions, it learns in which directions of the embedding
questions with different answers differ.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

SOURCES_FILE = "sources.npz"
KINDS = ("article", "reply")
# The lowest log-odds: a source is not ruled out, however unlike its earlier questions this one is.
LEAST = -3.0

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class SourceWeights:
    """The regression of one kind. `ids`: its classes, the sources.

    `weights`: float32 (len(ids), 385), with the bias in the last column.
    """

    ids: Sequence[UUID]
    weights: Floats

    def log_odds(self, vectors: Floats) -> Floats:
        """The log-odds of each source against chance for each vector, (len(vectors), len(ids)).

        0 means as likely as the average source.
        """
        # Not a matrix product, for which BLAS starts threads that spin longer than this takes.
        logits = np.einsum("ij,kj->ik", vectors, self.weights[:, :-1]) + self.weights[:, -1]
        logits -= logits.max(axis=1, keepdims=True)
        log_means = np.log(np.exp(logits).mean(axis=1, keepdims=True))
        odds: Floats = np.maximum(logits - log_means, LEAST)
        return odds


@dataclass(frozen=True)
class SourceClassifier:
    """The regressions by kind. `encoder`: whose embeddings they were trained on."""

    encoder: str
    kinds: Mapping[str, SourceWeights]

    def restricted_to(self, kinds: Container[str]) -> SourceClassifier:
        """The same, knowing nothing of other kinds."""
        kept = {kind: known for kind, known in self.kinds.items() if kind in kinds}
        return replace(self, kinds=kept)

    def weigh(self, encoder: str, vectors: Sequence[Floats]) -> list[dict[UUID, float]]:
        """For each question, the log-odds of the sources; none by embeddings of another encoder."""
        odds: list[dict[UUID, float]] = [{} for _ in vectors]
        if encoder != self.encoder or not vectors:
            return odds
        stacked = np.stack(vectors)
        for kind in self.kinds.values():
            for of_question, row in zip(odds, kind.log_odds(stacked).tolist(), strict=True):
                of_question.update(zip(kind.ids, row, strict=True))
        return odds


NO_SOURCES = SourceClassifier("", {})


def write_sources(classifier: SourceClassifier) -> bytes:
    """The classifier as an .npz file, with float16 weights: precise enough to rank by."""
    arrays: dict[str, NDArray[np.generic]] = {"encoder": np.array(classifier.encoder)}
    for kind, weights in classifier.kinds.items():
        arrays[f"{kind}_ids"] = np.array([str(id_) for id_ in weights.ids])
        arrays[f"{kind}_weights"] = weights.weights.astype(np.float16)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def read_sources(content: bytes) -> SourceClassifier:
    """The classifier in a file of `write_sources`. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            kinds = {kind: _read_kind(arrays, kind) for kind in KINDS if f"{kind}_ids" in arrays}
            return SourceClassifier(str(arrays["encoder"]), kinds)
    except (KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise ValueError("not a file of sources") from error


def _read_kind(arrays: Mapping[str, NDArray[np.generic]], kind: str) -> SourceWeights:
    ids = [UUID(id_) for id_ in arrays[f"{kind}_ids"].tolist()]
    return SourceWeights(ids, arrays[f"{kind}_weights"].astype(np.float32))

"""Which article, and which prepared reply, answers a question, as the answers to earlier ones tell.

For each kind a multinomial logistic regression on the question's embedding. What is near a question
it does not merely count: it knows by which directions of the embedding the answers differ.
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
# However few of the questions before it were like this one, a source is not ruled out.
LEAST = -3.0

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class SourceWeights:
    """Of one kind: what it chooses from, and `weights`, float32 (len(ids), 385), the bias last."""

    ids: Sequence[UUID]
    weights: Floats

    def log_odds(self, vectors: Floats) -> Floats:
        """Of each vector and source: how many times likelier it is than by chance, as a logarithm;
        0 is as likely as any other, (len(vectors), len(ids))."""
        # A product of matrices has BLAS start threads that spin for longer than this takes.
        logits = np.einsum("ij,kj->ik", vectors, self.weights[:, :-1]) + self.weights[:, -1]
        logits -= logits.max(axis=1, keepdims=True)
        shares = np.log(np.exp(logits).mean(axis=1, keepdims=True))
        odds: Floats = np.maximum(logits - shares, LEAST)
        return odds


@dataclass(frozen=True)
class SourceClassifier:
    """`encoder`: whose embeddings it has learnt from; of others it knows nothing."""

    encoder: str
    kinds: Mapping[str, SourceWeights]

    def restricted_to(self, kinds: Container[str]) -> SourceClassifier:
        """The same, knowing nothing of other kinds."""
        kept = {kind: known for kind, known in self.kinds.items() if kind in kinds}
        return replace(self, kinds=kept)

    def weigh(self, encoder: str, vectors: Sequence[Floats]) -> list[dict[UUID, float]]:
        """Of each question, the log-odds of the articles and prepared replies that it knows."""
        weighed: list[dict[UUID, float]] = [{} for _ in vectors]
        if encoder != self.encoder or not vectors:
            return weighed
        asked = np.stack(vectors)
        for known in self.kinds.values():
            for own, row in zip(weighed, known.log_odds(asked).tolist(), strict=True):
                own.update(zip(known.ids, row, strict=True))
        return weighed


NO_SOURCES = SourceClassifier("", {})


def write_sources(classifier: SourceClassifier) -> bytes:
    """NumPy's own format; weights as float16, in which no order of two sources changes."""
    arrays: dict[str, NDArray[np.generic]] = {"encoder": np.array(classifier.encoder)}
    for kind, known in classifier.kinds.items():
        arrays[f"{kind}_ids"] = np.array([str(id_) for id_ in known.ids])
        arrays[f"{kind}_weights"] = known.weights.astype(np.float16)
    file = io.BytesIO()
    np.savez(file, allow_pickle=False, **arrays)
    return file.getvalue()


def read_sources(content: bytes) -> SourceClassifier:
    """What `write_sources` wrote. Raises ValueError for anything else."""
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
            kinds = {kind: _read_kind(arrays, kind) for kind in KINDS if f"{kind}_ids" in arrays}
            return SourceClassifier(str(arrays["encoder"]), kinds)
    except (KeyError, EOFError, OSError, zipfile.BadZipFile) as error:
        raise ValueError("not a file of sources") from error


def _read_kind(arrays: Mapping[str, NDArray[np.generic]], kind: str) -> SourceWeights:
    ids = [UUID(id_) for id_ in arrays[f"{kind}_ids"].tolist()]
    return SourceWeights(ids, arrays[f"{kind}_weights"].astype(np.float32))

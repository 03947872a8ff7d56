"""Linear heads: what an embedding means, as calibrated probabilities, in plain numpy."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


class BrokenHeadError(ValueError):
    """A file does not hold a head."""


@dataclass(frozen=True, eq=False)
class SoftmaxHead:
    """`weights`: (dimensions, classes); `bias`: (classes,); `temperature`: above 0.

    Dividing the logits by a temperature makes confidence agree with accuracy
    (Guo et al. 2017, arXiv 1706.04599).
    """

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    temperature: float

    def __post_init__(self) -> None:
        """Raises BrokenHeadError when the parts do not belong together."""
        classes = len(self.labels)
        if self.weights.ndim != 2 or self.weights.shape[1] != classes:
            raise BrokenHeadError(f"weights {self.weights.shape} do not fit {classes} labels")
        if self.bias.shape != (classes,):
            raise BrokenHeadError(f"bias {self.bias.shape} does not fit {classes} labels")
        if not self.temperature > 0:
            raise BrokenHeadError(f"temperature {self.temperature} is not above 0")
        if len(set(self.labels)) != classes or not classes:
            raise BrokenHeadError("labels are missing or repeated")

    def logits(self, embeddings: Floats) -> Floats:
        """(n, dimensions) → (n, classes), before the temperature."""
        return np.asarray(embeddings @ self.weights + self.bias, dtype=np.float32)

    def predict(self, embeddings: Floats) -> Floats:
        """(n, dimensions) → probabilities (n, classes), in the order of `labels`."""
        return softmax(self.logits(embeddings) / np.float32(self.temperature))

    def save(self, path: Path) -> None:
        """Write an .npz file; the same head always gives the same bytes."""
        labels = json.dumps(self.labels).encode()
        np.savez(
            path,
            labels=np.frombuffer(labels, dtype=np.uint8),
            weights=self.weights,
            bias=self.bias,
            temperature=np.float64(self.temperature),
        )


def load_head(path: Path) -> SoftmaxHead:
    """Raises BrokenHeadError when the file does not hold a head; runs nothing that is in it."""
    try:
        with np.load(path, allow_pickle=False) as stored:
            return SoftmaxHead(
                labels=tuple(json.loads(stored["labels"].tobytes())),
                weights=stored["weights"].astype(np.float32, copy=False),
                bias=stored["bias"].astype(np.float32, copy=False),
                temperature=float(stored["temperature"]),
            )
    except (OSError, EOFError, ValueError, TypeError, KeyError, BadZipFile) as error:
        raise BrokenHeadError(f"{path.name} does not hold a head: {error}") from error


def softmax(logits: Floats) -> Floats:
    """Probabilities of each row, safe for large logits."""
    shifted = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(shifted / shifted.sum(axis=1, keepdims=True), dtype=np.float32)


def sentiment_scores(labels: Sequence[str], probabilities: Floats) -> Floats:
    """p(positive) - p(negative) of each row, from -1 to 1."""
    positive, negative = labels.index("positive"), labels.index("negative")
    return np.asarray(probabilities[:, positive] - probabilities[:, negative], dtype=np.float32)

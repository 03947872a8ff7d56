"""Heads that are made up, small enough to be computed by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from workers.models.artifact_writing import HeadFiles
from workers.models.features import WIDTH, Floats
from workers.models.head_graph import head_model
from workers.models.head_parts import KernelMachine, Projection, TrainedParts
from workers.models.heads import Head, load_head, softmax
from workers.models.terms import SparseRows, Vocabulary
from workers.models.whole_numbers import to_whole_numbers

# What whole numbers lose on one axis they win on another: a few alone would err far more.
AXES = 64
WORDS = Vocabulary(("late", "parcel", "refund"), (1.5, 1.2, 1.0))


def make_parts(classes: int, *, seed: int = 0, blocks: tuple[int, ...] = (0, 5)) -> TrainedParts:
    """Chance numbers; its terms are those of WORDS."""
    generator = np.random.default_rng(seed)

    def numbers(*shape: int, spread: float = 1.0) -> Floats:
        return generator.normal(scale=spread, size=shape).astype(np.float32)

    projection = Projection(
        blocks,
        numbers(len(blocks), 384, spread=0.02),
        numbers(len(blocks) * 384, AXES, spread=0.1),
    )
    examples = numbers(5, AXES, spread=0.15)
    weights = to_whole_numbers(numbers(5, classes))
    kernel = KernelMachine(projection, examples, weights, width=0.3)
    return TrainedParts(kernel, numbers(3, classes), numbers(classes), temperature=0.7)


def without_terms(parts: TrainedParts) -> TrainedParts:
    """As it is trained where words do not count."""
    return replace(parts, term_weights=np.zeros((1, len(parts.term_bias)), dtype=np.float32))


def make_features(count: int, seed: int = 1) -> Floats:
    """Each block of length 1."""
    blocks = np.random.default_rng(seed).normal(size=(count, WIDTH // 384, 384))
    blocks /= np.linalg.norm(blocks, axis=2, keepdims=True)
    return blocks.reshape(count, WIDTH).astype(np.float32)


def probabilities_by_hand(parts: TrainedParts, features: Floats, terms: SparseRows) -> Floats:
    """What the graph should say, each example and each term in turn."""
    kernel = parts.kernel
    points = kernel.projection.apply(features)
    scores = np.tile(parts.term_bias.astype(np.float64), (len(features), 1))
    for row, point in enumerate(points):
        for example, weights in zip(kernel.examples, kernel.weights.as_floats(), strict=True):
            scores[row] += np.exp(-kernel.width * ((point - example) ** 2).sum()) * weights
        for id_, weight in zip(terms.ids[row], terms.weights[row], strict=True):
            scores[row] += weight * parts.term_weights[id_]
    return softmax(np.asarray(scores / parts.temperature, dtype=np.float32))


def make_head_files(
    *labels: str, seed: int = 0, vocabulary: Vocabulary = WORDS, accuracy: float = 0.9
) -> HeadFiles:
    """A head ready to be written."""
    parts = make_parts(len(labels), seed=seed)
    return HeadFiles(labels, vocabulary, graph_bytes(parts), {"accuracy": accuracy}, {}, {})


def make_head(
    folder: Path, labels: tuple[str, ...], parts: TrainedParts, vocabulary: Vocabulary
) -> Head:
    """Written to `folder` and loaded again."""
    (folder / "head.onnx").write_bytes(graph_bytes(parts))
    vocabulary.save(folder / "head.json")
    return load_head(folder / "head.onnx", folder / "head.json", labels)


def graph_bytes(parts: TrainedParts) -> bytes:
    return head_model(parts).SerializeToString(deterministic=True)

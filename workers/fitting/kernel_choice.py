"""Chooses which blocks of the encoder's features a kernel reads, by cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from workers.fitting.calibration import Classes, calibrated_loss
from workers.fitting.condensing import condense
from workers.fitting.kernel import FittedKernel, KernelShape, fit_kernel, project
from workers.models.features import EMBEDDING, MANNER, TOPIC
from workers.models.head_parts import KernelMachine

Floats = NDArray[np.float32]
BLOCK_CHOICES: tuple[tuple[int, ...], ...] = (EMBEDDING, TOPIC, MANNER)
# Shapes near this one were equally good in cross-validation.
SHAPE = KernelShape(narrowness=1.5, ridge=0.05)
# So many examples suffice to choose by; the time of a fit grows with their cube.
CHOOSING_LIMIT = 3_000


@dataclass(frozen=True, eq=False)
class TrainingSet:
    """Examples, of which the first `judged` measure how good a machine is.

    The others are hints, such as the names of labels: with ten examples a label they raised
    accuracy by one percentage point. `features`: (n, 3072); `classes`: (n,), from 0.
    """

    features: Floats
    classes: Classes
    judged: int

    def part(self, places: Classes) -> TrainingSet:
        """The judged examples at these places, with all hints."""
        kept = np.concatenate([places, np.arange(self.judged, len(self.classes))])
        return TrainingSet(self.features[kept], self.classes[kept], judged=len(places))

    def fit(self, blocks: Sequence[int]) -> FittedKernel:
        """Fit on all examples and hints."""
        return fit_kernel(project(self.features, blocks), self.classes, SHAPE)


class BestKernel(NamedTuple):
    """`held_out_scores`: (judged, classes), of the machine before it was condensed.

    A condensed one has kept the hard examples, and would be judged on them.
    """

    machine: KernelMachine
    held_out_scores: Floats


def fit_best_kernel(examples: TrainingSet, seed: int) -> BestKernel:
    """Judge each choice of blocks by leave-one-out, and fit the best on all examples."""
    some = examples.part(draw(examples.classes[: examples.judged], CHOOSING_LIMIT, seed))
    judged_classes = some.classes[: some.judged]
    # The matrices are small, and BLAS threads on a busy machine wait for each other: a fit took
    # fifteen times as long with them.
    with threadpool_limits(limits=1, user_api="blas"):
        losses = [
            calibrated_loss(some.fit(blocks).held_out_scores[: some.judged], judged_classes)
            for blocks in BLOCK_CHOICES
        ]
    fitted = examples.fit(BLOCK_CHOICES[int(np.argmin(losses))])
    machine = condense(fitted, examples.classes)
    return BestKernel(machine, fitted.held_out_scores[: examples.judged])


def draw(classes: Classes, limit: int, seed: int) -> Classes:
    """Places of at most `limit` examples, in order; each class keeps its share."""
    if len(classes) <= limit:
        return np.arange(len(classes))
    spread = np.linspace(0, len(classes) - 1, limit).astype(int)
    return np.sort(shuffle_by_class(classes, seed)[spread])


def shuffle_by_class(classes: Classes, seed: int) -> Classes:
    """Places of all examples, class by class, shuffled within each class."""
    shuffled = np.random.default_rng(seed).permutation(len(classes))
    return shuffled[np.argsort(classes[shuffled], kind="stable")]

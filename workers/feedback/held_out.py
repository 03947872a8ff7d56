"""What the examples themselves say of a model: each as it is told when it has not been learnt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from workers.feedback.calibration import Classes

# So many of a label are enough for a picture.
MOST_OF_A_LABEL = 500

# By the label that was told: (confidence, whether it was right).
HeldOut = dict[str, list[tuple[float, bool]]]


def collect_held_out(
    probabilities: NDArray[np.float32], classes: Classes, labels: Sequence[str]
) -> HeldOut:
    """`probabilities`: (n, classes), of examples that the model did not know."""
    held_out: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    told = probabilities.argmax(axis=1)
    sure = probabilities.max(axis=1)
    for label, confidence, right in zip(told, sure, told == classes, strict=True):
        if len(of_label := held_out[labels[label]]) < MOST_OF_A_LABEL:
            of_label.append((round(float(confidence), 4), bool(right)))
    return dict(held_out)

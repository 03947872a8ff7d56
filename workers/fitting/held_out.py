"""A head's predictions of its own examples, made while each was held out of training.

A model version keeps two files of them: `confidences`, for the desk's picture of an intent, and
`verdicts`, to compare two trainings. Examples change, and new intents may be harder, so two heads
are compared only on the examples that both were judged on.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from workers.fitting.calibration import Classes

# So many of a label are enough for a picture.
MOST_OF_A_LABEL = 500
# Long enough that hardly two of a million examples have the same key.
KEY_BYTES = 8

# By the predicted label: (confidence, whether it was right).
Confidences = dict[str, list[tuple[float, bool]]]
# By the example's key, a hash of its text and label that nobody can read: whether it was right.
Verdicts = dict[str, bool]
# By the head's name.
VerdictsByHead = Mapping[str, Verdicts]


def collect_confidences(
    probabilities: NDArray[np.float32], classes: Classes, labels: Sequence[str]
) -> Confidences:
    """Confidences by predicted label.

    `probabilities`: (n, classes), of held-out examples; `classes`: (n,), the true ones.
    """
    confidences: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    predicted = probabilities.argmax(axis=1)
    highest = probabilities.max(axis=1)
    for class_, confidence, right in zip(predicted, highest, predicted == classes, strict=True):
        if len(of_label := confidences[labels[class_]]) < MOST_OF_A_LABEL:
            of_label.append((round(float(confidence), 4), bool(right)))
    return dict(confidences)


def collect_verdicts(
    texts: Sequence[str], labels: Sequence[str], right: Iterable[bool]
) -> Verdicts:
    """Verdicts by key. `right`: whether the head was right about each example while held out."""
    keys = [_key(text, label) for text, label in zip(texts, labels, strict=True)]
    return {key: bool(each) for key, each in zip(keys, right, strict=True)}


def write_verdicts(verdicts: VerdictsByHead) -> bytes:
    """The verdicts as a file of a model version."""
    return json.dumps(verdicts, separators=(",", ":")).encode()


def read_verdicts(content: bytes | None) -> VerdictsByHead:
    """The verdicts in a file; empty for a version of a release that did not keep them."""
    verdicts: VerdictsByHead = json.loads(content) if content else {}
    return verdicts


def _key(text: str, label: str) -> str:
    return blake2b(f"{label}\n{text}".encode(), digest_size=KEY_BYTES).hexdigest()

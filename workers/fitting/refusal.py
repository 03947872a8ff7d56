"""Chooses what counts as out of scope: how often that is expected, and from which doubt on."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor, log
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from workers.contracts.labels import OUT_OF_SCOPE
from workers.fitting.calibration import Classes
from workers.models.heads import Floats, softmax

# In-scope accuracy above 96.8 % is given up to recognise what is out of scope, but at most 1.0 and
# at least 0.4 percentage points. Chosen on five sets of 25 to 50 intents, each with 20 and with 100
# out-of-scope examples, and four seeds: where 97 % of held-out texts were right, at least 96.5 %
# still were after refusing. With 96.5 % and at most 2 points that fell to 95.8 %, for two to six
# points more recall out of scope.
ENOUGH = 0.968
LEAST_PRICE, MOST_PRICE = 0.004, 0.010
# Beside the examples of many intents those of what is out of scope are few, and a head that expects
# as few of them refuses too little. Counted as at least 5 % of the texts, at an in-scope accuracy
# that stayed within 0.1 points (means of five splits): of varied texts, 50 such examples beside 110
# intents recognised 88 % instead of 76 %, 20 beside 83 intents 80 % instead of 55 %, and 100 beside
# as many 90 % instead of 87 %. Of intents of the same company that nobody showed, from one point
# more to three points less was refused. With 3 %, one to five points less of the varied texts was.
LEAST_SHARE = 0.05
# Of a logit: what a head rounds must not refuse the very example that must stay.
HAIR = 1e-3


class Refusal(NamedTuple):
    """`bias`: (classes,), added to the logits of a head: it raises that of `out_of_scope`.

    `below`: an intent with less confidence counts as out of scope; 0 refuses nothing.
    """

    bias: Floats
    below: float


def choose_refusal(logits: Floats, classes: Classes, labels: Sequence[str]) -> Refusal:
    """The bias for the expected share of what is out of scope, then the highest threshold.

    Together they refuse few enough of the correct in-scope predictions. `logits`: (n, classes),
    calibrated, of held-out examples. Nothing is refused where no example is out of scope.
    """
    bias = np.zeros(len(labels), dtype=np.float32)
    if OUT_OF_SCOPE not in labels:
        return Refusal(bias, 0.0)
    outside = labels.index(OUT_OF_SCOPE)
    in_scope = classes != outside
    right = in_scope & (logits.argmax(axis=1) == classes)
    price = int(_price(right.sum() / max(1, in_scope.sum())) * in_scope.sum())
    leads = logits[right].max(axis=1) - logits[right, outside]
    bias[outside] = max(0.0, min(_share_bias(in_scope), _lowest_kept(leads, price) - HAIR))
    probabilities = softmax(logits + bias)
    still_right = right & (probabilities.argmax(axis=1) == classes)
    left = price - int(right.sum() - still_right.sum())
    # Round down, for the same reason.
    below = floor(_lowest_kept(probabilities.max(axis=1)[still_right], left) * 1e4) / 1e4
    return Refusal(bias, below)


def _price(accuracy: float) -> float:
    """The in-scope accuracy that refusing may cost."""
    return min(max(accuracy - ENOUGH, LEAST_PRICE), MOST_PRICE)


def _share_bias(in_scope: NDArray[np.bool_]) -> float:
    """What makes a share among the examples the least one; a larger share stays (0 or less)."""
    odds = max(1, (~in_scope).sum()) / max(1, in_scope.sum())
    return log(LEAST_SHARE / (1 - LEAST_SHARE) / odds)


def _lowest_kept(values: Floats, given_up: int) -> float:
    """The lowest value after giving up so many; 0 where none is left."""
    return float(np.sort(values)[given_up]) if given_up < len(values) else 0.0

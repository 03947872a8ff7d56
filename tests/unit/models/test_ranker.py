from __future__ import annotations

import json

import numpy as np
import pytest

from workers.models.ranker import (
    FEATURES,
    PRIORS,
    BrokenRankerError,
    Ranker,
    make_weights,
    read_ranker,
    write_ranker,
)

LEARNT = make_weights(-1.0, {"intent": 2.0, "past": 3.0}, {"intent": 0.5})


def test_what_is_written_is_read_again_and_other_kinds_keep_their_priors() -> None:
    ranker = read_ranker("version", write_ranker({"article": LEARNT}))
    assert ranker.kinds["article"] == LEARNT
    assert ranker.kinds["reply"] == PRIORS.kinds["reply"]


def test_a_ranker_of_fewer_features_is_read_by_a_release_with_more() -> None:
    written = json.loads(write_ranker({"article": LEARNT}))
    written["features"] = written["features"][:9]
    for name in ("weights", "means"):
        written["kinds"]["article"][name] = written["kinds"]["article"][name][:9]
    ranker = read_ranker("version", json.dumps(written).encode())
    assert ranker.kinds["article"] == LEARNT


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        write_ranker({"article": LEARNT}).replace(b'"format": 1', b'"format": 2'),
        write_ranker({"article": LEARNT}).replace(b'"past_lead"', b'"of a later release"'),
    ],
)
def test_what_this_release_cannot_read_is_said(content: bytes) -> None:
    with pytest.raises(BrokenRankerError, match="train again"):
        read_ranker("version", content)


_KIND = json.dumps(
    {"bias": 0, "weights": [0] * len(FEATURES), "means": [0] * len(FEATURES)}
).encode()


def test_reasons_are_told_against_what_is_usual() -> None:
    ranker = Ranker("version", {"article": LEARNT})
    features = np.zeros((2, len(FEATURES)))
    features[:, list(FEATURES).index("intent")] = 0.5, 1.0
    assert ranker.explain(["article", "article"], features) == [(), ("intent",)]

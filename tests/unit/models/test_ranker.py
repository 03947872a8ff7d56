from __future__ import annotations

import json
from uuid import uuid4

import numpy as np
import pytest

from workers.models.ranker import (
    FEATURES,
    PRIORS,
    RANKER_FILE,
    BrokenRankerError,
    Ranker,
    make_weights,
    read_ranker,
    write_ranker,
)
from workers.models.source_classifier import (
    NO_SOURCES,
    SOURCES_FILE,
    SourceClassifier,
    SourceWeights,
)

LEARNT = make_weights(-1.0, {"intent": 2.0, "past": 3.0}, {"intent": 0.5})
WRITTEN = write_ranker({"article": LEARNT})[RANKER_FILE]


def test_what_is_written_is_read_again_and_other_kinds_keep_their_priors() -> None:
    ranker = read_ranker("version", write_ranker({"article": LEARNT}))
    assert ranker.kinds["article"] == LEARNT
    assert ranker.kinds["reply"] == PRIORS.kinds["reply"]


def test_a_ranker_of_fewer_features_is_read_by_a_release_with_more() -> None:
    written = json.loads(write_ranker({"article": LEARNT})[RANKER_FILE])
    written["features"] = written["features"][:9]
    for name in ("weights", "means"):
        written["kinds"]["article"][name] = written["kinds"]["article"][name][:9]
    ranker = read_ranker("version", {RANKER_FILE: json.dumps(written).encode()})
    assert ranker.kinds["article"] == LEARNT
    assert ranker.sources == NO_SOURCES


def test_the_sources_that_answer_are_written_beside_the_weights() -> None:
    ids = [uuid4() for _ in range(3)]
    weights = np.random.default_rng(0).normal(size=(3, 385)).astype(np.float16)
    given = SourceClassifier(
        "an encoder", {"reply": SourceWeights(ids, weights.astype(np.float32))}
    )
    read = read_ranker("version", write_ranker({}, given)).sources
    assert read.encoder == "an encoder"
    assert read.kinds["reply"].ids == ids
    np.testing.assert_array_equal(read.kinds["reply"].weights, weights)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        WRITTEN.replace(b'"format": 1', b'"format": 2'),
        WRITTEN.replace(b'"past_lead"', b'"of a later release"'),
    ],
)
def test_what_this_release_cannot_read_is_said(content: bytes) -> None:
    with pytest.raises(BrokenRankerError, match="train again"):
        read_ranker("version", {RANKER_FILE: content})


@pytest.mark.parametrize("content", [b"", b"PK", b"neither", write_ranker({})[SOURCES_FILE][:200]])
def test_broken_sources_are_said_like_a_broken_ranker(content: bytes) -> None:
    with pytest.raises(BrokenRankerError, match="train again"):
        read_ranker("version", {RANKER_FILE: WRITTEN, SOURCES_FILE: content})


_KIND = json.dumps(
    {"bias": 0, "weights": [0] * len(FEATURES), "means": [0] * len(FEATURES)}
).encode()


def test_reasons_are_told_against_what_is_usual() -> None:
    ranker = Ranker("version", {"article": LEARNT})
    features = np.zeros((2, len(FEATURES)))
    features[:, list(FEATURES).index("intent")] = 0.5, 1.0
    assert ranker.explain(["article", "article"], features) == [(), ("intent",)]

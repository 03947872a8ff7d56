"""Finds gaps in the knowledge of an inbox: groups of similar questions that nothing answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from uuid_utils.compat import uuid7

from workers.feedback.clustering import find_clusters
from workers.feedback.gap_identity import keep_identity
from workers.feedback.naming import name_groups
from workers.records.gaps import FoundGap, Unanswered


def find_inbox_gaps(
    questions: Sequence[Unanswered],
    embeddings: NDArray[np.float32],
    gap_of: Mapping[UUID, UUID],
) -> list[FoundGap]:
    """The gaps of an inbox, the largest first. `gap_of`: the gap that each question was in."""
    clusters = find_clusters(questions, embeddings)
    texts = {question.id: question.text for question in questions}
    groups = [[texts.pop(id_) for id_, _ in cluster.members] for cluster in clusters]
    labels = name_groups(groups, list(texts.values()))
    kept = keep_identity(clusters, gap_of)
    return [
        FoundGap(gap or uuid7(), label, cluster)
        for gap, label, cluster in zip(kept, labels, clusters, strict=True)
    ]

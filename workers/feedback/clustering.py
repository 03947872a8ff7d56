"""Questions that ask the same, by their embeddings.

Average linkage puts no two groups together that are less alike on average than a threshold, and
needs no number of groups. Of each group those count that several people, or one person several
times, have asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from workers.contracts.rows import GAP_CONTACTS, GAP_QUESTIONS
from workers.records.gaps import Cluster, Unanswered

Floats = NDArray[np.float32]

# Cosine distance. Of 1,500 questions of banking customers with 77 intents, groups cut here hold
# 94 %, and 67 % of these have their group's most frequent intent; of the sample company's 510
# with 34 intents, which are more varied, 33 % and 78 %. At 0.5 the first fall to 58 %.
FARTHEST = 0.45


def find_clusters(questions: Sequence[Unanswered], embeddings: Floats) -> list[Cluster]:
    """Groups of questions, the largest first, in whatever order they are given.

    `embeddings`: float32 (n, 384), L2-normalised, a row for each question.
    """
    if len(questions) < 2:
        return []
    order = sorted(range(len(questions)), key=lambda place: questions[place].id)
    questions, embeddings = [questions[place] for place in order], embeddings[order]
    groups = _group(embeddings)
    members = [np.flatnonzero(groups == group) for group in np.unique(groups)]
    clusters = [
        _centre_first([questions[place] for place in places], embeddings[places])
        for places in members
        if is_gap([questions[place].contact_id for place in places])
    ]
    return sorted(clusters, key=lambda cluster: (-len(cluster.members), cluster.members[0][0]))


def is_gap(contact_ids: Sequence[UUID]) -> bool:
    """Whether so many questions, each of its contact, are more than a single person's case."""
    return len(contact_ids) >= GAP_QUESTIONS or len(set(contact_ids)) >= GAP_CONTACTS


def _group(embeddings: Floats) -> NDArray[np.int64]:
    # Needed once a minute at most, and too much for every pool to load at its start.
    from sklearn.cluster import AgglomerativeClustering  # type: ignore[import-untyped]

    distances = np.clip(1 - embeddings @ embeddings.T, 0, 2)
    linkage = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=FARTHEST
    )
    groups: NDArray[np.int64] = linkage.fit_predict(distances)
    return groups


def _centre_first(questions: Sequence[Unanswered], embeddings: Floats) -> Cluster:
    """Whatever is closest to all others says best what they ask."""
    closeness = (embeddings @ embeddings.mean(axis=0)).astype(float).round(5)
    members = [(each.id, float(close)) for each, close in zip(questions, closeness, strict=True)]
    return Cluster(tuple(sorted(members, key=lambda member: (-member[1], member[0]))))

"""A model version on its way into the database."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

ModelKind = Literal["understanding", "ranking"]


@dataclass(frozen=True)
class TrainedVersion:
    """A model version that is trained but not stored yet.

    `encoder`: whose embeddings it reads, empty for a ranker; `figures`: its report, by head;
    `files`: their content, by name; `left_out`: what it could not learn, in a sentence each.
    """

    version: str
    kind: ModelKind
    encoder: str
    figures: Mapping[str, Any]
    files: Mapping[str, bytes]
    left_out: Sequence[str] = ()

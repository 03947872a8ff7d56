"""Questions that nothing answered, and the gaps that they make."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Unanswered:
    """A solved question, redacted, that nothing in the knowledge answered."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    text: str


@dataclass(frozen=True)
class Cluster:
    """Questions that ask the same: each one's id with its closeness to all others, a cosine, the
    most central first."""

    members: tuple[tuple[UUID, float], ...]


@dataclass(frozen=True)
class FoundGap:
    """A group of questions under the id of its gap, new or known, and a name for it."""

    id: UUID
    label: str
    cluster: Cluster

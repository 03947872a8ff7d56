"""Questions that nothing answered, and the gaps that they make."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Unanswered:
    """A solved question, redacted, whose answer came from no article or macro."""

    id: UUID
    conversation_id: UUID
    contact_id: UUID
    text: str


@dataclass(frozen=True)
class Cluster:
    """Questions that ask the same: (id, mean cosine to all others), the most central first."""

    members: tuple[tuple[UUID, float], ...]


@dataclass(frozen=True)
class FoundGap:
    """A group of questions with the id of its gap, new or kept, and its label."""

    id: UUID
    label: str
    cluster: Cluster

"""Rows of work that have been started, and the turns that preprocessing reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class StartedWork:
    """A row of work that this chain holds."""

    id: int
    subject_id: UUID


@dataclass(frozen=True)
class Turn:
    """A message and the earlier messages of its turn, oldest first.

    `written_at` is aware; `zone` is the contact's IANA name, if it is known.
    """

    message_id: UUID
    conversation_id: UUID
    text: str
    inbox_language: str
    earlier_texts: tuple[str, ...]
    written_at: datetime | None = None
    zone: str | None = None

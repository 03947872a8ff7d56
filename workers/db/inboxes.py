"""Inboxes: by their names, and of conversations."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import Connection, text

_INBOXES = text("""
SELECT id, inbox_id FROM conversations_conversation WHERE id = ANY(CAST(:ids AS uuid[]))
""")
_NAMED_INBOXES = text("SELECT name, id FROM conversations_inbox ORDER BY name")


def read_inboxes(connection: Connection, conversation_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The inbox of each conversation."""
    rows = connection.execute(_INBOXES, {"ids": list(conversation_ids)})
    return {row.id: row.inbox_id for row in rows}


def list_inboxes(connection: Connection) -> dict[str, UUID]:
    """Every inbox by its name."""
    return {row.name: row.id for row in connection.execute(_NAMED_INBOXES)}

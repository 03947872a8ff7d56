"""Events, as another process would record them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID, uuid4

from django.db import connection

from apps.dispatch.actions import record_event
from apps.dispatch.numbering import number_events

CONVERSATION, MESSAGE, INBOX = uuid4(), uuid4(), uuid4()
Told = TypeVar("Told")


def happen(kind: str, conversation_id: UUID = CONVERSATION) -> None:
    record_event(kind, inbox_id=INBOX, conversation_id=conversation_id, message_id=MESSAGE, n=1)
    number_events()


async def elsewhere(work: Callable[..., Told], *arguments: object) -> Told:
    """In a thread, as another process would: with a connection of its own, closed afterwards."""

    def work_and_leave() -> Told:
        try:
            return work(*arguments)
        finally:
            connection.close()

    return await asyncio.to_thread(work_and_leave)


def readers() -> int:
    return sum(thread.name == "feed" for thread in threading.enumerate())

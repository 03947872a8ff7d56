"""`Prefer: wait` (RFC 7240): the response waits until the message is finished, or for a time."""

from __future__ import annotations

import asyncio
import re

from asgiref.sync import sync_to_async

from apps.assist.queries import is_finished
from apps.conversations.models import Message
from apps.dispatch.feed import feed
from apps.dispatch.request_threads import release_thread
from apps.dispatch.subscriptions import FeedEnded
from workers.contracts.events import EventKind

LONGEST_WAIT = 20
FINISHING_EVENTS = frozenset(
    {EventKind.MESSAGE_DONE, EventKind.MESSAGE_FAILED, EventKind.MESSAGE_SUPERSEDED}
)

_WAIT = re.compile(r'(?:^|,)\s*wait\s*=\s*"?(\d{1,6})"?\s*(?=[,;]|$)', re.IGNORECASE)


def preferred_wait(prefer: str | None) -> int:
    """The seconds to wait, at most LONGEST_WAIT; 0 without a valid preference."""
    found = _WAIT.search(prefer or "")
    return min(int(found[1]), LONGEST_WAIT) if found else 0


async def wait_until_finished(message: Message, seconds: float) -> None:
    """Return when nothing more will come of the message, or after `seconds`.

    It subscribes first and queries then, so that no event is missed in between. It subscribes to
    the conversation, because the answer to a later message may finish this one.
    """
    try:
        async with asyncio.timeout(seconds), feed.subscribe(message.conversation_id) as events:
            while not await sync_to_async(is_finished)(message.id):
                await release_thread()
                while (await events.receive()).kind not in FINISHING_EVENTS:
                    pass
    except (TimeoutError, FeedEnded):
        return

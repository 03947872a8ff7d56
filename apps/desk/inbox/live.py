"""Streams events of an agent's inboxes to an open page."""

from __future__ import annotations

import json
import re
import time
from collections.abc import AsyncGenerator, AsyncIterator, Iterable, Iterator
from contextlib import aclosing
from functools import partial

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponseBase

from apps.accounts.access import AgentRequest, agent_required
from apps.conversations.queries import list_inboxes_of
from apps.dispatch.event_log import list_inbox_events
from apps.dispatch.streaming import LARGEST_POSITION, STILL_HERE, stream_events, stream_response
from apps.dispatch.subscriptions import FeedEvent

# The browser reconnects at once, and permissions are read again.
LASTS_SECONDS = 300
AGAIN_MS = 500


@agent_required
def live(request: AgentRequest) -> HttpResponseBase:
    """Stream ids and kinds only: the page fetches the rest through views that check permissions.

    `after`: the position at which the page was rendered; `Last-Event-ID` has precedence.
    """
    inboxes = list(list_inboxes_of(request.user).values_list("id", flat=True))
    missed = partial(list_inbox_events, inboxes)
    # With the agent's own id the stream stays open, and silent, for one who sees no inbox.
    subjects = [request.user.id, *inboxes]
    after = _position(request.headers.get("Last-Event-ID", request.GET.get("after", "")))
    blocks = stream_events(subjects, after, missed, _format, STILL_HERE)
    return stream_response(_end_in_time(blocks))


async def _end_in_time(blocks: AsyncGenerator[str, None]) -> AsyncIterator[str]:
    """End the stream after a while: the agent may have left or changed teams since it began."""
    end = time.monotonic() + LASTS_SECONDS
    async with aclosing(blocks):
        yield f"retry: {AGAIN_MS}\n"
        async for block in blocks:
            yield block
            if time.monotonic() > end:
                return


def _position(text: str) -> int | None:
    """The position; None, so from now on, for a text that is none, also of too many digits."""
    return min(int(text), LARGEST_POSITION) if re.fullmatch(r"\d{1,19}", text) else None


def _format(events: Iterable[FeedEvent]) -> Iterator[str]:
    for event in events:
        body = {
            "kind": event.kind,
            "conversation": event.conversation_id,
            "message": event.message_id,
            "by": event.data.get("by"),
        }
        yield f"id: {event.position}\ndata: {json.dumps(body, cls=DjangoJSONEncoder)}\n\n"

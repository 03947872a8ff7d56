"""A backlog: everything accepted while no dispatcher runs, then drained."""

from __future__ import annotations

import time

from apps.conversations.actions import receive_message, start_conversation
from apps.conversations.models import Inbox
from apps.dispatch.models import Work

PATIENCE_SECONDS = 300
OPEN = (Work.State.PENDING, Work.State.LEASED)


def accept_backlog(texts: list[str]) -> None:
    """One conversation for each text, so that nothing is answered together."""
    inbox = Inbox.objects.get(site_key="demo")
    for text in texts:
        receive_message(start_conversation(inbox).id, text)


def wait_until_drained() -> None:
    """Raises TimeoutError when messages are still open after five minutes."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while Work.objects.filter(kind="message", state__in=OPEN).exists():
        if time.monotonic() > patience:
            raise TimeoutError("The backlog was not drained in five minutes.")
        time.sleep(0.25)


def drained_rate(count: int, *, skip_newest: int = 0) -> float:
    """Messages a second over the last `count` messages, from the first to the last one done.

    `skip_newest`: how many later ones are not of the backlog.
    """
    newest = Work.objects.filter(kind="message").order_by("-id")[skip_newest : skip_newest + count]
    times = [work.finished_at for work in newest if work.state == Work.State.DONE]
    done_at = [time for time in times if time is not None]
    if len(done_at) < count:
        raise RuntimeError(f"Only {len(done_at)} of {count} messages are done.")
    return count / (max(done_at) - min(done_at)).total_seconds()

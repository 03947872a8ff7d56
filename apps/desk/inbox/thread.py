"""The thread of a conversation: messages, notes and activities in order."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate
from uuid import UUID

from apps.assist.activity import Activity, list_activity
from apps.assist.models import Prediction
from apps.assist.queries import MessageFacts, gather_facts
from apps.conversations.models import Conversation, Message, Note, SenderType
from apps.conversations.queries import list_notes

SHOWN = 200
# Longer texts are folded.
LONG_LINES, LONG_CHARACTERS = 40, 4000
FOLDED_LINES, FOLDED_CHARACTERS = 12, 1200


@dataclass(frozen=True)
class Entry:
    """One thing in a thread. `kind`: contact, agent, bot, system, note or activity.

    `execution`: of an action that can still be undone.
    """

    key: str
    kind: str
    author: str
    text: str
    created_at: datetime
    sequence: int = 0
    facts: MessageFacts | None = None
    execution: UUID | None = None

    @property
    def beginning(self) -> str:
        """The beginning of a long text; empty for a short one."""
        if len(self.text.splitlines()) <= LONG_LINES and len(self.text) <= LONG_CHARACTERS:
            return ""
        lines = self.text.strip().splitlines()[:FOLDED_LINES]
        return "\n".join(lines)[:FOLDED_CHARACTERS].rstrip()


@dataclass(frozen=True)
class Thread:
    """The newest entries, oldest first. `hidden`: how many earlier messages are not shown."""

    entries: list[Entry]
    newest: MessageFacts | None
    last_sequence: int
    hidden: int


def read_thread(conversation: Conversation, *, whole: bool) -> Thread:
    """The thread with the newest `SHOWN` messages, or with all of them if it is wanted `whole`.

    The caller has checked that the agent may see the conversation.
    """
    newest_first = conversation.messages.select_related("agent").order_by("-sequence")
    messages = list(newest_first if whole else newest_first[:SHOWN])[::-1]
    facts = gather_facts(messages, with_suggestions=True)
    of_messages = [_entry_of_facts(each, conversation) for each in facts]
    begin = messages[0].created_at if messages else conversation.created_at
    entries = [
        *of_messages,
        *(entry_of_note(each) for each in list_notes(conversation.id)),
        *(_entry_of_activity(each) for each in list_activity(conversation.id)),
    ]
    return Thread(
        entries=sorted(
            (each for each in entries if each.created_at >= begin or messages[0].sequence == 1),
            key=_order_by_time(of_messages),
        ),
        newest=_newest_understood(facts),
        last_sequence=messages[-1].sequence if messages else 0,
        hidden=messages[0].sequence - 1 if messages else 0,
    )


def list_understood(thread: Thread) -> list[tuple[Message, Prediction]]:
    """The messages of a thread that the models have read, oldest first."""
    facts = [entry.facts for entry in thread.entries if entry.facts]
    return [(each.message, each.prediction) for each in facts if each.prediction]


def _order_by_time(of_messages: Sequence[Entry]) -> Callable[[Entry], datetime]:
    """A key that sorts by time, and keeps messages in their own order.

    The clocks of web and database, which date them, may differ by more than an answer takes.
    """
    times = accumulate((entry.created_at for entry in of_messages), max)
    by_key = {entry.key: time for entry, time in zip(of_messages, times, strict=True)}
    return lambda entry: by_key.get(entry.key, entry.created_at)


def entry_of_message(message: Message) -> Entry:
    """One message as an entry of its thread."""
    return _entry_of_facts(MessageFacts(message), message.conversation)


def _newest_understood(facts: list[MessageFacts]) -> MessageFacts | None:
    """The newest message with a prediction: its suggestions stay until there are newer ones."""
    return next((each for each in reversed(facts) if each.prediction), None)


def _entry_of_facts(facts: MessageFacts, conversation: Conversation) -> Entry:
    message = facts.message
    authors = {
        SenderType.CONTACT: str(conversation.contact),
        SenderType.AGENT: str(message.agent or "An agent"),
        SenderType.BOT: "Bot",
    }
    return Entry(
        key=f"m-{message.id}",
        kind=message.sender_type,
        author=authors.get(SenderType(message.sender_type), ""),
        text=message.text,
        created_at=message.created_at,
        sequence=message.sequence,
        facts=facts,
    )


def _entry_of_activity(activity: Activity) -> Entry:
    return Entry(
        key=f"e-{activity.id}",
        kind="activity",
        author="",
        text=activity.sentence,
        created_at=activity.created_at,
        execution=activity.execution,
    )


def entry_of_note(note: Note) -> Entry:
    """One note as an entry of its thread."""
    return Entry(f"n-{note.id}", "note", str(note.agent or "An agent"), note.text, note.created_at)

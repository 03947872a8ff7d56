"""Reads conversations. A query for a user includes the check of what they may see."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts.models import Agent, Role, Team
from apps.conversations.listing.filtering import (
    ConversationFilter,
    cursor_of,
    narrow,
    put_in_order,
    start_after,
)
from apps.conversations.listing.rows import (
    RELATED,
    ConversationPage,
    ConversationRow,
    annotate_rows,
    row_of,
)
from apps.conversations.models import (
    Conversation,
    Direction,
    Inbox,
    Message,
    Note,
    SenderType,
)
from apps.dispatch.models import Event
from workers.contracts.events import EventKind

HISTORY = 20
# Of more, it is enough to know that they are more.
MOST_COUNTED = 99


def list_inboxes(role: str, team: Team | None) -> QuerySet[Inbox]:
    """Administrators and supervisors see all; an agent sees open inboxes and those of the team."""
    if role in {Role.ADMINISTRATOR, Role.SUPERVISOR} and team is None:
        return Inbox.objects.all()
    return Inbox.objects.filter(Q(teams__isnull=True) | Q(teams=team)).distinct()


def find_inbox(site_key: str) -> Inbox | None:
    """The inbox with this public key. Postgres refuses NUL, even in a query."""
    return None if "\0" in site_key else Inbox.objects.filter(site_key=site_key).first()


def list_conversations(role: str, team: Team | None) -> QuerySet[Conversation]:
    """The conversations of the inboxes that this role and team may see."""
    return Conversation.objects.filter(inbox__in=list_inboxes(role, team))


def list_inboxes_of(agent: Agent) -> QuerySet[Inbox]:
    """The inboxes that an agent may see; supervisors and administrators see all."""
    return list_inboxes(agent.role, agent.team if agent.role == Role.AGENT else None)


def list_conversations_of(agent: Agent) -> QuerySet[Conversation]:
    """The conversations that an agent may see."""
    return Conversation.objects.filter(inbox__in=list_inboxes_of(agent))


def list_recent_texts(agent: Agent, limit: int) -> list[str]:
    """The newest texts of contacts in conversations that the agent may see."""
    seen = Message.objects.filter(
        conversation__inbox__in=list_inboxes_of(agent), direction=Direction.INCOMING
    )
    return list(seen.order_by("-id").values_list("text", flat=True)[:limit])


def find_conversation(conversation_id: UUID, agent: Agent) -> Conversation:
    """Raises Conversation.DoesNotExist when there is none that this agent may see."""
    return list_conversations_of(agent).select_related(*RELATED).get(id=conversation_id)


def list_rows(
    wanted: ConversationFilter, agent: Agent, *, after: str = "", limit: int = 50
) -> ConversationPage:
    """One page of the list, in one query. `after`: the `next_cursor` of the page before.

    Raises ActionRefused for a cursor that is none.
    """
    found = put_in_order(narrow(list_conversations_of(agent), wanted, agent), wanted)
    if after:
        found = start_after(found, after)
    page = list(annotate_rows(found, agent)[: limit + 1])
    more = len(page) > limit
    return ConversationPage(
        rows=[row_of(each) for each in page[:limit]],
        next_cursor=cursor_of(page[limit - 1]) if more else None,
    )


def count_in_other_statuses(wanted: ConversationFilter, agent: Agent) -> int:
    """How many conversations match the filter but for its status; at most MOST_COUNTED + 1."""
    others = list_conversations_of(agent).exclude(status=wanted.status)
    return count_few(narrow(others, replace(wanted, status=""), agent))


def count_few(conversations: QuerySet[Conversation]) -> int:
    """How many there are, counted up to MOST_COUNTED + 1."""
    return conversations.values("id")[: MOST_COUNTED + 1].count()


def list_history(conversation: Conversation, agent: Agent) -> list[ConversationRow]:
    """The contact's other conversations that the agent may see, newest first."""
    others = list_conversations_of(agent).filter(contact=conversation.contact_id)
    newest = others.exclude(id=conversation.id).order_by("-last_message_at")
    return [row_of(each) for each in annotate_rows(newest, agent)[:HISTORY]]


def list_notes(conversation_id: UUID) -> QuerySet[Note]:
    """The notes of a conversation, oldest first."""
    notes = Note.objects.filter(conversation_id=conversation_id)
    return notes.select_related("agent").order_by("created_at")


def find_answered(conversation: Conversation) -> int:
    """The sequence up to which it had been answered when it was resolved last; 0 where not at all.

    That of the newest message by the bot or an agent, but for what came while they were answering.
    """
    ours = conversation.messages.filter(sender_type__in=(SenderType.AGENT, SenderType.BOT))
    newest = ours.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    events = Event.objects.filter(
        conversation_id=conversation.id, kind=EventKind.CONVERSATION_RESOLVED
    )
    data = events.order_by("-id").values_list("data", flat=True).first() or {}
    # Events of an earlier release do not say it.
    return min(newest, int(data.get("answered", newest)))


def list_messages(role: str, team: Team | None) -> QuerySet[Message]:
    """The messages of the conversations that this role and team may see."""
    return Message.objects.filter(conversation__inbox__in=list_inboxes(role, team))


def list_page(
    conversation_id: UUID, after: Message | None, limit: int
) -> tuple[list[Message], bool]:
    """Up to `limit` messages that follow `after`, oldest first, and whether more follow them."""
    messages = Message.objects.filter(conversation_id=conversation_id).order_by("sequence")
    messages = messages.select_related("agent")
    if after:
        messages = messages.filter(sequence__gt=after.sequence)
    page = list(messages[: limit + 1])
    return page[:limit], len(page) > limit


def is_alive(conversation_id: UUID, since: datetime) -> bool:
    """Whether anybody has said anything in it since then."""
    return Conversation.objects.filter(id=conversation_id, last_message_at__gt=since).exists()


def has_recent_answer(inbox: Inbox, since: datetime) -> bool:
    """Whether a human agent, not a program, has answered anybody in this inbox since then."""
    recent = Conversation.objects.filter(inbox=inbox, last_message_at__gte=since)
    answers = Message.objects.filter(agent__isnull=False, created_at__gte=since)
    return answers.filter(conversation__in=recent).exists()

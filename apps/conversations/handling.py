"""What agents do with a conversation: each a transaction that locks it and records an event.

Callers have found the conversation through `queries`, which know what an agent may see. Each
function raises Conversation.DoesNotExist when the conversation is gone, and ActionRefused.
"""

from __future__ import annotations

import re
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

from apps.accounts.models import Agent, Team
from apps.conversations.actions import lock_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.events import record_about
from apps.conversations.kinds import RESOLVED
from apps.conversations.models import (
    LONGEST_TAG,
    Conversation,
    ConversationStatus,
    Note,
    Priority,
    Tagging,
)
from apps.conversations.owners import check_agent_sees, check_team_sees, give_back, lock_agent
from apps.conversations.queries import find_answered
from apps.conversations.unseen import refuse_unseen
from apps.dispatch.actions import enqueue
from workers.contracts.events import EventKind
from workers.text.cards import mask_cards

MOST_TAGS = 20
LONGEST_NOTE = 8000

_MARK_READ = """
INSERT INTO conversations_readmark (conversation_id, agent_id, sequence)
SELECT id, %(agent_id)s, message_count FROM conversations_conversation WHERE id = %(id)s
FOR KEY SHARE
ON CONFLICT (conversation_id, agent_id) DO UPDATE
SET sequence = greatest(conversations_readmark.sequence, excluded.sequence)
"""


@transaction.atomic
def assign(
    conversation_id: UUID, *, by: Agent, agent: Agent | None = None, team: Team | None = None
) -> Conversation:
    """Assign to an agent (the team stays), to a team (without an agent), or to nobody.

    Once it is assigned to an agent, the bot does not answer any more.
    """
    conversation = lock_conversation(conversation_id)
    if agent is not None:
        agent = lock_agent(agent)
        check_agent_sees(agent, conversation)
        conversation.handed_off_at = conversation.handed_off_at or timezone.now()
    if team is not None:
        check_team_sees(team, conversation)
    if team is not None or agent is None:
        conversation.assigned_team = team
    conversation.assigned_agent = agent
    conversation.save(update_fields=["assigned_agent", "assigned_team", "handed_off_at"])
    record_about(
        conversation,
        EventKind.CONVERSATION_ASSIGNED,
        by=by,
        agent=_id_of(agent),
        team=_id_of(team),
    )
    return conversation


@transaction.atomic
def resolve(conversation_id: UUID, by: Agent, *, seen: int | None = None) -> Conversation:
    """Resolve it; the pools learn from it, and a new message of the contact reopens it.

    `seen`: the newest sequence that was on the agent's page. Refused when the contact has written
    since.
    """
    conversation = lock_conversation(conversation_id)
    refuse_unseen(conversation, seen)
    if conversation.status != ConversationStatus.RESOLVED:
        answered = conversation.answered_sequence
        conversation.status = ConversationStatus.RESOLVED
        conversation.answered_sequence = conversation.message_count
        conversation.save(update_fields=["status", "answered_sequence"])
        enqueue(RESOLVED, conversation.id)
        record_about(conversation, EventKind.CONVERSATION_RESOLVED, by=by, answered=answered)
    return conversation


@transaction.atomic
def reopen(conversation_id: UUID, by: Agent, *, by_mistake: bool = False) -> Conversation:
    """Reopen a conversation that is resolved, snoozed or waiting for the contact.

    `by_mistake`: it should not have been resolved, and whoever waited waits again. Where somebody
    has gone on since, there is nothing to undo.
    """
    conversation = lock_conversation(conversation_id)
    if by_mistake and conversation.status != ConversationStatus.RESOLVED:
        return conversation
    if conversation.status != ConversationStatus.OPEN:
        if by_mistake:
            conversation.answered_sequence = find_answered(conversation)
        conversation.status = ConversationStatus.OPEN
        conversation.save(update_fields=["status", "answered_sequence"])
        record_about(conversation, EventKind.CONVERSATION_REOPENED, by=by)
        give_back(conversation)
    return conversation


@transaction.atomic
def set_priority(conversation_id: UUID, priority: str, by: Agent) -> Conversation:
    """Set the priority: low, normal, high or urgent."""
    if priority not in Priority.values:
        raise ActionRefused(f"A priority is one of {', '.join(Priority.values)}.")
    conversation = lock_conversation(conversation_id)
    if conversation.priority != priority:
        conversation.priority = priority
        conversation.save(update_fields=["priority"])
        record_about(conversation, EventKind.PRIORITY_SET, by=by, priority=priority)
    return conversation


@transaction.atomic
def add_tag(conversation_id: UUID, tag: str, by: Agent) -> Conversation:
    """Add a tag. Whatever was typed becomes lower-case letters, digits and hyphens."""
    slug = _clean_tag(tag)
    conversation = lock_conversation(conversation_id)
    if slug not in conversation.tags:
        if len(conversation.tags) >= MOST_TAGS:
            raise ActionRefused(f"A conversation has at most {MOST_TAGS} tags; remove one first.")
        conversation.tags = [*conversation.tags, slug]
        conversation.save(update_fields=["tags"])
        _record_tag(conversation, EventKind.TAG_ADDED, slug, by)
    return conversation


@transaction.atomic
def remove_tag(conversation_id: UUID, tag: str, by: Agent) -> Conversation:
    """Remove a tag, if it is there."""
    conversation = lock_conversation(conversation_id)
    if tag in conversation.tags:
        conversation.tags = [each for each in conversation.tags if each != tag]
        conversation.save(update_fields=["tags"])
        _record_tag(conversation, EventKind.TAG_REMOVED, tag, by)
    return conversation


@transaction.atomic
def write_note(conversation_id: UUID, agent: Agent, text: str) -> Note:
    """Write a note for other agents. Card numbers are masked as in messages."""
    text = text.strip()
    if not text:
        raise ActionRefused("Write something in the note first.")
    if len(text) > LONGEST_NOTE:
        raise ActionRefused(f"A note has at most {LONGEST_NOTE} characters; make it shorter.")
    conversation = lock_conversation(conversation_id)
    note = Note.objects.create(conversation=conversation, agent=agent, text=mask_cards(text))
    record_about(conversation, EventKind.NOTE_WRITTEN, by=agent, note=str(note.id))
    return note


def mark_read(conversation_id: UUID, agent: Agent) -> None:
    """Record that the agent has read all messages, unless the conversation is gone.

    Needs no lock but against erasing it, because the mark only grows.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MARK_READ, {"id": conversation_id, "agent_id": agent.id})


def _clean_tag(tag: str) -> str:
    slug = re.sub(r"[\W_]+", "-", tag.lower()).strip("-")
    if not slug or len(slug) > LONGEST_TAG:
        raise ActionRefused(f"A tag has 1 to {LONGEST_TAG} letters, digits and hyphens.")
    return slug


def _record_tag(conversation: Conversation, kind: EventKind, tag: str, by: Agent) -> None:
    """Record the event with the id of a Tagging, which is erased with the conversation.

    An agent may have typed a name as a tag, and events outlive their conversation.
    """
    tagging, _ = Tagging.objects.get_or_create(conversation=conversation, tag=tag)
    record_about(conversation, kind, by=by, tag=tagging.id)


def _id_of(owner: Agent | Team | None) -> str | None:
    return str(owner.id) if owner is not None else None

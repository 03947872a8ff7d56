"""What reads conversations. A fetch made for a user carries its permission check."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet

from apps.accounts.models import Role, Team
from apps.conversations.models import Conversation, Inbox, Message


def list_inboxes(role: str, team: Team | None) -> QuerySet[Inbox]:
    """Administrators and supervisors see all; an agent sees open inboxes and those of the team."""
    if role in {Role.ADMINISTRATOR, Role.SUPERVISOR} and team is None:
        return Inbox.objects.all()
    return Inbox.objects.filter(Q(teams__isnull=True) | Q(teams=team)).distinct()


def list_conversations(role: str, team: Team | None) -> QuerySet[Conversation]:
    """The conversations of the inboxes that this role and team may see."""
    return Conversation.objects.filter(inbox__in=list_inboxes(role, team))


def list_messages(role: str, team: Team | None) -> QuerySet[Message]:
    """The messages of the conversations that this role and team may see."""
    return Message.objects.filter(conversation__inbox__in=list_inboxes(role, team))


def list_page(
    conversation_id: UUID, after: Message | None, limit: int
) -> tuple[list[Message], bool]:
    """Up to `limit` messages that follow `after`, oldest first, and whether more follow them."""
    messages = Message.objects.filter(conversation_id=conversation_id).order_by("sequence")
    if after:
        messages = messages.filter(sequence__gt=after.sequence)
    page = list(messages[: limit + 1])
    return page[:limit], len(page) > limit

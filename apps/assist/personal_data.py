"""Collects what is stored of a contact, for the contact."""

from __future__ import annotations

from typing import Any

from apps.assist.models import Feedback
from apps.conversations.models import Contact, Conversation, Message, Note, SenderType


def collect_personal_data(contact: Contact) -> dict[str, Any]:
    """Their details and all conversations with notes and ratings, as JSON; oldest first.

    What the models made of a message is made of its words alone, and is left out.
    """
    conversations = contact.conversations.order_by("created_at", "id")
    return {
        "name": contact.name,
        "email": contact.email,
        "external_id": contact.external_id,
        "time_zone": contact.zone,
        "first_seen": contact.created_at.isoformat(),
        "conversations": [_describe(each) for each in conversations],
    }


def _describe(conversation: Conversation) -> dict[str, Any]:
    rated = Feedback.objects.filter(message__conversation=conversation, suggestion=None)
    ratings = {each.message_id: each for each in rated}
    messages = conversation.messages.select_related("agent").order_by("sequence")
    notes = conversation.notes.select_related("agent").order_by("created_at")
    return {
        "started": conversation.created_at.isoformat(),
        "status": conversation.status,
        "tags": conversation.tags,
        "messages": [_describe_message(each, ratings.get(each.id)) for each in messages],
        "notes": [_describe_note(each) for each in notes],
    }


def _describe_message(message: Message, rating: Feedback | None) -> dict[str, Any]:
    described = {
        "from": message.sender_type,
        "at": message.created_at.isoformat(),
        "text": message.text,
    }
    if message.sender_type == SenderType.AGENT:
        described["agent"] = str(message.agent or "")
    if rating is not None:
        described |= {"rating": rating.outcome, "comment": rating.text}
    return described


def _describe_note(note: Note) -> dict[str, Any]:
    written = note.created_at.isoformat()
    return {"agent": str(note.agent or ""), "at": written, "text": note.text}

"""Inboxes, their contacts, and what was said."""

from __future__ import annotations

from apps.conversations.models.contacts import CONTACT_SEARCH, Contact
from apps.conversations.models.conversations import (
    LIVE_STATUSES,
    LONGEST_TAG,
    Conversation,
    ConversationStatus,
    Priority,
    Tagging,
)
from apps.conversations.models.inboxes import Inbox, make_secret, make_site_key
from apps.conversations.models.messages import MESSAGE_SEARCH, Direction, Message, SenderType
from apps.conversations.models.teamwork import Note, ReadMark, Typing

__all__ = [
    "CONTACT_SEARCH",
    "LIVE_STATUSES",
    "LONGEST_TAG",
    "MESSAGE_SEARCH",
    "Contact",
    "Conversation",
    "ConversationStatus",
    "Direction",
    "Inbox",
    "Message",
    "Note",
    "Priority",
    "ReadMark",
    "SenderType",
    "Tagging",
    "Typing",
    "make_secret",
    "make_site_key",
]

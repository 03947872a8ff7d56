"""What contact, agents and bot said to one another."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from uuid_utils.compat import uuid7

from apps.conversations.models.conversations import Conversation

# One constant for the index and the queries, because an index serves only the same expression.
MESSAGE_SEARCH = SearchVector("text", config="english")


class Direction(models.TextChoices):
    INCOMING = "incoming"
    OUTGOING = "outgoing"


class SenderType(models.TextChoices):
    CONTACT = "contact"
    AGENT = "agent"
    BOT = "bot"
    SYSTEM = "system"


class Message(models.Model):
    """PERSONAL. What was said; `sequence` is its place in the conversation, from 1."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(
        Conversation, db_index=False, on_delete=models.CASCADE, related_name="messages"
    )
    sequence = models.PositiveIntegerField()
    direction = models.CharField(max_length=10, choices=Direction.choices)
    sender_type = models.CharField(max_length=10, choices=SenderType.choices)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    in_reply_to = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="replies"
    )
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation", "sequence"], name="message_sequence_once"
            ),
            models.UniqueConstraint(
                fields=["in_reply_to"],
                condition=models.Q(sender_type=SenderType.BOT),
                name="message_one_bot_reply",
            ),
        ]
        indexes: ClassVar = [GinIndex(MESSAGE_SEARCH, name="message_search")]

    def __str__(self) -> str:
        return str(self.id)

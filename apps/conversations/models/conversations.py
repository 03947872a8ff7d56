"""Conversations, with their status, assignment, priority and tags."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from uuid_utils.compat import uuid7

from apps.conversations.models.contacts import Contact
from apps.conversations.models.inboxes import Inbox

LONGEST_TAG = 50


class ConversationStatus(models.TextChoices):
    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


# Not resolved: few rows, however many conversations there have been.
LIVE_STATUSES = (
    ConversationStatus.OPEN,
    ConversationStatus.WAITING,
    ConversationStatus.SNOOZED,
)


class Priority(models.TextChoices):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


class Conversation(models.Model):
    """PERSONAL, because its tags are what agents typed.

    `open`: somebody waits for us; `waiting`: we wait for the contact; `snoozed`; `resolved`.

    Whatever the contact writes makes it `open`. `snoozed_until` counts only while it is snoozed.
    `answered_sequence`: messages up to here have been answered or resolved.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="conversations")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="conversations")
    status = models.CharField(
        max_length=10, choices=ConversationStatus.choices, default=ConversationStatus.OPEN
    )
    assigned_agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    assigned_team = models.ForeignKey(
        "accounts.Team", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    priority = models.CharField(
        max_length=10,
        choices=Priority.choices,
        default=Priority.NORMAL,
        db_default=Priority.NORMAL,
    )
    tags = ArrayField(
        models.CharField(max_length=LONGEST_TAG),
        default=list,
        db_default=[],
        blank=True,
    )
    snoozed_until = models.DateTimeField(null=True, blank=True)
    message_count = models.PositiveIntegerField(default=0)
    answered_sequence = models.PositiveIntegerField(default=0)
    handed_off_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_message_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["last_message_at"],
                condition=Q(status__in=LIVE_STATUSES),
                name="conversation_live",
            ),
            # Conversations without tags, which most are, are not in it.
            GinIndex(fields=["tags"], condition=~Q(tags=[]), name="conversation_tags"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class Tagging(models.Model):
    """PERSONAL. A tag that a conversation has or had. Events refer to it by its id."""

    conversation = models.ForeignKey(
        Conversation, db_index=False, on_delete=models.CASCADE, related_name="taggings"
    )
    tag = models.CharField(max_length=LONGEST_TAG)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "tag"], name="tagging_once")
        ]

    def __str__(self) -> str:
        return self.tag

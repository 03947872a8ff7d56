from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Replace
from uuid_utils.compat import uuid7


def make_site_key() -> str:
    """A public key: it names an inbox and grants nothing but writing to it."""
    return secrets.token_urlsafe(12)


def make_secret() -> str:
    """What the company's own server signs `external_id` with."""
    return secrets.token_urlsafe(32)


# What is searched, spelt once: an index serves only the very expression that it was made of.
MESSAGE_SEARCH = SearchVector("text", config="english")
# An address is one word to Postgres; its parts are what people remember.
CONTACT_SEARCH = SearchVector(
    Replace(
        Replace(Concat("name", Value(" "), "email"), Value("@"), Value(" ")), Value("."), Value(" ")
    ),
    config="simple",
)
LONGEST_TAG = 50


class Inbox(models.Model):
    """A source of conversations, such as the chat of one web site.

    `accent`: a colour such as #0f766e, or empty for ours. `launcher_text`: what the button on
    the web site says, or empty for the words of the inbox's language.
    """

    class Position(models.TextChoices):
        RIGHT = "right"
        LEFT = "left"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100, unique=True)
    site_key = models.CharField(max_length=64, unique=True, default=make_site_key)
    secret = models.CharField(max_length=64, default=make_secret)
    allowed_origins = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    language = models.CharField(max_length=3, default="en")
    greeting = models.TextField(blank=True)
    hand_off_text = models.TextField(blank=True)
    questions = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    accent = models.CharField(
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Give a colour as # and six digits, #0f766e.")
        ],
    )
    position = models.CharField(max_length=5, choices=Position.choices, default=Position.RIGHT)
    launcher_text = models.CharField(max_length=60, blank=True)
    teams = models.ManyToManyField("accounts.Team", blank=True, related_name="inboxes")

    class Meta:
        verbose_name_plural = "inboxes"

    def __str__(self) -> str:
        return self.name


class Contact(models.Model):
    """PERSONAL. The customer who writes. `zone`: IANA name, or empty where nobody knows."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="contacts")
    external_id = models.CharField(max_length=200, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    zone = models.CharField(max_length=64, blank=True, db_default="", default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inbox", "external_id"], name="contact_once_per_inbox")
        ]
        indexes: ClassVar = [GinIndex(CONTACT_SEARCH, name="contact_search")]

    def __str__(self) -> str:
        return self.name or "Visitor"


class ConversationStatus(models.TextChoices):
    OPEN = "open"
    WAITING = "waiting"
    SNOOZED = "snoozed"
    RESOLVED = "resolved"


class Priority(models.TextChoices):
    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


# What is not over: few rows, however many conversations there have been.
LIVE_STATUSES = (
    ConversationStatus.OPEN,
    ConversationStatus.WAITING,
    ConversationStatus.SNOOZED,
)


class Conversation(models.Model):
    """`open`: somebody waits for us; `waiting`: we wait for the contact; `snoozed`; `resolved`.

    Whatever the contact writes makes it `open`. `snoozed_until` counts only while it is snoozed.
    `answered_sequence`: up to here nobody waits, because we answered or settled it.
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
            # Most have no tag: a new message costs them nothing here.
            GinIndex(fields=["tags"], condition=~Q(tags=[]), name="conversation_tags"),
        ]

    def __str__(self) -> str:
        return str(self.id)


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


class Note(models.Model):
    """PERSONAL. What agents tell one another about a conversation; the contact never sees it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="notes")
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)


class Typing(models.Model):
    """Until when an agent counts as writing to the contact; a key pressed anew prolongs it."""

    conversation = models.OneToOneField(
        Conversation, on_delete=models.CASCADE, primary_key=True, related_name="typing"
    )
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.until}"


class ReadMark(models.Model):
    """How far an agent has read a conversation; it only grows."""

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="read_marks"
    )
    agent = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    sequence = models.PositiveIntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "agent"], name="read_mark_once")
        ]

    def __str__(self) -> str:
        return f"{self.conversation_id}: {self.sequence}"

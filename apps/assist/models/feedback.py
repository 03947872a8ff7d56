"""Feedback of agents and contacts, the labels made of it, and their counts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from apps.assist.models.predictions import Suggestion


class Feedback(models.Model):
    """PERSONAL. What an agent did with a suggestion, or what a contact thought of a message.

    `reply`: the message that was sent when a suggestion was accepted; there is one at most. An
    acceptance that was `UNDONE` teaches nothing.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        EDITED = "edited"
        REJECTED = "rejected"
        UNDONE = "undone"
        UP = "up"
        DOWN = "down"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.ForeignKey(
        "conversations.Message", on_delete=models.CASCADE, related_name="feedback"
    )
    suggestion = models.OneToOneField(
        Suggestion, null=True, on_delete=models.CASCADE, related_name="feedback"
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    text = models.TextField(blank=True)
    reply = models.ForeignKey(
        "conversations.Message", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "feedback"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message"],
                condition=models.Q(suggestion__isnull=True),
                name="feedback_one_rating",
            )
        ]

    def __str__(self) -> str:
        return self.outcome


class Label(models.Model):
    """How good a candidate was for a message, by one piece of feedback.

    Written by the feedback pool. `value`: from 0 (wrong) to 1 (right).
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    feedback = models.OneToOneField(Feedback, on_delete=models.CASCADE, related_name="label")
    message = models.ForeignKey(
        "conversations.Message", on_delete=models.CASCADE, related_name="labels"
    )
    suggestion = models.ForeignKey(
        Suggestion, null=True, on_delete=models.CASCADE, related_name="labels"
    )
    intent = models.CharField(max_length=100)
    value = models.FloatField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.intent}: {self.value}"


class Acceptance(models.Model):
    """How often a candidate was judged for an intent, and the sum of the values: 1 is right.

    Counted by the feedback pool with each label, so that ranking need not read all labels.
    """

    id = models.BigAutoField(primary_key=True)
    intent = models.CharField(max_length=100)
    candidate_id = models.UUIDField()
    times = models.IntegerField()
    value = models.FloatField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intent", "candidate_id"], name="acceptance_once")
        ]

    def __str__(self) -> str:
        return f"{self.intent}: {self.value} of {self.times}"

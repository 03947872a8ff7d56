"""The audit log of actions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7

from apps.assist.models.predictions import Suggestion


class Execution(models.Model):
    """PERSONAL, because `changes` has tags. An action that was performed, for the audit log.

    `key`: of the suggestion or the press; kept for ever, so that it counts once. `inputs`: the
    values, or where they stand in case they are personal. `changes`: the fields of the conversation
    that undoing restores, with their values before and after.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    key = models.CharField(max_length=150, unique=True)
    conversation = models.ForeignKey(
        "conversations.Conversation", on_delete=models.CASCADE, related_name="executions"
    )
    suggestion = models.ForeignKey(
        Suggestion, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.ForeignKey(
        "knowledge.Action", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    title = models.CharField(max_length=200)
    effect = models.CharField(max_length=20)
    inputs = models.JSONField(default=dict)
    result = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    delivery = models.ForeignKey(
        "webhooks.Delivery", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-created_at"], name="execution_newest")]

    def __str__(self) -> str:
        return self.title

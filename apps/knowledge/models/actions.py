from __future__ import annotations

from django.db import models
from uuid_utils.compat import uuid7


class Action(models.Model):
    """Something that an agent can do for the contact, and what it changes.

    `parameters`: of its effect. `inputs`: variables that are filled in from the conversation, each
    with whether it is required. `conditions`: when it is offered.
    """

    class Effect(models.TextChoices):
        ASSIGN = "assign"
        SET_PRIORITY = "set_priority"
        TAG = "tag"
        SNOOZE = "snooze"
        ESCALATE = "escalate"
        CLOSE = "close"
        SEND_MACRO = "send_macro"
        WEBHOOK = "webhook"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    effect = models.CharField(max_length=20, choices=Effect.choices)
    parameters = models.JSONField(default=dict, blank=True)
    inputs = models.JSONField(default=dict, db_default={}, blank=True)
    conditions = models.JSONField(default=dict, db_default={}, blank=True)

    def __str__(self) -> str:
        return self.title

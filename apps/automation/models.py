from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7


class Automation(models.Model):
    """An intent's target, set by an administrator, and its threshold, from judged examples.

    `target`: the share that must be right for the bot to answer alone; None: never alone.
    `answer_from`: the lowest answer confidence that meets the target; None while none does.
    `judged`, `covered`, `right`: counts at the last review: recent examples, those of them from
    `answer_from` on, and those of these that were right. `strictest`: the highest `answer_from`
    since the target was set; by itself the threshold does not return below it.
    """

    intent = models.OneToOneField(
        "learning.Intent", on_delete=models.CASCADE, primary_key=True, related_name="automation"
    )
    target = models.FloatField(null=True)
    answer_from = models.FloatField(null=True)
    strictest = models.FloatField(null=True)
    judged = models.PositiveIntegerField(default=0)
    covered = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.intent_id}: {self.answer_from}"


class Change(models.Model):
    """One change of what the bot may answer alone. `agent`: who made it; None: Firstline."""

    class Kind(models.TextChoices):
        SET = "set"
        STARTED = "started"
        TIGHTENED = "tightened"
        STOPPED = "stopped"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    automation = models.ForeignKey(Automation, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    agent = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    target = models.FloatField(null=True)
    answer_from = models.FloatField(null=True)
    judged = models.PositiveIntegerField()
    covered = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["created_at"], name="automation_change_time")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer_from}"


class Judgement(models.Model):
    """Whether the reply that the bot would have sent, or did send, was right.

    `confidence`: the answer confidence. A judgement of the sample has no message.
    """

    class Source(models.TextChoices):
        AGENT = "agent"
        CONTACT = "contact"
        SAMPLE = "sample"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    intent = models.ForeignKey(
        "learning.Intent", on_delete=models.CASCADE, related_name="judgements"
    )
    message = models.OneToOneField(
        "conversations.Message", null=True, on_delete=models.CASCADE, related_name="judgement"
    )
    source = models.CharField(max_length=10, choices=Source.choices)
    confidence = models.FloatField()
    right = models.BooleanField()
    judged_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["intent", "-judged_at"], name="judgement_by_intent")
        ]

    def __str__(self) -> str:
        return f"{self.confidence}: {'right' if self.right else 'wrong'}"


class Reading(models.Model):
    """The position of the last event that was read for judgements."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.position)

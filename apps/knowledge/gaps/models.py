from __future__ import annotations

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Gap(models.Model):
    """A question that several contacts of an inbox asked, and nothing in the knowledge answered.

    The feedback pool keeps its identity as questions come and go, so that decisions about it last.
    `label`: words that its questions share, never those of a single one; empty from when one is
    erased with its contact until the pool has named the gap anew. `article`: was drafted for it.
    The gap is `answered` while that is published, unless the question has been asked as often
    again since `answered_at`.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DISMISSED = "dismissed"
        ANSWERED = "answered"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inbox = models.ForeignKey("conversations.Inbox", on_delete=models.CASCADE, related_name="+")
    label = models.CharField(max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    article = models.ForeignKey(
        "knowledge.Article", null=True, on_delete=models.SET_NULL, related_name="gaps"
    )
    answered_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.label


class GapQuestion(models.Model):
    """A question of a gap; erased with its contact. A question is in one gap.

    `closeness`: its mean cosine to the others; the closest says best what they ask.
    """

    solved_question = models.OneToOneField(
        "knowledge.SolvedQuestion",
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="gap_membership",
    )
    gap = models.ForeignKey(Gap, on_delete=models.CASCADE, related_name="members")
    closeness = models.FloatField()

    class Meta:
        ordering: ClassVar = ["-closeness", "solved_question"]

    def __str__(self) -> str:
        return str(self.solved_question_id)

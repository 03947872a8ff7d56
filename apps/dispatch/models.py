from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now
from uuid_utils.compat import uuid7


class Work(models.Model):
    """One thing to be done by a pool or by the deliverer: the truth about its progress.

    Narrow on purpose, because it is written several times for each message. `due_at` is when a
    pending row may be claimed, and when the lease of a leased row runs out. `size` is in
    characters and bounds a claim. `receiver_id`: whom it is sent to; each gets one at a time.
    """

    class State(models.TextChoices):
        PENDING = "pending"
        LEASED = "leased"
        DONE = "done"
        FAILED = "failed"
        SUPERSEDED = "superseded"

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=30)
    lane = models.CharField(max_length=30)
    subject_id = models.UUIDField()
    conversation_id = models.UUIDField(null=True)
    receiver_id = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    size = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    created_at = models.DateTimeField(db_default=Now())
    deadline = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True)
    last_error = models.CharField(max_length=500, default="", blank=True)
    traceparent = models.CharField(max_length=55, null=True)
    superseded_by = models.UUIDField(null=True)
    turn_started_at = models.DateTimeField(db_default=Now())
    turn_restarts = models.PositiveSmallIntegerField(default=0)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "work"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "subject_id"], name="work_once_per_subject"),
            models.UniqueConstraint(
                fields=["conversation_id"],
                condition=models.Q(state="leased"),
                name="work_one_lease_per_conversation",
            ),
            models.UniqueConstraint(
                fields=["receiver_id"],
                condition=models.Q(state="leased", receiver_id__isnull=False),
                name="work_one_lease_per_receiver",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["lane", "due_at", "id"],
                condition=models.Q(state="pending", attempts=0),
                name="work_pending",
            ),
            models.Index(
                fields=["lane", "due_at", "id"],
                condition=models.Q(state="pending", attempts__gt=0),
                name="work_retry",
            ),
            models.Index(
                fields=["lane", "due_at"], condition=models.Q(state="leased"), name="work_leased"
            ),
            models.Index(
                fields=["deadline"], condition=models.Q(state="pending"), name="work_deadline"
            ),
            models.Index(
                fields=["conversation_id"],
                condition=models.Q(state__in=["pending", "leased"]),
                name="work_open_by_conversation",
            ),
            models.Index(
                fields=["finished_at"], condition=models.Q(state="failed"), name="work_failed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.state}"


class Event(models.Model):
    """Something that happened: ids, labels and numbers, never text.

    Readers follow `position`, which the dispatcher assigns to committed rows in order. An `id` is
    assigned before the commit, so ids may become visible out of order.
    """

    id = models.BigAutoField(primary_key=True)
    position = models.BigIntegerField(null=True, unique=True)
    kind = models.CharField(max_length=50)
    inbox_id = models.UUIDField(null=True)
    conversation_id = models.UUIDField(null=True)
    message_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=models.Q(position__isnull=True), name="event_unnumbered"
            ),
            models.Index(fields=["conversation_id", "position"], name="event_by_conversation"),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.kind}"


class Heartbeat(models.Model):
    """A living process that consumes a queue (or runs a loop); stale after 15 seconds."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    process = models.CharField(max_length=150, unique=True)
    queue = models.CharField(max_length=30, db_index=True)
    details = models.JSONField(default=dict)
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return self.process


class PausedLane(models.Model):
    """A lane from which nothing is claimed until this row is deleted."""

    lane = models.CharField(max_length=30, primary_key=True)
    paused_at = models.DateTimeField(db_default=Now())
    paused_by = models.CharField(max_length=100)

    def __str__(self) -> str:
        return self.lane


class WorkTally(models.Model):
    """Counts of a kind's work, and of its superseded work, up to a row; see `tally`."""

    kind = models.CharField(max_length=30, primary_key=True)
    up_to_id = models.BigIntegerField()
    accepted = models.BigIntegerField()
    superseded = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.accepted}"

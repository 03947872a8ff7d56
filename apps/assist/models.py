from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from uuid_utils.compat import uuid7

from apps.knowledge.models import Article


class Prediction(models.Model):
    """What the workers understood of one message, and what they decided. One a message.

    `answer_confidence`: how sure an answer of the bot would be, where nothing else spoke against
    one; what the bot may answer alone is decided by it.
    """

    class Decision(models.TextChoices):
        AUTO_REPLY = "auto_reply"
        SUGGEST = "suggest"
        HAND_OFF = "hand_off"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    message = models.OneToOneField(
        "conversations.Message", on_delete=models.CASCADE, related_name="prediction"
    )
    decision = models.CharField(max_length=10, choices=Decision.choices)
    reason = models.CharField(max_length=200)
    language = models.CharField(max_length=3)
    language_confidence = models.FloatField()
    intents = models.JSONField()
    sentiment = models.CharField(max_length=10)
    sentiment_score = models.FloatField()
    entities = models.JSONField()
    features = models.JSONField()
    model_version = models.CharField(max_length=80)
    answer_confidence = models.FloatField(null=True)
    timings_ms = models.JSONField()
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.decision} ({self.reason})"


class Suggestion(models.Model):
    """One ranked candidate: a reply to send, an article to read, an action to take.

    A message has a dozen of them: an index more is a dozen writes more. Each is of one source,
    and the constraint on ranks finds those of a prediction.
    """

    class Kind(models.TextChoices):
        REPLY = "reply"
        ARTICLE = "article"
        ACTION = "action"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    prediction = models.ForeignKey(
        Prediction, db_index=False, on_delete=models.CASCADE, related_name="suggestions"
    )
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=200)
    text = models.TextField()
    confidence = models.FloatField()
    article = models.ForeignKey(
        "knowledge.Article", null=True, db_index=False, on_delete=models.SET_NULL, related_name="+"
    )
    macro = models.ForeignKey(
        "knowledge.Macro", null=True, db_index=False, on_delete=models.SET_NULL, related_name="+"
    )
    action = models.ForeignKey(
        "knowledge.Action", null=True, db_index=False, on_delete=models.SET_NULL, related_name="+"
    )
    # The past answer that this is, and with which it is erased. The pool that replaces what a
    # conversation teaches need not know of it.
    solved_question = models.ForeignKey(
        "knowledge.SolvedQuestion",
        null=True,
        db_index=False,
        db_constraint=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    evidence = models.JSONField(default=list)
    # What it was ranked by, in thousandths, in the order of the ranker's features.
    features = ArrayField(models.SmallIntegerField(), null=True)
    # What weighed most, as words with a space between them; `-` is before what spoke against it.
    why = models.CharField(max_length=100, default="", db_default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prediction", "rank"], name="suggestion_rank_once")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=[source],
                condition=models.Q(**{f"{source}__isnull": False}),
                name=f"suggestion_{source}",
            )
            for source in ("article", "macro", "action", "solved_question")
        ]
        ordering: ClassVar = ["rank"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_internal(self) -> bool:
        """Whether its words are for agents and not for the contact."""
        if self.kind != Suggestion.Kind.ARTICLE or self.article is None:
            return False
        return self.article.audience == Article.Audience.AGENTS


class Execution(models.Model):
    """One action, performed once: the audit log.

    `key`: of the suggestion or of the button that was pressed; it is kept for ever. `inputs`: what
    was filled in; of what is personal only where it stands. `changes`: what undoing puts back, by
    field of the conversation, as it was before and after.
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


class Feedback(models.Model):
    """PERSONAL. What an agent did with a suggestion, or what a contact thought of a message.

    `reply`: what was sent when a suggestion was accepted here; it is sent once.
    """

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted"
        EDITED = "edited"
        REJECTED = "rejected"
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


class Acceptance(models.Model):
    """How often a candidate was judged for an intent, and the sum of the values: 1 is right.

    Counted by the feedback pool with each label, so that ranking need not read them all.
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


class Label(models.Model):
    """What one piece of feedback teaches: how good this candidate was for this message.

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

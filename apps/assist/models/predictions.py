"""Predictions about messages, and the suggestions that come with them."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from uuid_utils.compat import uuid7


class Prediction(models.Model):
    """The analysis of a message, and the decision about it; one for each message.

    `answer_confidence`: the confidence of an answer by the bot, where nothing else speaks against
    one. Automation compares it with the threshold of the intent.
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

    class Meta:
        indexes: ClassVar = [
            models.Index(
                KeyTextTransform("label", KeyTransform(0, "intents")),
                "sentiment",
                name="prediction_reading",
            )
        ]

    def __str__(self) -> str:
        return f"{self.decision} ({self.reason})"


class Suggestion(models.Model):
    """A ranked candidate: a reply to send, an article to read, an action to take.

    It has exactly one source. A message has a dozen suggestions, so each index costs a dozen
    writes; the unique constraint on ranks also serves the query by prediction.
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
    # A past answer; the suggestion is deleted with it, also when a pool deletes the answer.
    solved_question = models.ForeignKey(
        "knowledge.SolvedQuestion",
        null=True,
        db_index=False,
        db_constraint=False,
        on_delete=models.CASCADE,
        related_name="+",
    )
    evidence = models.JSONField(default=list)
    # The values of the ranker's features, in their order, in thousandths.
    features = ArrayField(models.SmallIntegerField(), null=True)
    # The strongest reasons, separated by spaces; objections begin with `-`.
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
        """Whether its words are for agents and not for the contact, as are those of an article that
        somebody has withdrawn meanwhile. Of one that was deleted nobody knows any more for whom it
        was."""
        if self.kind != Suggestion.Kind.ARTICLE:
            return False
        return self.article is None or not self.article.is_for_contacts

    @property
    def source_text(self) -> str:
        """The current text of its article or macro."""
        if self.article is not None:
            return self.article.body
        return self.macro.text if self.macro is not None else ""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from uuid_utils.compat import uuid7


class Intent(models.Model):
    """What a customer may want, with the articles, macros and actions that usually answer it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # The label of training data; imported ones have slashes and question marks.
    slug = models.CharField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    articles = models.ManyToManyField("knowledge.Article", blank=True, related_name="intents")
    macros = models.ManyToManyField("knowledge.Macro", blank=True, related_name="intents")
    actions = models.ManyToManyField("knowledge.Action", blank=True, related_name="intents")

    def __str__(self) -> str:
        return self.title


class Example(models.Model):
    """A text that teaches an intent, written or imported by people.

    `entities`: annotations of `text`, as `{start, end, label}`, with `value`, `role` and `group`
    where they were given.
    """

    class Source(models.TextChoices):
        SAMPLE = "sample"
        AGENT = "agent"
        FEEDBACK = "feedback"
        IMPORT = "import"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    intent = models.ForeignKey(Intent, on_delete=models.CASCADE, related_name="examples")
    text = models.TextField()
    entities = models.JSONField(default=list, db_default=[], blank=True)
    source = models.CharField(max_length=10, choices=Source.choices, default=Source.AGENT)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["intent", "text"], name="example_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class EntityPattern(models.Model):
    """A regular expression whose matches are entities of this label."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    label = models.SlugField(max_length=100)
    pattern = models.CharField(max_length=500)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["label", "pattern"], name="entity_pattern_once")
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.pattern}"


class LookupValue(models.Model):
    """A name that customers may write, such as a product's; it is an entity of this label."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    label = models.SlugField(max_length=100)
    value = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["label", "value"], name="lookup_value_once")
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


class Synonym(models.Model):
    """An entity that is written `text` means `value`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    value = models.CharField(max_length=200)
    text = models.CharField(max_length=200, unique=True)

    def __str__(self) -> str:
        return f"{self.text}: {self.value}"


class SentimentExample(models.Model):
    """A redacted text that teaches sentiment."""

    class Label(models.TextChoices):
        NEGATIVE = "negative"
        NEUTRAL = "neutral"
        POSITIVE = "positive"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    text = models.TextField(unique=True)
    label = models.CharField(max_length=10, choices=Label.choices)

    def __str__(self) -> str:
        return str(self.id)


class ModelVersion(models.Model):
    """A trained model, named by a hash of its content. One of each kind is the champion.

    `encoder`: whose embeddings it reads; empty for a ranking model.
    """

    class Kind(models.TextChoices):
        UNDERSTANDING = "understanding"
        RANKING = "ranking"

    class Status(models.TextChoices):
        CHALLENGER = "challenger"
        CHAMPION = "champion"
        RETIRED = "retired"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.CharField(max_length=80, unique=True)
    kind = models.CharField(
        max_length=20,
        choices=Kind.choices,
        default=Kind.UNDERSTANDING,
        db_default=Kind.UNDERSTANDING,
    )
    encoder = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.CHALLENGER)
    report = models.JSONField(default=dict)
    created_at = models.DateTimeField(auto_now_add=True)
    promoted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=models.Q(status="champion"),
                name="model_version_champion_of_kind",
            )
        ]

    def __str__(self) -> str:
        return self.version


class TrainingRun(models.Model):
    """One training that somebody asked for, or that was due; one is open at a time.

    `asked_by`: None where it was due. `said`: lines of progress, and in the end its results.
    """

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        FAILED = "failed"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    asked_by = models.ForeignKey(
        "accounts.Agent", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    said = models.JSONField(default=list, db_default=[], blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="open"), name="training_run_one_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_at:%Y-%m-%d %H:%M}: {self.state}"


class ModelFile(models.Model):
    """One file of a model version; this row is its master copy."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=100)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "name"], name="model_file_once")
        ]

    def __str__(self) -> str:
        return self.name

from __future__ import annotations

from typing import ClassVar, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.functions import Cast
from pgvector.django import HalfVectorField, HnswIndex, VectorField
from uuid_utils.compat import uuid7

from apps.knowledge.gaps.models import Gap, GapQuestion  # noqa: F401 - Django looks for them here
from apps.knowledge.search import words_and_stems, words_in_language

EMBEDDING_DIMENSIONS = 384
LONGEST_BODY = 30_000
LONGEST_MACRO = 8_000
LONGEST_TAG = 50

Source = TypeVar("Source", bound=models.Model)


def _tags() -> ArrayField[list[str], list[str]]:
    tag = models.CharField(max_length=LONGEST_TAG)
    return ArrayField(tag, default=list, db_default=[], blank=True)


def _only(source: str) -> models.Q:
    """For passages: this source, and none of the others."""
    names = ("article", "macro", "solved_question")
    return models.Q(**{f"{name}__isnull": name != source for name in names})


class WithoutWords(models.Manager[Source]):
    """Rows without what they are found by, which is as long as they are and nobody reads."""

    def get_queryset(self) -> models.QuerySet[Source]:
        return super().get_queryset().defer("search")


def _nearest(name: str, *, of_question: bool) -> HnswIndex:
    """In numbers of half the length, which find the same in half the memory."""
    half = Cast("embedding", HalfVectorField(dimensions=EMBEDDING_DIMENSIONS))
    return HnswIndex(
        OpClass(half, name="halfvec_ip_ops"),
        name=name,
        condition=models.Q(of_question=of_question),
    )


class Versioned(models.Model):
    """What people write, maybe two at once: `version` grows with each change."""

    version = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    updated_at = models.DateTimeField(auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        abstract = True


class ArticleContent(models.Model):
    """What an article says, and to whom. What is for agents is never shown, sent or cited to a
    contact."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    class Audience(models.TextChoices):
        CUSTOMERS = "customers", "Customers and agents"
        AGENTS = "agents", "Agents only"

    title = models.CharField(max_length=200)
    body = models.TextField(validators=[MaxLengthValidator(LONGEST_BODY)])
    language = models.CharField(max_length=3, default="en")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    tags = _tags()
    audience = models.CharField(
        max_length=10,
        choices=Audience.choices,
        default=Audience.CUSTOMERS,
        db_default=Audience.CUSTOMERS,
    )

    class Meta:
        abstract = True


# The columns of an article that a version keeps.
CONTENT = ("title", "body", "language", "status", "tags", "audience")


class Article(ArticleContent, Versioned):
    """A page of the company's knowledge, in Markdown. What it was before is kept as an
    `ArticleVersion`."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    search = words_and_stems("title", "body")

    objects = WithoutWords["Article"]()

    class Meta:
        base_manager_name = "objects"
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="article_search"),
            GinIndex(fields=["tags"], name="article_tags"),
            models.Index(fields=["title", "id"], name="article_by_title"),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleVersion(ArticleContent):
    """An article as it was until somebody changed it; `saved_at` and `saved_by` are of then."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} #{self.number}"

    @classmethod
    def of(cls, article: Article) -> ArticleVersion:
        """The article as it is now, not stored."""
        return cls(
            article=article,
            number=article.version,
            saved_at=article.updated_at,
            saved_by=article.updated_by,
            **{field: getattr(article, field) for field in CONTENT},
        )


# The columns of a macro that people write.
MACRO_CONTENT = ("title", "text", "language", "tags")


class Macro(Versioned):
    """A prepared reply."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_MACRO)])
    language = models.CharField(max_length=3, default="en")
    tags = _tags()
    search = words_and_stems("title", "text")

    objects = WithoutWords["Macro"]()

    class Meta:
        base_manager_name = "objects"
        indexes: ClassVar = [
            GinIndex(fields=["search"], name="macro_search"),
            GinIndex(fields=["tags"], name="macro_tags"),
            models.Index(fields=["title", "id"], name="macro_by_title"),
        ]

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """Something that an agent can do for the contact, and what it changes.

    `parameters`: what its effect needs. `inputs`: variables that are filled in from the
    conversation each time, each with whether it must be. `conditions`: when it is offered.
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


class SolvedQuestion(models.Model):
    """What a contact asked and an agent answered in a conversation that is resolved, both redacted.

    Made by the feedback pool, and gone with the conversation. It is suggested in its own inbox
    alone, to agents alone. `article` and `macro`: the suggestion that the agent accepted there.
    `digest` keeps the same question with the same answer from being kept twice.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inbox = models.ForeignKey("conversations.Inbox", on_delete=models.CASCADE, related_name="+")
    conversation = models.OneToOneField(
        "conversations.Conversation", on_delete=models.CASCADE, related_name="solved_question"
    )
    message = models.OneToOneField(
        "conversations.Message", on_delete=models.CASCADE, related_name="solved_question"
    )
    question = models.TextField()
    answer = models.TextField()
    article = models.ForeignKey(Article, null=True, on_delete=models.SET_NULL, related_name="+")
    macro = models.ForeignKey(Macro, null=True, on_delete=models.SET_NULL, related_name="+")
    intent = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=3)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inbox", "digest"], name="solved_question_once")
        ]

    def __str__(self) -> str:
        return str(self.id)


class Passage(models.Model):
    """What retrieval finds: a piece of an article, a whole macro, or a solved question."""

    id = models.BigAutoField(primary_key=True)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="passages"
    )
    macro = models.ForeignKey(Macro, null=True, on_delete=models.CASCADE, related_name="passages")
    solved_question = models.ForeignKey(
        SolvedQuestion, null=True, on_delete=models.CASCADE, related_name="passages"
    )
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=3, default="en")
    search = words_in_language("title", "text")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "position"], name="passage_article_once"),
            models.UniqueConstraint(fields=["macro", "position"], name="passage_macro_once"),
            models.UniqueConstraint(
                fields=["solved_question", "position"], name="passage_solved_question_once"
            ),
            models.CheckConstraint(
                condition=_only("article") | _only("macro") | _only("solved_question"),
                name="passage_of_one_source",
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["search"], name="passage_search")]

    def __str__(self) -> str:
        return f"{self.title} #{self.position}"


class Encoder(models.Model):
    """An encoder that pools have spoken of. The one chosen last is embedded for.

    `complete_at`: since when every passage has had a vector of it, and no pool another encoder.
    """

    identity = models.CharField(max_length=80, primary_key=True)
    chosen_at = models.DateTimeField()
    complete_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.identity


class PassageVector(models.Model):
    """A passage as one encoder sees it; the bulk lane writes it.

    A table of its own: rows stay small enough to be read without TOAST, and the vectors of a new
    encoder grow beside those of the old one. Solved questions have an index of their own, so that
    they, which read like every new question, do not stand before what answers it.
    """

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="vectors")
    encoder = models.CharField(max_length=80)
    embedding = VectorField(dimensions=EMBEDDING_DIMENSIONS)
    of_question = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["passage", "encoder"], name="vector_once_per_encoder")
        ]
        indexes: ClassVar = [
            _nearest("vector_nearest_source", of_question=False),
            _nearest("vector_nearest_question", of_question=True),
        ]

    def __str__(self) -> str:
        return f"{self.passage_id}: {self.encoder}"


class Import(models.Model):
    """Files of knowledge that are taken in, row by row, and what became of them.

    `language`: of rows that name none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=200)
    language = models.CharField(max_length=3, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    bad = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return self.name

    @property
    def taken(self) -> int:
        """How many rows are settled, one way or the other."""
        return self.created + self.updated + self.unchanged + self.bad


class ImportRow(models.Model):
    """A row of an import that is under way. `content`: JSON, until the row is taken; `key`: what it
    was stored as then, so that no other row of the import claims the same."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="parts")
    path = models.CharField(max_length=300)
    number = models.PositiveIntegerField()
    content = models.TextField()
    key = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "key"], condition=~models.Q(key=""), name="import_key_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["owner", "id"], condition=models.Q(key=""), name="import_row_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.path} #{self.number}"


class ImportProblem(models.Model):
    """A row that could not be imported: where it is, why, and how to mend it."""

    id = models.BigAutoField(primary_key=True)
    owner = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    path = models.CharField(max_length=300)
    number = models.PositiveIntegerField()
    problem = models.CharField(max_length=1000)

    def __str__(self) -> str:
        return f"{self.path} #{self.number}: {self.problem}"

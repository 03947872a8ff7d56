from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from pgvector.django import HnswIndex, VectorField
from uuid_utils.compat import uuid7

EMBEDDING_DIMENSIONS = 384


class Article(models.Model):
    """A page of the company's knowledge, in Markdown."""

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    body = models.TextField()
    language = models.CharField(max_length=3, default="en")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title


class Macro(models.Model):
    """A prepared reply."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=3, default="en")
    tags = ArrayField(models.CharField(max_length=50), default=list, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.title


class Action(models.Model):
    """Something that an agent can do for the contact, and what it changes."""

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

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """What retrieval finds: a piece of an article, or a whole macro."""

    id = models.BigAutoField(primary_key=True)
    article = models.ForeignKey(
        Article, null=True, on_delete=models.CASCADE, related_name="passages"
    )
    macro = models.ForeignKey(Macro, null=True, on_delete=models.CASCADE, related_name="passages")
    position = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField()
    language = models.CharField(max_length=3, default="en")
    search = models.GeneratedField(
        expression=SearchVector("title", "text", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "position"], name="passage_article_once"),
            models.UniqueConstraint(fields=["macro", "position"], name="passage_macro_once"),
            models.CheckConstraint(
                condition=models.Q(article__isnull=True) ^ models.Q(macro__isnull=True),
                name="passage_of_one_source",
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["search"], name="passage_search")]

    def __str__(self) -> str:
        return f"{self.title} #{self.position}"


class PassageVector(models.Model):
    """A passage as one encoder sees it; the bulk lane writes it.

    A table of its own: rows stay small enough to be read without TOAST, and the vectors of a new
    encoder grow beside those of the old one.
    """

    passage = models.ForeignKey(Passage, on_delete=models.CASCADE, related_name="vectors")
    encoder = models.CharField(max_length=80)
    embedding = VectorField(dimensions=EMBEDDING_DIMENSIONS)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["passage", "encoder"], name="vector_once_per_encoder")
        ]
        indexes: ClassVar = [
            HnswIndex(fields=["embedding"], name="vector_nearest", opclasses=["vector_ip_ops"])
        ]

    def __str__(self) -> str:
        return f"{self.passage_id}: {self.encoder}"

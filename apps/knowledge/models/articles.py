from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from uuid_utils.compat import uuid7

from apps.knowledge.models.versioned import Version, Versioned, WithoutWords, tags_field
from apps.knowledge.search_columns import words_and_stems

LONGEST_BODY = 30_000


class ArticleContent(models.Model):
    """Content and audience of an article. One for agents only is never shown to contacts."""

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
    tags = tags_field()
    audience = models.CharField(
        max_length=10,
        choices=Audience.choices,
        default=Audience.CUSTOMERS,
        db_default=Audience.CUSTOMERS,
    )

    class Meta:
        abstract = True


class Article(ArticleContent, Versioned):
    """A page of the company's knowledge, in Markdown. Earlier content is in `ArticleVersion`.

    `split_by`: the version of the splitter that made its passages.
    """

    CONTENT = ("title", "body", "language", "status", "tags", "audience")
    TEXT = "body"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    split_by = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
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

    @property
    def is_for_contacts(self) -> bool:
        """Whether a contact may read it now."""
        is_published = self.status == Article.Status.PUBLISHED
        return is_published and self.audience == Article.Audience.CUSTOMERS


class ArticleVersion(ArticleContent, Version):
    SOURCE = "article"

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["article", "number"], name="article_version_once")
        ]

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from uuid_utils.compat import uuid7

from apps.knowledge.models.versioned import Version, Versioned, WithoutWords, tags_field
from apps.knowledge.search_columns import words_and_stems

LONGEST_MACRO = 8_000


class MacroContent(models.Model):
    """The content of a macro."""

    title = models.CharField(max_length=200)
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_MACRO)])
    language = models.CharField(max_length=3, default="en")
    tags = tags_field()

    class Meta:
        abstract = True


class Macro(MacroContent, Versioned):
    """A prepared reply. Earlier content is in `MacroVersion`."""

    CONTENT = ("title", "text", "language", "tags")
    TEXT = "text"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
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


class MacroVersion(MacroContent, Version):
    SOURCE = "macro"

    macro = models.ForeignKey(Macro, on_delete=models.CASCADE, related_name="versions")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["macro", "number"], name="macro_version_once")
        ]

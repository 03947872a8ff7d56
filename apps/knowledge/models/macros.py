from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.core.validators import MaxLengthValidator
from django.db import models
from uuid_utils.compat import uuid7

from apps.knowledge.models.writing import Versioned, WithoutWords, tags_field
from apps.knowledge.search import words_and_stems

LONGEST_MACRO = 8_000
# The columns of a macro that people write.
MACRO_CONTENT = ("title", "text", "language", "tags")


class Macro(Versioned):
    """A prepared reply."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    title = models.CharField(max_length=200)
    text = models.TextField(validators=[MaxLengthValidator(LONGEST_MACRO)])
    language = models.CharField(max_length=3, default="en")
    tags = tags_field()
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

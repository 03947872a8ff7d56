"""What articles and macros have in common: tags, and versions."""

from __future__ import annotations

from typing import ClassVar, Self, TypeVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from apps.conversations.models import LONGEST_TAG

Source = TypeVar("Source", bound=models.Model)


def tags_field() -> ArrayField[list[str], list[str]]:
    tag = models.CharField(max_length=LONGEST_TAG)
    return ArrayField(tag, default=list, db_default=[], blank=True)


class WithoutWords(models.Manager[Source]):
    """Defers the column of the search vector, which is as long as the text and never read."""

    def get_queryset(self) -> models.QuerySet[Source]:
        return super().get_queryset().defer("search")


class Versioned(models.Model):
    """A row that two people may edit at once: `version` grows with each change.

    `CONTENT`: the columns that are edited, and kept in versions. `TEXT`: the long one of them.
    """

    CONTENT: ClassVar[tuple[str, ...]]
    TEXT: ClassVar[str]

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


class Version(models.Model):
    """An earlier content, with `saved_at` and `saved_by` of that time.

    `SOURCE`: the column that refers to the article or macro.
    """

    SOURCE: ClassVar[str]

    number = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{getattr(self, self.SOURCE)} #{self.number}"

    @classmethod
    def of(cls, source: Versioned) -> Self:
        """A version with the current content; not stored."""
        written = {name: getattr(source, name) for name in source.CONTENT}
        return cls(
            **{cls.SOURCE: source},
            number=source.version,
            saved_at=source.updated_at,
            saved_by=source.updated_by,
            **written,
        )

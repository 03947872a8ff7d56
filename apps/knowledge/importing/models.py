from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from uuid_utils.compat import uuid7


class Import(models.Model):
    """An import of files, row by row, with counts of what became of the rows.

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
        """The number of rows that were imported or refused."""
        return self.created + self.updated + self.unchanged + self.bad


class ImportRow(models.Model):
    """A row of an import that is under way.

    `content`: JSON, emptied when the row is imported. `key`: its kind and slug, set when it is
    imported, so that no other row of the import stores the same.
    """

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

"""Records that the steps of an import pass on, and their refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class ImportRefused(Exception):
    """None of these files can be imported; the sentence says why, and how to mend it."""


class RowRefused(Exception):
    """This row cannot be imported; the sentence says why, and how to mend it."""


@dataclass(frozen=True)
class SourceFile:
    """A file. `path`: relative to the folder or archive."""

    path: str
    content: bytes


@dataclass(frozen=True)
class RawRow:
    """A row of a file. `number`: of the table's row, the line or the article, from 1.

    A row that cannot be read has a `problem` and no values.
    """

    path: str
    number: int
    values: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a row is to be stored as. `kind`: `article`, `macro` or `action`.

    `fields`: only those that the row names; others keep what is stored.
    """

    kind: str
    slug: str
    fields: Mapping[str, Any]

    @property
    def key(self) -> str:
        """Unique among the rows of an import."""
        return f"{self.kind}:{self.slug}"

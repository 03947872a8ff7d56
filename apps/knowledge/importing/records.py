"""What the steps of an import hand on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


class ImportRefused(Exception):
    """Nothing of what was given can be imported; the sentence says why, and how to mend it."""


class RowRefused(Exception):
    """This row cannot be imported; the sentence says why, and how to mend it."""


@dataclass(frozen=True)
class SourceFile:
    """A file by its path below what was given."""

    path: str
    content: bytes


@dataclass(frozen=True)
class RawRow:
    """What a file says in one place. `number`: the row of a table, the line, the article.

    With a `problem` there are no values.
    """

    path: str
    number: int
    values: Mapping[str, Any]
    problem: str = ""


@dataclass(frozen=True)
class Wanted:
    """What a row asks for: the fields that it names and no others. `kind`: `article`, `macro` or
    `action`."""

    kind: str
    slug: str
    fields: Mapping[str, Any]

    @property
    def key(self) -> str:
        """What no two rows of an import may share."""
        return f"{self.kind}:{self.slug}"

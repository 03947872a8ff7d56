"""Stores edited content with its earlier version, and refuses an edit of an outdated one."""

from __future__ import annotations

from typing import TypeVar

from apps.accounts.models import Agent
from apps.knowledge.models import Article, ArticleVersion, Macro, MacroVersion

Source = TypeVar("Source", Article, Macro)


class ChangedMeanwhile(Exception):
    """Somebody else has saved it since it was read; `stored`: the current row."""

    def __init__(self, stored: Article | Macro) -> None:
        super().__init__(f"{stored.slug} was saved by somebody else meanwhile.")
        self.stored = stored


def find_locked(source: Source) -> Source | None:
    """The stored row, locked until the transaction ends."""
    rows = type(source)._default_manager.select_for_update(of=("self",))
    return rows.filter(id=source.id).first()


def store(source: Source, by: Agent | None) -> None:
    """Store changed content, and the earlier content as a version. Inside a transaction.

    Raises ChangedMeanwhile when somebody has saved it since this one was read.
    """
    stored = find_locked(source)
    if stored is not None:
        if not _differs(source, stored):
            return
        if stored.version != source.version:
            raise ChangedMeanwhile(stored)
        version_of(stored).save()
        source.version += 1
    source.updated_by = by
    source.save()


def version_of(source: Article | Macro) -> ArticleVersion | MacroVersion:
    """A version with the current content; not stored."""
    if isinstance(source, Article):
        return ArticleVersion.of(source)
    return MacroVersion.of(source)


def _differs(source: Source, stored: Source) -> bool:
    names = ("slug", *source.CONTENT)
    return any(getattr(source, name) != getattr(stored, name) for name in names)

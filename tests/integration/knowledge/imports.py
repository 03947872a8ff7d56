"""Files imported at once, and what became of their rows."""

from __future__ import annotations

from collections.abc import Mapping

from apps.knowledge.importing.models import Import
from apps.knowledge.importing.records import SourceFile
from apps.knowledge.importing.running import (
    advance,
    begin_import,
)
from apps.knowledge.models import Article


def import_files(files: Mapping[str, str | bytes], language: str = "") -> Import:
    contents = (
        SourceFile(path, text if isinstance(text, bytes) else text.encode())
        for path, text in files.items()
    )
    run = begin_import("test", contents, language=language, by=None)
    while run.finished_at is None:
        run = advance(run.id) or run
    return run


def counts(run: Import) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.bad


def problems(run: Import) -> dict[tuple[str, int], str]:
    return {(each.path, each.number): each.problem for each in run.problems.all()}


def article(slug: str) -> Article:
    return Article.objects.get(slug=slug)

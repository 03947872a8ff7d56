"""Exports knowledge as files that can be imported again.

Articles are Markdown with front matter, macros and actions are JSON Lines. The same knowledge gives
the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml
from django.core.serializers.json import DjangoJSONEncoder

from apps.knowledge.actions import as_stored
from apps.knowledge.importing.records import SourceFile
from apps.knowledge.models import Action, Article, Macro

ROWS_AT_ONCE = 500
# The earliest time that a ZIP archive can hold: with the current time, no two would be equal.
WRITTEN_AT = (1980, 1, 1, 0, 0, 0)


class ExportRefused(Exception):
    """Nothing was written; the sentence says why, and how to mend it."""


def list_files() -> Iterator[SourceFile]:
    """Every file of the export, one after the other."""
    articles = Article.objects.order_by("slug")
    for article in articles.iterator(ROWS_AT_ONCE):
        yield SourceFile(f"articles/{article.slug}.md", write_article(article).encode())
    yield SourceFile("macros.jsonl", _write_lines(_describe_macros()))
    yield SourceFile("actions.jsonl", _write_lines(_describe_actions()))


def write_article(article: Article) -> str:
    """Front matter and the text."""
    fields = {
        "title": _on_one_line(article.title),
        "slug": article.slug,
        "language": article.language,
        "status": str(article.status),
        "audience": str(article.audience),
        "tags": [_on_one_line(tag) for tag in article.tags],
    }
    front = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=100_000)
    return f"---\n{front}---\n\n{as_stored(article.body)}\n"


def export_folder(path: Path) -> int:
    """Write all files into a new or empty folder. Returns how many. Raises ExportRefused."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ExportRefused(f"{path} is not an empty folder; name a new one.")
    count = 0
    for file in list_files():
        target = path / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        count += 1
    return count


def export_archive(target: Path | IO[bytes]) -> int:
    """Write all files into an archive. Returns how many."""
    count = 0
    with ZipFile(target, "w") as archive:
        for file in list_files():
            member = ZipInfo(f"knowledge/{file.path}", WRITTEN_AT)
            archive.writestr(member, file.content, ZIP_DEFLATED)
            count += 1
    return count


def _describe_macros() -> Iterator[dict[str, object]]:
    for macro in Macro.objects.order_by("slug"):
        yield {
            "kind": "macro",
            "slug": macro.slug,
            "title": _on_one_line(macro.title),
            "text": as_stored(macro.text),
            "language": macro.language,
            "tags": [_on_one_line(tag) for tag in macro.tags],
        }


def _describe_actions() -> Iterator[dict[str, object]]:
    names = [field.name for field in Action._meta.concrete_fields if field.name != "id"]
    for row in Action.objects.order_by("slug").values(*names):
        yield {"kind": "action", **row, "title": _on_one_line(row["title"])}


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def _write_lines(rows: Iterable[dict[str, object]]) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False, cls=DjangoJSONEncoder) for row in rows)
    return "".join(f"{line}\n" for line in lines).encode()

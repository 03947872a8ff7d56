"""Divides files into rows: a Markdown file is one row, tables and JSON are many."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import Any

from apps.knowledge.importing.help_center import list_translations
from apps.knowledge.importing.records import RawRow, SourceFile

DELIMITERS = ",;\t"
# Far longer than an article, so that one that is too long is refused for that, not as broken CSV.
LONGEST_FIELD = 16 * 1024 * 1024
# Bounds the time: for each quote that is never closed, the parser reads to the end of the file.
MOST_BROKEN = 100

Numbered = Iterator[tuple[int, dict[str, Any] | str]]


def read_rows(file: SourceFile) -> Iterator[RawRow]:
    """The rows of a file; one that cannot be read has a `problem` instead of values."""
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield RawRow(file.path, 1, {}, "the file is not UTF-8; save it as UTF-8.")
        return
    read = FORMATS[PurePosixPath(file.path).suffix.lower()]
    for number, values in read(file.path, text):
        if isinstance(values, str):
            yield RawRow(file.path, number, {}, values)
        else:
            yield RawRow(file.path, number, values)


def _read_markdown(path: str, text: str) -> Numbered:
    yield 1, {"markdown": text, "path": path}


def _read_table(path: str, text: str) -> Numbered:
    """Rows numbered as in a spreadsheet: the names of the columns are row 1."""
    rows = _divide(text)
    first = next(rows, [])
    if isinstance(first, str):
        yield 1, first
        return
    names = [name.strip().lower() for name in first]
    if "title" not in names:
        yield 1, "the first row must name the columns, `title` and `body` among them; add it."
        return
    for number, fields in enumerate(rows, start=2):
        if isinstance(fields, str):
            yield number, fields
        elif any(field.strip() for field in fields):
            yield number, _name_fields(names, fields)


def _divide(text: str) -> Iterator[list[str] | str]:
    """The fields of each row, or a sentence on what is wrong with it.

    A quote that is never closed breaks its own line only, not those below.
    """
    csv.field_size_limit(LONGEST_FIELD)
    delimiter = max(DELIMITERS, key=text.partition("\n")[0].count)
    lines = list(io.StringIO(text, newline=""))
    begin = broken = 0
    while begin < len(lines):
        rest = (lines[n] for n in range(begin, len(lines)))
        rows = csv.reader(rest, delimiter=delimiter, strict=True)
        whole = 0
        try:
            for fields in rows:
                yield fields
                whole = rows.line_num
        except csv.Error:
            broken += 1
            if broken > MOST_BROKEN:
                yield "its quotes are broken from here on, and nothing below was read; mend them."
                return
            yield 'a quote is not closed, or stands inside a text; close it, or write it as "".'
            begin += whole + 1
        else:
            return


def _name_fields(names: list[str], fields: list[str]) -> dict[str, Any] | str:
    if any(field.strip() for field in fields[len(names) :]):
        return (
            f"the row has {len(fields)} fields and the first row names {len(names)}; put quotes "
            "around a text that holds the delimiter."
        )
    return {name: field for name, field in zip(names, fields, strict=False) if field}


def _read_lines(path: str, text: str) -> Numbered:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, _load(line)


def _load(line: str) -> dict[str, Any] | str:
    try:
        return _as_object(json.loads(line))
    except (ValueError, RecursionError) as error:
        return f"the line is no JSON ({error}); mend it."


def _read_json(path: str, text: str) -> Numbered:
    """A list of rows, or a help centre's `{"articles": […]}`."""
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as error:
        yield 1, f"the file is no JSON ({error}); mend it, or name it .jsonl with an object a line."
        return
    if isinstance(content, dict) and isinstance(content.get("articles"), list):
        for number, article in enumerate(content["articles"], start=1):
            for translation in list_translations(article):
                yield number, translation
    elif isinstance(content, list):
        for number, row in enumerate(content, start=1):
            yield number, _as_object(row)
    else:
        yield 1, "the file holds neither a list of rows nor a help centre's `articles`."


def _as_object(row: Any) -> dict[str, Any] | str:
    return row if isinstance(row, dict) else "the row is no object; write {…} with its fields."


FORMATS: dict[str, Callable[[str, str], Numbered]] = {
    ".md": _read_markdown,
    ".markdown": _read_markdown,
    ".csv": _read_table,
    ".tsv": _read_table,
    ".jsonl": _read_lines,
    ".ndjson": _read_lines,
    ".json": _read_json,
}

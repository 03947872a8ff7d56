"""Training data as a table: a column `text`, and one that names the intent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from workers.corpus.checks import make_example
from workers.corpus.records import Corpus, CorpusExample, Place

LABELS = ("intent", "category", "label")
DELIMITERS = ",;\t|"
LONGEST_FIELD = 131_072

Row = tuple[Place, list[str]]


def read_csv(path: Path, content: str) -> Corpus:
    """Rows under a first line that names the columns; the delimiter is found by that line."""
    first = next((line for line in content.splitlines() if line.strip()), "")
    for delimiter in DELIMITERS:
        names = [name.strip().casefold() for name in next(csv.reader([first], delimiter=delimiter))]
        label = next((name for name in LABELS if name in names), None)
        if label and "text" in names:
            columns = names.index("text"), names.index(label)
            rows = _read_rows(path, content, delimiter)
            next(rows)
            return Corpus(tuple(_read_row(row, columns, len(names)) for row in rows))
    raise Place(path, 1).error(
        "the first line must name a column `text` and one of `intent`, `category` and `label`; "
        "put such a line above the rows."
    )


def _read_row(row: Row, columns: tuple[int, int], width: int) -> CorpusExample:
    place, fields = row
    if any(field.strip() for field in fields[width:]):
        raise place.error(
            f"the row has {len(fields)} columns and the first line names {width}; "
            "put quotes around a text that holds the delimiter."
        )
    text, label = (fields[column] if column < len(fields) else "" for column in columns)
    return make_example(place, text, label)


def _read_rows(path: Path, content: str, delimiter: str) -> Iterator[Row]:
    """Rows that are not blank, each with the line that it begins in."""
    # The limit is global to the process, where somebody else may have raised it.
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(io.StringIO(content, newline=""), delimiter=delimiter, strict=True)
    place = Place(path, 1)
    try:
        for fields in reader:
            if any(field.strip() for field in fields):
                yield place, fields
            place = Place(path, reader.line_num + 1)
    except csv.Error as error:
        if "field limit" in str(error):
            raise place.error(
                f"a field has more than {LONGEST_FIELD:,} characters; cut it, "
                "or close a quote that is still open."
            ) from error
        raise place.error(
            f"the row that begins here is broken ({error}); close its quotes, "
            "and write a quote inside of quotes twice."
        ) from error

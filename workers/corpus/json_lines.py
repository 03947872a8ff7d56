"""Training data as JSON Lines: an object a line, with `text`, an intent and maybe `entities`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from workers.corpus.checks import make_example
from workers.corpus.csv_rows import LABELS
from workers.corpus.records import Annotation, Corpus, CorpusExample, Place

_ANNOTATIONS = TypeAdapter(tuple[Annotation, ...])


def read_json_lines(path: Path, content: str) -> Corpus:
    """Read an example from each line that is not blank. Raises CorpusError."""
    if content.lstrip().startswith("["):
        raise Place(path, 1).error("this is one list; write one object a line, without brackets.")
    lines = enumerate(content.split("\n"), start=1)
    return Corpus(
        tuple(_read_line(Place(path, number), line) for number, line in lines if line.strip())
    )


def _read_line(place: Place, line: str) -> CorpusExample:
    row = _parse(place, line)
    label = next((row[name] for name in LABELS if name in row), None)
    text = row.get("text")
    if not isinstance(text, str):
        raise place.error('there is no `text`; write it as `"text": "…"`.')
    if isinstance(label, bool) or not isinstance(label, str | int):
        raise place.error("there is no label; name it in `intent`, `category` or `label`.")
    return make_example(place, text, str(label), _read_entities(place, row.get("entities")))


def _parse(place: Place, line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "out of bounds"
        raise place.error(f"this is not JSON ({reason}); write one object a line.") from None
    if not isinstance(row, dict):
        raise place.error('a line must be an object; write `{"text": "…", "intent": "…"}`.')
    return row


def _read_entities(place: Place, given: object) -> tuple[Annotation, ...]:
    try:
        return _ANNOTATIONS.validate_python(given or ())
    except ValidationError as error:
        found = error.errors()[0]
        at = ".".join(map(str, found["loc"]))
        reason = f"wrong at `{at}` ({found['msg']})" if at else "no list"
        raise place.error(
            f'`entities` is {reason}; write a list of `{{"start": 0, "end": 5, "label": "…"}}`.'
        ) from None

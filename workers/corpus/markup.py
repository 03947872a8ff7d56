"""Rasa's way to mark entities inside of a text: `[text](label)`, `[text]{"entity": "label"}`.

Several entities of the same words are a list: `[text][{"entity": "label"}, {"entity": "other"}]`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from pydantic import ValidationError

from workers.corpus.records import Annotation

# What opens an annotation: its text, up to the first `]`, before any kind of attributes. Without
# the limit, a text of nothing but opening brackets would take time quadratic in its length.
_OPENING = re.compile(r"\[([^\]]{0,500})\](?=[({]|\[ ?\{)")
_SHORT = re.compile(r"\(([^:)]+)(?::([^)]+))?\)")
_LONG = re.compile(r"\{[^}]+\}")
_LIST = re.compile(r"\[ ?\{[^}]+\}(?: ?, ?\{[^}]+\})* ?\]")
_PLAIN_LABEL = re.compile(r"[^\s:)](?:[^:)]*[^\s:)])?")
_PLAIN_VALUE = re.compile(r"[^\s)](?:[^)]*[^\s)])?")


class MarkupError(ValueError):
    """An annotation that is broken; the sentence says how to mend it."""


def parse_markup(marked: str) -> tuple[str, tuple[Annotation, ...]]:
    """The text without markup, and its annotations. Raises MarkupError."""
    annotations: list[Annotation] = []
    text, position = "", 0
    while opening := _OPENING.search(marked, position):
        text += marked[position : opening.start()]
        start = len(text)
        text += opening[1]
        attributes, position = _parse_attributes(marked, opening.end())
        span = {"start": start, "end": len(text)}
        annotations += (_annotation(each | span) for each in attributes)
    return text + marked[position:], tuple(annotations)


def write_markup(text: str, annotations: Iterable[Annotation]) -> str | None:
    """The text with markup; None where reading that again would give other annotations."""
    marked, position = "", 0
    in_order = tuple(sorted(annotations, key=lambda annotation: annotation.start))
    for (start, end), group in groupby(in_order, lambda each: (each.start, each.end)):
        marked += f"{text[position:start]}[{text[start:end]}]{_attributes(list(group))}"
        position = end
    marked += text[position:]
    try:
        return marked if parse_markup(marked) == (text, in_order) else None
    except MarkupError:
        return None


def _parse_attributes(marked: str, position: int) -> tuple[list[dict[str, object]], int]:
    """Those of each entity of the same words, and where they end."""
    if short := _SHORT.match(marked, position):
        return [{"label": short[1].strip(), "value": short[2]}], short.end()
    if long := _LONG.match(marked, position):
        return [_parse_json(long[0])], long.end()
    if several := _LIST.match(marked, position):
        return _parse_json(several[0]), several.end()
    raise MarkupError(
        "an annotation is broken; write it as `[text](label)`, `[text](label:value)` or "
        '`[text]{"entity": "label"}`.'
    )


def _parse_json(written: str) -> Any:
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        raise MarkupError(
            "the braces of an annotation hold no JSON; write "
            '`[text]{"entity": "label", "role": "…"}`.'
        ) from None


def _annotation(attributes: dict[str, object]) -> Annotation:
    try:
        annotation = Annotation.model_validate(attributes)
    except ValidationError as error:
        at = error.errors()[0]["loc"][0]
        raise MarkupError(f"the `{at}` of an annotation is missing or wrong; mend it.") from None
    if annotation.start == annotation.end:
        raise MarkupError("an annotation marks no text; write some between the brackets.")
    return annotation


def _attributes(annotations: Sequence[Annotation]) -> str:
    """Those of annotations of the same words."""
    if len(annotations) > 1:
        # A reader takes the first `]` for the end, as it does with `}`.
        listed = (_attributes_in_full(each).replace("]", "\\u005d") for each in annotations)
        return f"[{', '.join(listed)}]"
    (annotation,) = annotations
    if annotation.role or annotation.group or not _is_plain(annotation):
        return _attributes_in_full(annotation)
    return f"({':'.join(filter(None, (annotation.label, annotation.value)))})"


def _attributes_in_full(annotation: Annotation) -> str:
    attributes = annotation.model_dump(exclude={"start", "end", "label"}, exclude_none=True)
    # A reader takes the first `}` for the end, so those inside of the JSON are escaped.
    written = json.dumps({"entity": annotation.label} | attributes, ensure_ascii=False)
    return written[:-1].replace("}", "\\u007d") + "}"


def _is_plain(annotation: Annotation) -> bool:
    value = annotation.value
    return bool(_PLAIN_LABEL.fullmatch(annotation.label)) and (
        value is None or bool(_PLAIN_VALUE.fullmatch(value))
    )

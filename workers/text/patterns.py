"""Entities that a company taught: patterns, names and synonyms.

Web and workers share this module, so that the desk's tester finds what the pools find. Patterns
are RE2's (github.com/google/re2/wiki/Syntax): the time they take is linear in the text, whoever
wrote them. They are searched without regard to case; `\\w`, `\\d` and `\\b` know ASCII alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import re2  # type: ignore[import-untyped]

from workers.contracts.labels import PERSONAL_LABELS
from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText
from workers.text.gazetteer import Gazetteer, Name
from workers.text.normalization import normalize
from workers.text.placeholders import PLACEHOLDER
from workers.text.spans import without_overlap

MOST_PATTERNS = 100
MOST_VALUES = 20_000
LONGEST_PATTERN = 500
# The size of a compiled pattern at which 8,000 characters take at most a tenth of a second.
_LARGEST_PROGRAM = 5_000
_MOST_MATCHES = 50
_MEMORY = 8 << 20


class PatternRefused(ValueError):
    """A pattern cannot be used; the text says why and how to mend it."""


class Taught(NamedTuple):
    """The rows of a workspace: (label, pattern), (label, value) and (value, other text)."""

    patterns: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()


class Lexicon:
    """Finds all that was taught; patterns in `refused` are left out."""

    def __init__(self, taught: Taught) -> None:
        self.taught = taught
        self._patterns: list[tuple[str, Any]] = []
        self.refused: dict[str, str] = {}
        for label, pattern in taught.patterns[:MOST_PATTERNS]:
            try:
                check_label(label)
                self._patterns.append((label, compile_pattern(pattern)))
            except PatternRefused as refusal:
                self.refused[pattern] = str(refusal)
        self._called = {text.casefold(): value for value, text in taught.synonyms}
        self._gazetteer = Gazetteer(_list_names(taught))

    def find(self, text: str) -> tuple[Entity, ...]:
        """Entities of a clean text, in order, without overlap; nothing inside a placeholder."""
        found = [*self._match(text), *self._gazetteer.find(text)]
        if not found:
            return ()
        hidden = [
            Entity(label="", start=match.start(), end=match.end())
            for match in PLACEHOLDER.finditer(text)
        ]
        return without_overlap(found, taken=hidden)

    def find_in_stored(self, stored: str) -> tuple[Entity, ...]:
        """Entities of a stored text, with offsets in it."""
        aligned = normalize(stored)
        return tuple(_moved(entity, aligned) for entity in self.find(aligned.text))

    def _match(self, text: str) -> Iterator[Entity]:
        for label, pattern in self._patterns:
            group = pattern.groupindex.get("value", 0)
            for match in islice(pattern.finditer(text), _MOST_MATCHES):
                start, end = match.span(group)
                if start < end:
                    value = self._name(label, text[start:end])
                    yield Entity(label=label, start=start, end=end, value=value)

    def _name(self, label: str, written: str) -> str:
        value = self._called.get(written.casefold())
        return value or (written.upper() if label.endswith("_number") else written)


def check_label(label: str) -> None:
    """Raises PatternRefused for a personal label: values of taught entities are stored."""
    if label in PERSONAL_LABELS:
        raise PatternRefused(f"{label} is found by rules of its own; choose another name.")


def compile_pattern(pattern: str) -> Any:
    """Raises PatternRefused with one sentence."""
    if len(pattern) > LONGEST_PATTERN:
        raise PatternRefused(f"It has {len(pattern)} characters; cut it to {LONGEST_PATTERN}.")
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = False
    options.max_mem = _MEMORY
    try:
        compiled = re2.compile(pattern, options)
    except (re2.error, UnicodeEncodeError) as error:
        raise PatternRefused(_explain(error)) from None
    if compiled.programsize > _LARGEST_PROGRAM:
        raise PatternRefused("It repeats too much; lower the numbers in braces.")
    if compiled.search(""):
        raise PatternRefused("It matches where nothing stands; let it need at least one character.")
    return compiled


def _explain(error: Exception) -> str:
    detail = error.args[0] if error.args else ""
    reason = detail.decode(errors="replace") if isinstance(detail, bytes) else "half of a character"
    if "(?" in reason or "escape" in reason:
        return f"RE2 does not know this ({reason}); do without look-around and back-references."
    return f"It cannot be read ({reason}); mend it there."


def _list_names(taught: Taught) -> Iterator[Name]:
    values = [row for row in taught.values[:MOST_VALUES] if row[0] not in PERSONAL_LABELS]
    labels: dict[str, list[tuple[str, str]]] = {}
    for label, value in values:
        labels.setdefault(value.casefold(), []).append((label, value))
        yield Name(label, value, value)
    for called, text in taught.synonyms:
        for label, value in labels.get(called.casefold(), ()):
            yield Name(label, value, text)


def _moved(entity: Entity, aligned: AlignedText) -> Entity:
    start, end = aligned.to_stored(entity.start, entity.end)
    return entity.model_copy(update={"start": start, "end": end})

"""Checks rows of training data; errors name the place, what is wrong and the repair."""

from __future__ import annotations

from collections.abc import Iterable

from workers.contracts.labels import OUT_OF_SCOPE
from workers.contracts.rows import LONGEST_MESSAGE, UNSTORABLE
from workers.corpus.records import (
    LONGEST_LABEL,
    LONGEST_VALUE,
    Annotation,
    CorpusExample,
    EntityPattern,
    LookupValue,
    Place,
    Synonym,
)
from workers.text.patterns import LONGEST_PATTERN, PatternRefused, compile_pattern

OUT_OF_SCOPE_NAMES = frozenset({OUT_OF_SCOPE, "oos"})


def make_example(
    place: Place, text: str, label: str, entities: Iterable[Annotation] = ()
) -> CorpusExample:
    """Raises CorpusError where text, label or entities are empty, too long or cannot be stored."""
    name = check_label(place, label)
    check_words(place, "text", text, LONGEST_MESSAGE)
    annotations = tuple(entities)
    for annotation in annotations:
        if not 0 <= annotation.start < annotation.end <= len(text):
            raise place.error(
                f"an entity is said to be at {annotation.start}:{annotation.end} of a text of "
                f"{len(text)} characters; count `start` from 0, and let `end` follow it."
            )
    is_refused = name.casefold() in OUT_OF_SCOPE_NAMES
    return CorpusExample(text, OUT_OF_SCOPE if is_refused else name, annotations, place)


def make_pattern(place: Place, label: str, pattern: str) -> EntityPattern:
    """Raises CorpusError for a pattern that is wrong or could take for ever."""
    check_words(place, "pattern", pattern, LONGEST_PATTERN)
    try:
        compile_pattern(pattern)
    except PatternRefused as refusal:
        raise place.error(f"the pattern cannot be used. {refusal}") from None
    return EntityPattern(check_label(place, label), pattern)


def make_lookup(place: Place, label: str, value: str) -> LookupValue:
    check_words(place, "value", value, LONGEST_VALUE)
    return LookupValue(check_label(place, label), value)


def make_synonym(place: Place, value: str, text: str) -> Synonym:
    check_words(place, "name of the synonym", value, LONGEST_VALUE)
    check_words(place, "synonym", text, LONGEST_VALUE)
    return Synonym(value, text)


def check_label(place: Place, label: str) -> str:
    """The label with single spaces. Raises CorpusError."""
    name = " ".join(label.split())
    check_words(place, "label", name, LONGEST_LABEL)
    return name


def check_words(place: Place, what: str, words: str, longest: int) -> None:
    """Raises CorpusError for words that are empty, too long, or that Postgres cannot store."""
    if not words.strip():
        raise place.error(f"the {what} is empty; write one or remove the row.")
    if len(words) > longest:
        raise place.error(f"the {what} has {len(words)} characters; cut it to {longest}.")
    if UNSTORABLE.search(words):
        raise place.error(f"the {what} holds what is no character; write it anew.")

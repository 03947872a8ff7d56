"""Training data in memory, whatever format it was read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from workers.errors import SetupError

LONGEST_LABEL = 100
LONGEST_VALUE = 200


class CorpusError(SetupError):
    """Training data that cannot be read: the file, the line, what is wrong, how to mend it.

    It never repeats a text: somebody may have written it about themselves.
    """


@dataclass(frozen=True)
class Place:
    """Where something was read. `line` counts from 1."""

    path: Path
    line: int

    def error(self, sentence: str) -> CorpusError:
        return CorpusError(f"{self}: {sentence}")

    def __str__(self) -> str:
        return f"{self.path}, line {self.line}"


class Annotation(BaseModel):
    """`text[start:end]` of an example is an entity; `value` is what it means, if not itself."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True, hide_input_in_errors=True)

    start: int
    end: int
    label: str = Field(
        min_length=1, max_length=LONGEST_LABEL, validation_alias=AliasChoices("label", "entity")
    )
    value: str | None = Field(None, min_length=1, max_length=LONGEST_VALUE)
    role: str | None = Field(None, min_length=1, max_length=LONGEST_LABEL)
    group: str | None = Field(None, min_length=1, max_length=LONGEST_LABEL)


@dataclass(frozen=True)
class CorpusExample:
    """A text with its intent and entities. `place`, where it was read, does not count in `==`."""

    text: str
    label: str
    entities: tuple[Annotation, ...] = ()
    place: Place | None = field(default=None, compare=False)


class EntityPattern(NamedTuple):
    """What matches the regular expression is an entity of this label."""

    label: str
    pattern: str


class LookupValue(NamedTuple):
    """A name that is an entity of this label."""

    label: str
    value: str


class Synonym(NamedTuple):
    """An entity that is written `text` means `value`."""

    value: str
    text: str


@dataclass(frozen=True)
class Corpus:
    """Training data in the order of its files; `examples` keeps duplicates."""

    examples: tuple[CorpusExample, ...] = ()
    patterns: tuple[EntityPattern, ...] = ()
    lookups: tuple[LookupValue, ...] = ()
    synonyms: tuple[Synonym, ...] = ()

    def distinct_examples(self) -> tuple[CorpusExample, ...]:
        """Each text once for each label, for training. Evaluation counts duplicates too."""
        first: dict[tuple[str, str], CorpusExample] = {}
        for example in self.examples:
            first.setdefault((example.text, example.label), example)
        return tuple(first.values())

    def contradictions(self) -> Iterator[tuple[CorpusExample, CorpusExample]]:
        """Examples whose text stood under another label before, each after the earlier one."""
        first: dict[str, CorpusExample] = {}
        for example in self.distinct_examples():
            earlier = first.setdefault(example.text, example)
            if earlier.label != example.label:
                yield earlier, example

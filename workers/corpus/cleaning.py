"""Training data as the workspace may keep it: redacted, each text once, under one intent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workers.contracts.labels import PERSONAL_LABELS
from workers.contracts.payloads import Entity
from workers.contracts.rows import LONGEST_EXAMPLE
from workers.corpus.records import Annotation, Corpus, CorpusError, CorpusExample
from workers.text.alignment import AlignedText, Replacement
from workers.text.hiding import hide_entities
from workers.text.known_entities import FindKnownEntities, no_known_entities
from workers.text.normalization import normalize
from workers.text.patterns import Lexicon, Taught
from workers.text.redaction import redact

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class CleanCorpus:
    """What may be kept. `lost`: annotations that did not survive; `contradicting`: examples
    left out because their text stood under another intent before."""

    corpus: Corpus
    lost: int
    contradicting: int


def clean_corpus(corpus: Corpus) -> CleanCorpus:
    """Redact examples; entities that the corpus itself teaches, such as order numbers, stay.

    Raises CorpusError for an example that the desk would refuse.
    """
    lexicon = Lexicon(Taught(corpus.patterns, corpus.lookups, corpus.synonyms))
    cleaned = Corpus(tuple(_clean_example(row, lexicon.find) for row in corpus.examples))
    contradicting = [later for _, later in cleaned.contradictions()]
    refused = {(example.text, example.label) for example in contradicting}
    kept = tuple(
        example
        for example in cleaned.distinct_examples()
        if (example.text, example.label) not in refused
    )
    lost = _count_entities(corpus.examples) - _count_entities(cleaned.examples)
    return CleanCorpus(replace(corpus, examples=kept), lost, len(contradicting))


def _count_entities(examples: Iterable[CorpusExample]) -> int:
    return sum(len(example.entities) for example in examples)


def _clean_example(example: CorpusExample, find_known_entities: FindKnownEntities) -> CorpusExample:
    """The example with personal data hidden, and each run of white space as one space."""
    hidden, personal = _hide_personal(example.text, find_known_entities)
    aligned = hidden.replace(_single_spaces(hidden.text))
    _check_length(example, aligned.text)
    entities = tuple(_clean_entities(example.entities, aligned, personal))
    return replace(example, text=aligned.text, entities=entities)


def _hide_personal(
    text: str, find_known_entities: FindKnownEntities = no_known_entities
) -> tuple[AlignedText, list[Entity]]:
    entities = redact(normalize(text), find_known_entities=find_known_entities)[1]
    personal = [entity for entity in entities if entity.label in PERSONAL_LABELS]
    return hide_entities(text, personal), personal


def _single_spaces(text: str) -> Iterator[Replacement]:
    """Replace line breaks and runs of white space: the desk shows an example in one line."""
    for space in _SPACE.finditer(text):
        at_end = space.start() == 0 or space.end() == len(text)
        single = "" if at_end else " "
        if space[0] != single:
            yield Replacement(*space.span(), single)


def _check_length(example: CorpusExample, text: str) -> None:
    if not normalize(text).text:
        sentence = "the text has nothing that can be seen; write one or remove the row."
    elif len(text) > LONGEST_EXAMPLE:
        sentence = f"the example has {len(text)} characters; cut it to {LONGEST_EXAMPLE}."
    else:
        return
    raise example.place.error(sentence) if example.place else CorpusError(sentence)


def _clean_entities(
    annotations: Iterable[Annotation], aligned: AlignedText, personal: Iterable[Entity]
) -> Iterator[Annotation]:
    """Annotations that overlap nothing personal, with their new offsets and redacted values."""
    for annotation in annotations:
        start, end = aligned.to_clean(annotation.start, annotation.end)
        touched = any(
            entity.start < annotation.end and annotation.start < entity.end for entity in personal
        )
        if start < end and not touched:
            value = annotation.value and _hide_personal(annotation.value)[0].text
            moved = {"start": start, "end": end, "value": value}
            yield annotation.model_copy(update=moved)

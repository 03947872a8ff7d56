"""Training data as the workspace may keep it: redacted, each text once, under one intent."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from workers.contracts import Entity, Segment
from workers.corpus.records import Annotation, Corpus, CorpusError, CorpusExample
from workers.text.alignment import AlignedText, Replacement
from workers.text.normalization import normalize
from workers.text.redaction import redact

# As long as the desk takes an example.
LONGEST_EXAMPLE = 500
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class CleanCorpus:
    """What may be kept. `lost`: annotations that did not survive; `contradicting`: examples
    left out because their text stood under another intent before."""

    corpus: Corpus
    lost: int
    contradicting: int


def clean_corpus(corpus: Corpus) -> CleanCorpus:
    """Redact examples as training does. Raises CorpusError for one that the desk would refuse."""
    cleaned = Corpus(tuple(map(_clean_example, corpus.examples)))
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


def _clean_example(example: CorpusExample) -> CorpusExample:
    """The text as it was written, but for personal data and white space."""
    hidden, personal = _hide_personal(example.text)
    aligned = hidden.replace(_single_spaces(hidden.text))
    _check_length(example, aligned.text)
    entities = tuple(_clean_entities(example.entities, aligned, personal))
    return replace(example, text=aligned.text, entities=entities)


def _hide_personal(text: str) -> tuple[AlignedText, tuple[Entity, ...]]:
    personal = redact(normalize(text))[1]
    return AlignedText.of(text).replace(_placeholders(personal)), personal


def _placeholders(personal: Iterable[Entity]) -> Iterator[Replacement]:
    position = 0
    for entity in personal:
        # Two of them may share a character that folds into several.
        start = max(entity.start, position)
        if start < entity.end:
            yield Replacement(start, entity.end, f"<{entity.label.upper()}>")
            position = entity.end


def _single_spaces(text: str) -> Iterator[Replacement]:
    """As the desk stores an example, which it shows in a line."""
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
    """Those that nothing personal touches, where they are now; a value is redacted like a text."""
    for annotation in annotations:
        span = _to_clean(aligned, annotation.start, annotation.end)
        touched = any(
            entity.start < annotation.end and annotation.start < entity.end for entity in personal
        )
        if span and not touched:
            value = annotation.value and _hide_personal(annotation.value)[0].text
            moved = {"start": span[0], "end": span[1], "value": value}
            yield annotation.model_copy(update=moved)


def _to_clean(aligned: AlignedText, start: int, end: int) -> tuple[int, int] | None:
    """The span of the clean text that stands for `stored[start:end]`, or None.

    A segment that is one whole, such as a folded run of spaces, must lie inside of the span.
    """
    inside = [
        segment
        for segment in aligned.segments
        if segment.stored_start < end and start < segment.stored_end
    ]
    cut = [
        segment for segment in inside if segment.stored_start < start or segment.stored_end > end
    ]
    if not inside or not all(map(_is_positional, cut)):
        return None
    first, last = inside[0], inside[-1]
    return (
        first.clean_start + max(0, start - first.stored_start),
        last.clean_end - max(0, last.stored_end - end),
    )


def _is_positional(segment: Segment) -> bool:
    return segment.clean_end - segment.clean_start == segment.stored_end - segment.stored_start

"""Anonymises a question and its answer, so that they can be shown to other contacts.

Besides what redaction finds in any text, the names of the conversation's own people are hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from workers.contracts.labels import PERSONAL_LABELS
from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText
from workers.text.hiding import hide_entities
from workers.text.known_entities import FindKnownEntities
from workers.text.normalization import normalize
from workers.text.personal.called import find_called
from workers.text.redaction import redact
from workers.text.spans import without_overlap

# The names of people, by the label that replaces them; the first label that has a name counts.
Names = Mapping[str, set[str]]

# An answer begins by greeting the contact: for the next one, the contact is somebody else.
_GREETED = re.compile(r"\A([^\n<]{1,20})<NAME>")
# Placeholders that can be filled in for the next contact, as variables of macros.
_VARIABLES = {
    "<CONTACT>": "{{ contact.first_name }}",
    "<AGENT>": "{{ agent.name }}",
    "<ORDER_NUMBER>": "{{ order_number }}",
}


def hide_question(text: Redacted, contact: str, agents: set[str]) -> str:
    """The question with `<NAME>`, `<EMAIL>`, `<ORDER_NUMBER>`, … in place of private words."""
    return _hide(text, {"name": {contact, *agents}})


def hide_answer(text: Redacted, question: Redacted, contact: str, agents: set[str]) -> str:
    """The answer with the same placeholders, and `<CONTACT>` and `<AGENT>` for those two names.

    Other names from the question become `<NAME>`: an agent has to fill them in.
    """
    return _hide(text, {"contact": {contact}, "agent": agents, "name": question.names})


def as_template(answer: str) -> str:
    """Replace placeholders by macro variables where there is one; agents fill in the others."""
    template = _GREETED.sub(r"\1<CONTACT>", answer)
    for placeholder, variable in _VARIABLES.items():
        template = template.replace(placeholder, variable)
    return template.strip()


@dataclass(frozen=True)
class Redacted:
    """A text as it was stored, and what redaction found in it."""

    aligned: AlignedText
    stored: str
    entities: tuple[Entity, ...]

    @classmethod
    def of(cls, text: str, find_known_entities: FindKnownEntities) -> Redacted:
        """Known entities are told apart from phone numbers; those with a digit are hidden too."""
        aligned = normalize(text)
        return cls(aligned, text, redact(aligned, find_known_entities=find_known_entities)[1])

    @property
    def names(self) -> set[str]:
        """The names that redaction found."""
        return {self.stored[e.start : e.end] for e in self.entities if e.label == "name"}


def _hide(text: Redacted, names: Names) -> str:
    private = [entity for entity in text.entities if _is_private(entity, text.stored)]
    others = [entity for entity in private if entity.label != "name"]
    people = without_overlap([*_find_called(text, names), *private], taken=others)
    return hide_entities(text.stored, sorted([*others, *people], key=attrgetter("start"))).text


def _is_private(entity: Entity, text: str) -> bool:
    """Whether an entity belongs to one contact: it is personal, or a number of something theirs."""
    written = text[entity.start : entity.end]
    return entity.label in PERSONAL_LABELS or any(map(str.isdigit, written))


def _find_called(text: Redacted, names: Names) -> Iterator[Entity]:
    """The names of these people, each with all of the longer name that it is part of."""
    named = [entity for entity in text.entities if entity.label == "name"]
    for label, people in names.items():
        for span in find_called(text.aligned.text, people):
            start, end = text.aligned.to_stored(*span)
            around = [entity for entity in named if entity.start < end and start < entity.end]
            yield Entity(
                label=label,
                start=min([start, *(entity.start for entity in around)]),
                end=max([end, *(entity.end for entity in around)]),
            )

"""A question and its answer without anything that is one contact's.

Beside what redaction finds in any text, a conversation knows what its people are called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

from workers.contracts.labels import PERSONAL_LABELS
from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText
from workers.text.called import find_called
from workers.text.hiding import hide_entities
from workers.text.known_entities import FindKnownEntities
from workers.text.normalization import normalize
from workers.text.redaction import redact
from workers.text.spans import without_overlap

# The names of people, by the label that takes their place; the first that fits counts.
Names = Mapping[str, set[str]]

# Who was greeted in an answer is whoever gets it next.
_GREETED = re.compile(r"\A([^\n<]{1,20})<NAME>")
# What can be filled in for the next contact is a variable, as in a macro.
_VARIABLES = {
    "<CONTACT>": "{{ contact.first_name }}",
    "<AGENT>": "{{ agent.name }}",
    "<ORDER_NUMBER>": "{{ order_number }}",
}


def hide_question(text: Redacted, contact: str, agents: set[str]) -> str:
    """With `<NAME>`, `<EMAIL>`, `<ORDER_NUMBER>`, … where something was hidden."""
    return _hide(text, {"name": {contact, *agents}})


def hide_answer(text: Redacted, question: Redacted, contact: str, agents: set[str]) -> str:
    """With `<CONTACT>` and `<AGENT>` beside them, for whoever is called so in the conversation.

    Names that the question alone knows may be of others, and stay to be written anew.
    """
    return _hide(text, {"contact": {contact}, "agent": agents, "name": question.names})


def as_template(answer: str) -> str:
    """What is known of the next contact becomes a variable; the rest is for an agent to write."""
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
        """Of whoever is introduced, greeted or signs."""
        return {self.stored[e.start : e.end] for e in self.entities if e.label == "name"}


def _hide(text: Redacted, names: Names) -> str:
    anothers = [entity for entity in text.entities if _is_anothers(entity, text.stored)]
    others = [entity for entity in anothers if entity.label != "name"]
    people = without_overlap([*_find_called(text, names), *anothers], taken=others)
    return hide_entities(text.stored, sorted([*others, *people], key=attrgetter("start"))).text


def _is_anothers(entity: Entity, text: str) -> bool:
    """Whether a word belongs to one contact: it is personal, or a number that names something."""
    written = text[entity.start : entity.end]
    return entity.label in PERSONAL_LABELS or any(map(str.isdigit, written))


def _find_called(text: Redacted, names: Names) -> Iterator[Entity]:
    """Each with all of the name that it is in, so that no half of it is left."""
    named = [entity for entity in text.entities if entity.label == "name"]
    for label, known in names.items():
        for span in find_called(text.aligned.text, known):
            start, end = text.aligned.to_stored(*span)
            around = [entity for entity in named if entity.start < end and start < entity.end]
            yield Entity(
                label=label,
                start=min([start, *(entity.start for entity in around)]),
                end=max([end, *(entity.end for entity in around)]),
            )

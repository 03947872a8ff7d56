"""Turns a stored turn into the redacted message that models may see."""

from __future__ import annotations

from workers.contracts.payloads import Entity, MessageCleaned
from workers.preprocessing.features import describe
from workers.records.turns import Turn
from workers.text.language import LanguageIdentifier
from workers.text.normalization import normalize
from workers.text.patterns import Lexicon, Taught
from workers.text.redaction import redact
from workers.text.spans import without_overlap
from workers.text.tracking import find_tracking_numbers

# In characters. Earlier messages of a turn are context, of which the end matters most.
LONGEST_CONTEXT = 4000
NOTHING_TAUGHT = Lexicon(Taught())


def clean(
    work_id: int, turn: Turn, languages: LanguageIdentifier, lexicon: Lexicon = NOTHING_TAUGHT
) -> MessageCleaned:
    """Normalise, redact, identify the turn's language; offsets refer to the stored text."""

    def find_known_entities(text: str) -> tuple[Entity, ...]:
        return without_overlap([*lexicon.find(text), *find_tracking_numbers(text)])

    aligned, entities = redact(normalize(turn.text), find_known_entities=find_known_entities)
    earlier = "\n".join(
        redact(normalize(text), find_known_entities=find_known_entities)[0].text
        for text in turn.earlier_texts
    )[-LONGEST_CONTEXT:]
    return MessageCleaned(
        work_id=work_id,
        message_id=turn.message_id,
        conversation_id=turn.conversation_id,
        text=aligned.text,
        earlier_text=earlier,
        alignment=aligned.segments,
        language=languages.identify(f"{earlier}\n{aligned.text}", turn.inbox_language),
        entities=entities,
        features=describe(aligned.text),
        written_at=turn.written_at,
        zone=turn.zone,
    )

"""A turn as it was stored becomes a message that models may see."""

from __future__ import annotations

from workers.contracts import MessageCleaned
from workers.preprocessing.features import describe
from workers.records import Turn
from workers.text.language import LanguageIdentifier
from workers.text.normalization import normalize
from workers.text.redaction import redact

# What was said earlier in a turn is context: the end of it matters most.
LONGEST_CONTEXT = 4000


def clean(work_id: int, turn: Turn, languages: LanguageIdentifier) -> MessageCleaned:
    """Normalise, redact, identify the language; offsets refer to the stored text."""
    aligned, entities = redact(normalize(turn.text))
    earlier = "\n".join(_clean_text(text) for text in turn.earlier_texts)[-LONGEST_CONTEXT:]
    return MessageCleaned(
        work_id=work_id,
        message_id=turn.message_id,
        conversation_id=turn.conversation_id,
        text=aligned.text,
        earlier_text=earlier,
        alignment=aligned.segments,
        language=languages.identify(aligned.text, turn.inbox_language),
        entities=entities,
        features=describe(aligned.text),
        written_at=turn.written_at,
        zone=turn.zone,
    )


def _clean_text(stored: str) -> str:
    return redact(normalize(stored))[0].text

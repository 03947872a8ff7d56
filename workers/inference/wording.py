"""The text of a message as the encoder gets it."""

from __future__ import annotations

from collections.abc import Container

from workers.contracts.payloads import MessageCleaned
from workers.models.emoji_names import name_emoji
from workers.models.text_encoder import KNOWN_LANGUAGES
from workers.text.typos import mend_typos


def word_for_encoder(message: MessageCleaned, customers_words: Container[str]) -> str:
    """The turn with emoji in words and typos corrected.

    Words that are in the examples (`customers_words`) or in an entity of the message are no typos.
    """
    text = message.turn_text
    if message.language.label in KNOWN_LANGUAGES:
        names = " ".join(entity.value or "" for entity in message.entities).lower().split()
        text = mend_typos(text, names, customers_words)
    return name_emoji(text)

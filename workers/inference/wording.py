"""What the encoder is given of a message."""

from __future__ import annotations

from collections.abc import Container

from workers.contracts.payloads import MessageCleaned
from workers.models.emoji_names import name_emoji
from workers.models.text_encoder import KNOWN_LANGUAGES
from workers.text.typos import mend_typos


def word_for_encoder(message: MessageCleaned, customers_words: Container[str]) -> str:
    """The turn with emoji in words, and typos put right.

    `customers_words`, of which customers wrote the same before, are no typos; nor are names of
    what the message mentions.
    """
    text = message.turn_text
    if message.language.label in KNOWN_LANGUAGES:
        names = " ".join(entity.value or "" for entity in message.entities).lower().split()
        text = mend_typos(text, customers_words, names)
    return name_emoji(text)

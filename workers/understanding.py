"""What the first two stages say of any text, without a queue and without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from workers.contracts import UNKNOWN_LANGUAGE, MessageAnalyzed
from workers.inference.understand import understand
from workers.models.artifact import Model
from workers.models.text_encoder import TextEncoder
from workers.preprocessing.cleaning import clean
from workers.records import Turn
from workers.text.language import LanguageIdentifier

# These texts belong to no message, and their analysis is never stored.
_NO_ID = UUID(int=0)


@dataclass(frozen=True)
class Reader:
    """Everything that reads a text: loaded once, shared by threads."""

    encoder: TextEncoder
    model: Model
    languages: LanguageIdentifier

    def read(
        self, texts: Sequence[str], language: str = UNKNOWN_LANGUAGE
    ) -> list[MessageAnalyzed]:
        """What each text means; offsets slice the text as given. `language` is the prior."""
        cleaned = [
            clean(0, Turn(_NO_ID, _NO_ID, text, language, ()), self.languages) for text in texts
        ]
        embeddings = self.encoder.embed([message.turn_text for message in cleaned])
        return understand(cleaned, embeddings, self.model)

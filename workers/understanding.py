"""What the first two stages say of any text, without a queue and without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from workers.contracts import UNKNOWN_LANGUAGE, MessageAnalyzed
from workers.inference.understand import understand
from workers.models.artifact import Model
from workers.models.text_encoder import TextEncoder
from workers.preprocessing.cleaning import NOTHING_TAUGHT, clean
from workers.records import Turn
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon

# These texts belong to no message, and their analysis is never stored.
_NO_ID = UUID(int=0)


@dataclass(frozen=True)
class Reader:
    """Everything that reads a text: loaded once, shared by threads."""

    encoder: TextEncoder
    model: Model
    languages: LanguageIdentifier
    lexicon: Lexicon = NOTHING_TAUGHT

    def read(self, texts: Sequence[str], language: str = UNKNOWN_LANGUAGE) -> list[MessageAnalyzed]:
        """What each text means; offsets slice the text as given. `language` is the prior.

        Today is today in UTC.
        """
        now = datetime.now(UTC)
        turns = (Turn(_NO_ID, _NO_ID, text, language, (), now) for text in texts)
        cleaned = [clean(0, turn, self.languages, self.lexicon) for turn in turns]
        features = self.encoder.encode([message.turn_text for message in cleaned])
        return understand(cleaned, features, self.model)

"""Analyses any text as the first two stages do, without a queue and without a database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.payloads import MessageAnalyzed
from workers.inference.analyze import analyze
from workers.models.artifact import Model
from workers.models.text_encoder import TextEncoder
from workers.preprocessing.cleaning import NOTHING_TAUGHT, clean
from workers.records.turns import Turn
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon

# These texts belong to no message, and their analysis is never stored.
_NO_ID = UUID(int=0)


@dataclass(frozen=True)
class Reader:
    """All models that analyse a text; thread-safe."""

    encoder: TextEncoder
    model: Model
    languages: LanguageIdentifier
    lexicon: Lexicon = NOTHING_TAUGHT

    def read(self, texts: Sequence[str], language: str = UNKNOWN_LANGUAGE) -> list[MessageAnalyzed]:
        """Analyse texts; offsets are in the text as given. `language` is the prior.

        Relative dates are resolved by the current day in UTC.
        """
        now = datetime.now(UTC)
        turns = (Turn(_NO_ID, _NO_ID, text, language, (), now) for text in texts)
        cleaned = [clean(0, turn, self.languages, self.lexicon) for turn in turns]
        return analyze(cleaned, self.encoder, self.model)

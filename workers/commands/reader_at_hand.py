"""The reader of a model's folder for the commands that need one; no command itself."""

from __future__ import annotations

from pathlib import Path

from workers.commands.encoder_at_hand import ready_encoder
from workers.direct.reader import Reader
from workers.models.artifact import load_model
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon


def load_reader(folder: Path) -> Reader:
    """A reader with the model in a folder. Raises SetupError where that cannot be used."""
    encoder = ready_encoder()
    model = load_model(folder, encoder.identity)
    return Reader(encoder, model, LanguageIdentifier(), Lexicon(model.taught))

"""What the workspace knows: training data in and out, and a champion trained on it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from workers.champion import model_cache
from workers.corpus.records import Corpus
from workers.db import corpus as corpora
from workers.db import examples, models
from workers.db.corpus import Stored
from workers.db.engine import engine
from workers.feedback.train import train_model
from workers.inference.serve import encoder


def has_champion() -> bool:
    """Whether there is a champion that this release reads, on this machine's encoder."""
    return model_cache().current(encoder().identity) is not None


def train_workspace(seed: int, report: Callable[[str], None]) -> str:
    """Train on all examples, keep the model and let it answer. Returns its version.

    Raises TooFewExamplesError before anything is changed.
    """
    with engine().connect() as connection:
        intents = examples.read_intent_examples(connection)
        sentiments = examples.read_sentiment_examples(connection)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "model"
        manifest = train_model(encoder(), intents, sentiments, folder, seed=seed, report=report)
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
    with engine().begin() as connection:
        models.store(connection, manifest.version, manifest.encoder, manifest.reports, files)
        models.promote(connection, manifest.version)
    return manifest.version


def import_corpus(corpus: Corpus) -> Stored:
    """Add training data, all of it or nothing; the next training learns from it."""
    with engine().begin() as connection:
        return corpora.store_corpus(connection, corpus)


def export_corpus() -> Corpus:
    """All training data of intents and entities."""
    with engine().connect() as connection:
        return corpora.read_corpus(connection)

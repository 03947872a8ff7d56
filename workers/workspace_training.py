"""A champion trained on what the workspace knows."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable
from pathlib import Path

from workers.champion import model_cache
from workers.db import examples, models
from workers.db.choices import read_choices
from workers.db.engine import engine
from workers.db.taught import read_taught
from workers.deciding import ranker
from workers.feedback.ranking import train_ranker
from workers.feedback.train import TrainingData, train_model
from workers.inference.serve import encoder
from workers.models.model_manifest import VERSION_LENGTH
from workers.models.ranker import RANKER_FILE, write_ranker
from workers.recommendation.policy import KNOWN_LANGUAGES
from workers.text.patterns import Lexicon

# More than this teaches little, and takes memory.
MESSAGES_LEARNT = 20_000
# A machine that compares with all of them takes time that grows with their cube.
ANSWERED_LEARNT = 4_000


def has_champion() -> bool:
    """Whether there is a champion that this release reads, on this machine's encoder."""
    return model_cache().current(encoder().identity) is not None


def train_workspace(seed: int, report: Callable[[str], None]) -> str:
    """Train on all examples, and on what agents answered where that makes nothing worse; keep the
    model and let it answer. Returns its version.

    Raises TooFewExamplesError before anything is changed.
    """
    with engine().connect() as connection:
        data = TrainingData(
            examples.read_intent_examples(connection),
            examples.read_sentiment_examples(connection),
            examples.read_answered(connection, KNOWN_LANGUAGES, ANSWERED_LEARNT),
            find_known=Lexicon(read_taught(connection)).find,
        )
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "model"
        manifest = train_model(encoder(), data, folder, seed=seed, report=report)
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
    with engine().begin() as connection:
        models.store(connection, manifest.version, manifest.encoder, manifest.reports, files)
        models.promote(connection, manifest.version)
    return manifest.version


def train_ranking(report: Callable[[str], None]) -> str | None:
    """Learn from what agents chose; what ranks no worse than the champion ranks from now on.

    Returns the version that was promoted, or None where the champion stays.
    """
    with engine().connect() as connection:
        choices = read_choices(connection, MESSAGES_LEARNT)
    trained = train_ranker(choices, ranker().current())
    if trained is None:
        report("ranking: too few choices of agents to learn from")
        return None
    report(f"ranking: {trained.description}")
    if not trained.is_better:
        return None
    content = write_ranker(trained.kinds)
    version = hashlib.sha256(content).hexdigest()[:VERSION_LENGTH]
    figures = {"ranking": trained.figures}
    with engine().begin() as connection:
        models.store(connection, version, "", figures, {RANKER_FILE: content}, kind="ranking")
        models.promote(connection, version)
    return version

"""Trains model versions on what the workspace has taught, one of each kind, and stores them.

`understanding` reads messages; `ranking` orders candidate answers.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from pathlib import Path

from sqlalchemy import Connection

from config.console import Say
from workers.db import answered_questions, examples, models
from workers.db.choices import read_choices
from workers.db.engine import engine
from workers.db.examples import Examples
from workers.db.taught_entities import read_taught
from workers.fitting.model_training import TrainingData, train_model
from workers.fitting.ranker_training import LEAST_CHOSEN, train_ranker
from workers.fitting.source_training import fill_in_odds, find_learnable, train_sources
from workers.loaded.encoder import encoder
from workers.models.model_manifest import VERSION_LENGTH
from workers.models.ranker import (
    PRIORS,
    BrokenRankerError,
    Ranker,
    read_ranker,
    write_ranker,
)
from workers.models.text_encoder import KNOWN_LANGUAGES
from workers.records.models import TrainedVersion
from workers.text.patterns import Lexicon

# More messages with choices teach the ranker little, and take memory.
MOST_MESSAGES = 20_000
# Fitting the kernel takes time that grows with the cube of the examples.
MOST_ANSWERED = 4_000
# Fitting the sources takes time that grows with both the questions and the sources.
MOST_QUESTIONS = 10_000


def train_understanding(seed: int, report: Say) -> TrainedVersion:
    """Learn from all examples, and from what agents answered where that makes nothing worse.

    Intents with one example, as an import may have them, are left out. Raises TooFewExamplesError.
    """
    with engine().connect() as connection:
        intents, left_out = _leave_out_lone(examples.read_intent_examples(connection))
        data = TrainingData(
            intents,
            examples.read_sentiment_examples(connection),
            examples.read_answered_examples(connection, KNOWN_LANGUAGES, MOST_ANSWERED),
            find_known_entities=Lexicon(read_taught(connection)).find,
        )
    for line in left_out:
        report(line)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "model"
        manifest = train_model(encoder(), data, folder, seed=seed, report=report)
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
    version, figures = manifest.version, manifest.reports
    return TrainedVersion(version, "understanding", manifest.encoder, figures, files, left_out)


def _leave_out_lone(pairs: Examples) -> tuple[Examples, list[str]]:
    """The pairs without intents that have one example, and a sentence on each of these intents."""
    counts = Counter(intent for _, intent in pairs)
    learnable = [(text, intent) for text, intent in pairs if counts[intent] > 1]
    lone = sorted(intent for intent, count in counts.items() if count == 1)
    return learnable, [
        f"{intent} has one example and is not learnt: give it another." for intent in lone
    ]


def train_ranking(report: Say) -> TrainedVersion | None:
    """Learn from what agents chose; None where that is too little, or the result ranks worse."""
    identity = encoder().identity
    with engine().connect() as connection:
        choices = read_choices(connection, MOST_MESSAGES)
        questions = answered_questions.read_questions(connection, identity, MOST_QUESTIONS)
        passages = answered_questions.read_passages(connection, identity, find_learnable(questions))
        counts = answered_questions.count_sources(connection)
        champion = _read_champion(connection)
    sources = train_sources(questions, passages, identity)
    trained = train_ranker(fill_in_odds(choices, sources), champion, counts)
    if trained is None:
        report(f"ranking: too few to learn from, agents chose no kind {LEAST_CHOSEN} times yet")
        return None
    report(f"ranking: {sources.description}")
    report(f"ranking: {trained.description}")
    if not trained.is_better:
        return None
    # The log-odds of a kind count only where choices have said how sure they make.
    files = write_ranker(trained.kinds, sources.classifier.restricted_to(trained.kinds))
    version = hashlib.sha256(b"".join(files.values())).hexdigest()[:VERSION_LENGTH]
    return TrainedVersion(
        version, "ranking", "", {"ranking": trained.figures, "sources": sources.figures}, files
    )


def store(connection: Connection, trained: TrainedVersion, *, serves: bool) -> None:
    """Store a version; one that `serves` replaces the champion of its kind."""
    models.lock_promotion(connection)
    models.store(connection, trained)
    if serves:
        models.promote(connection, trained.version)


def _read_champion(connection: Connection) -> Ranker:
    version = models.find_champion(connection, "ranking")
    if version is None:
        return PRIORS
    try:
        return read_ranker(version, models.read_files(connection, version))
    except BrokenRankerError:
        # A later release wrote it, with features that are unknown here.
        return PRIORS

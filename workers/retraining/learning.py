"""Trains what the workspace has taught: how messages are understood, and how answers are ranked."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from workers.db import examples, models
from workers.db.choices import read_choices
from workers.db.engine import engine
from workers.db.models import Kind
from workers.db.taught import read_taught
from workers.encoding import encoder
from workers.feedback.ranking import train_ranker
from workers.feedback.train import TrainingData, train_model
from workers.models.model_manifest import VERSION_LENGTH
from workers.models.ranker import (
    PRIORS,
    RANKER_FILE,
    BrokenRankerError,
    Ranker,
    read_ranker,
    write_ranker,
)
from workers.models.text_encoder import KNOWN_LANGUAGES
from workers.text.patterns import Lexicon

# More than this teaches little, and takes memory.
MESSAGES_LEARNT = 20_000
# A machine that compares with all of them takes time that grows with their cube.
ANSWERED_LEARNT = 4_000
Report = Callable[[str], None]


@dataclass(frozen=True)
class Learnt:
    """A model version that is trained, and kept nowhere yet; `figures`: what its training says."""

    version: str
    kind: Kind
    encoder: str
    figures: Mapping[str, Any]
    files: Mapping[str, bytes]


def learn_to_understand(seed: int, report: Report) -> Learnt:
    """From all examples, and from what agents answered where that makes nothing worse.

    Raises TooFewExamplesError.
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
    return Learnt(manifest.version, "understanding", manifest.encoder, manifest.reports, files)


def learn_to_rank(report: Report) -> Learnt | None:
    """From what agents chose; None where that is too little, or what is learnt ranks worse."""
    with engine().connect() as connection:
        choices = read_choices(connection, MESSAGES_LEARNT)
        champion = _read_champion(connection)
    trained = train_ranker(choices, champion)
    if trained is None:
        report("ranking: too few choices of agents to learn from")
        return None
    report(f"ranking: {trained.description}")
    if not trained.is_better:
        return None
    content = write_ranker(trained.kinds)
    version = hashlib.sha256(content).hexdigest()[:VERSION_LENGTH]
    return Learnt(version, "ranking", "", {"ranking": trained.figures}, {RANKER_FILE: content})


def keep(connection: Connection, learnt: Learnt, *, serves: bool) -> None:
    """Store it; the one that `serves` takes the place of the champion."""
    models.choose_alone(connection)
    models.store(
        connection,
        learnt.version,
        learnt.encoder,
        learnt.figures,
        learnt.files,
        kind=learnt.kind,
    )
    if serves:
        models.promote(connection, learnt.version)


def _read_champion(connection: Connection) -> Ranker:
    version = models.find_champion(connection, "ranking")
    if version is None:
        return PRIORS
    try:
        return read_ranker(version, models.read_files(connection, version)[RANKER_FILE])
    except BrokenRankerError:
        # A later release wrote it; what it ranks by cannot be compared here.
        return PRIORS

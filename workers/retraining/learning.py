"""Trains what the workspace has taught: how messages are understood, and how answers are ranked."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from workers.db import examples, models
from workers.db.choices import read_choices
from workers.db.engine import engine
from workers.db.examples import Examples
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
    """A model version that is trained, and kept nowhere yet; `figures`: what its training says.

    `left_out`: what it could not learn, in a sentence each.
    """

    version: str
    kind: Kind
    encoder: str
    figures: Mapping[str, Any]
    files: Mapping[str, bytes]
    left_out: Sequence[str] = ()


def learn_to_understand(seed: int, report: Report) -> Learnt:
    """From all examples, and from what agents answered where that makes nothing worse.

    An intent that has one example, as an import may bring it, holds up none of the others. Raises
    TooFewExamplesError.
    """
    with engine().connect() as connection:
        intents, left_out = _leave_out_lone(examples.read_intent_examples(connection))
        data = TrainingData(
            intents,
            examples.read_sentiment_examples(connection),
            examples.read_answered(connection, KNOWN_LANGUAGES, ANSWERED_LEARNT),
            find_known=Lexicon(read_taught(connection)).find,
        )
    for line in left_out:
        report(line)
    with tempfile.TemporaryDirectory() as parent:
        folder = Path(parent) / "model"
        manifest = train_model(encoder(), data, folder, seed=seed, report=report)
        files = {path.name: path.read_bytes() for path in folder.iterdir()}
    version, figures = manifest.version, manifest.reports
    return Learnt(version, "understanding", manifest.encoder, figures, files, left_out)


def _leave_out_lone(given: Examples) -> tuple[Examples, list[str]]:
    """What can be learnt, and of what cannot a sentence each."""
    counts = Counter(intent for _, intent in given)
    known = [(text, intent) for text, intent in given if counts[intent] > 1]
    lone = sorted(intent for intent, count in counts.items() if count == 1)
    return known, [
        f"{intent} has one example and is not learnt: give it another." for intent in lone
    ]


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

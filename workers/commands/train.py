from __future__ import annotations

import argparse
import time
from pathlib import Path

from config.console import remark, say
from workers.commands.encoder_at_hand import ready_encoder
from workers.corpus.reading import read_corpus
from workers.corpus.teaching import teach_entities
from workers.direct.workspace import workspace_at_hand
from workers.errors import SetupError
from workers.fitting.model_training import TrainingData, train_model
from workers.models.artifact import SENTIMENTS
from workers.models.artifact_writing import check_place
from workers.settings import ROOT
from workers.text.patterns import Lexicon
from workers.training.by_command import has_champion, train_workspace, train_workspace_ranking

# The sample's examples of sentiment, for those who have none of their own.
SAMPLE_SENTIMENT = ROOT / "apps" / "sample" / "data" / "sentiment.jsonl"


class NoSentimentError(SetupError):
    """A head for sentiment has nothing to learn from."""


def run(options: argparse.Namespace) -> None:
    """`train`: on a file into a folder, or on the workspace, where it answers from then on."""
    if options.intents:
        _train_on_file(options)
    else:
        _train_on_workspace(options)


def _train_on_workspace(options: argparse.Namespace) -> None:
    with workspace_at_hand():
        if options.if_missing and has_champion():
            return
        version = train_workspace(seed=options.seed, report=say)
        train_workspace_ranking(report=say)
    say(f"Model {version} answers from now on.")


def _train_on_file(options: argparse.Namespace) -> None:
    started = time.perf_counter()
    corpus = read_corpus(options.intents)
    for earlier, example in corpus.contradictions():
        remark(f"{example.place}: the same text is {earlier.label} at {earlier.place}.")
    sentiments = _read_sentiments(options.sentiment)
    check_place(options.out)
    taught = teach_entities(corpus)
    data = TrainingData(
        [(example.text, example.label) for example in corpus.distinct_examples()],
        sentiments,
        find_known_entities=Lexicon(taught).find,
        taught=taught,
    )
    manifest = train_model(ready_encoder(), data, options.out, seed=options.seed, report=say)
    took = time.perf_counter() - started
    say(f"Model {manifest.version} is in {options.out}, after {took:.0f} s.")


def _read_sentiments(path: Path | None) -> list[tuple[str, str]]:
    """Raises CorpusError for an unknown sentiment, NoSentimentError where examples are missing."""
    if path is None and not SAMPLE_SENTIMENT.exists():
        raise NoSentimentError("Name a file of texts and their sentiment with --sentiment.")
    examples = read_corpus(path or SAMPLE_SENTIMENT).distinct_examples()
    for example in examples:
        if example.label not in SENTIMENTS and example.place:
            names = ", ".join(sorted(SENTIMENTS))
            raise example.place.error(f"{example.label!r} is no sentiment; write one of {names}.")
    if missing := SENTIMENTS.difference(example.label for example in examples):
        raise NoSentimentError(
            f"{path or SAMPLE_SENTIMENT} has no example that is {min(missing)}: add at least two."
        )
    return [(example.text, example.label) for example in examples]

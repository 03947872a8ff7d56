"""Models from a shell: trained from files, judged, and asked; no database, no broker."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from config.console import remark, say
from config.environment import Environment
from workers.contracts import MessageAnalyzed
from workers.corpus.reading import read_corpus
from workers.corpus.teaching import teach_entities
from workers.descriptions import describe_evaluation, describe_understood, quote_understood
from workers.errors import SetupError
from workers.feedback.evaluation import evaluate
from workers.feedback.report import check_folder, write_report
from workers.feedback.train import TrainingData, train_model
from workers.inference.serve import encoder
from workers.models.artifact import SENTIMENTS, load_model
from workers.models.artifact_writing import check_place
from workers.models.export import ensure_encoder
from workers.models.text_encoder import TextEncoder
from workers.settings import ROOT, read_encoder_settings
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon
from workers.understanding import Reader

# What other companies' customers feel, for those who have no examples of their own.
SAMPLE_SENTIMENT = ROOT / "apps" / "sample" / "data" / "sentiment.jsonl"
AT_ONCE = 64


class NoSentimentError(SetupError):
    """A head for sentiment has nothing to learn from."""


class NothingToJudgeError(SetupError):
    """A file has nothing that a model can be judged by."""


def run_train(options: argparse.Namespace) -> None:
    """`train --intents FILE --out DIR`."""
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
        find_known=Lexicon(taught).find,
        taught=taught,
    )
    manifest = train_model(_ready_encoder(), data, options.out, seed=options.seed, report=say)
    took = time.perf_counter() - started
    say(f"Model {manifest.version} is in {options.out}, after {took:.0f} s.")


def run_evaluate(options: argparse.Namespace) -> None:
    """`evaluate --model DIR --intents FILE`."""
    corpus = read_corpus(options.intents)
    if not corpus.examples:
        raise NothingToJudgeError(f"{options.intents} has no texts with an intent: add some.")
    if options.report:
        check_folder(options.report)
    reader = _load_reader(options.model)
    strange = {row.label for row in corpus.examples}.difference(reader.model.intent.labels)
    if strange:
        named = ", ".join(sorted(strange))
        remark(f"Intents that the model does not know, and so never gets right: {named}.")
    texts = [example.text for example in corpus.examples]
    predicted = [read.intent for read in _read(reader, texts)]
    found = evaluate([example.label for example in corpus.examples], predicted)
    if options.report:
        page = write_report(found, options.report, title=f"Model {reader.model.version}")
        remark(f"The report is {page}.")
    say(json.dumps(asdict(found)) if options.json else describe_evaluation(found))


def run_predict(options: argparse.Namespace) -> None:
    """`predict --model DIR [TEXT…]`, or a text a line on standard input."""
    reader = _load_reader(options.model)
    for text in options.texts or _input_lines():
        # An argument may hold bytes that are no UTF-8.
        readable = text.encode("utf-8", "replace").decode()
        if readable.strip():
            (read,) = reader.read([readable], options.language)
            said = quote_understood(readable, read)
            say(json.dumps(said, ensure_ascii=False) if options.json else describe_understood(said))


def _input_lines() -> Iterator[str]:
    """Each as soon as it is there."""
    if sys.stdin.isatty():
        remark("Write a text and press Enter; Ctrl-D ends.")
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def _load_reader(folder: Path) -> Reader:
    running = _ready_encoder()
    model = load_model(folder, running.identity)
    return Reader(running, model, LanguageIdentifier(), Lexicon(model.taught))


def _read(reader: Reader, texts: Sequence[str]) -> Iterator[MessageAnalyzed]:
    """Says about every tenth how far it is."""
    step = max(AT_ONCE, len(texts) // 10)
    said = 0
    for start in range(0, len(texts), AT_ONCE):
        yield from reader.read(texts[start : start + AT_ONCE])
        if start - said >= step:
            said = start
            remark(f"read {start:,} of {len(texts):,} texts")


def _ready_encoder() -> TextEncoder:
    settings = read_encoder_settings(Environment(os.environ))
    if not settings.url:
        ensure_encoder(settings.folder, remark)
    return encoder()


def _read_sentiments(path: Path | None) -> list[tuple[str, str]]:
    """Raises CorpusError for what is no sentiment, NoSentimentError where there are none."""
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

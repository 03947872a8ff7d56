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
from typing import Any

from config.environment import Environment
from workers.contracts import MessageAnalyzed
from workers.corpus.reading import read_corpus
from workers.corpus.records import Corpus
from workers.errors import SetupError
from workers.feedback.evaluation import Evaluation, evaluate
from workers.feedback.train import train_model
from workers.inference.serve import encoder
from workers.models.artifact import load_model
from workers.models.export import ensure_encoder
from workers.settings import ROOT, read_encoder_settings
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon, Taught
from workers.understanding import Reader

# What other companies' customers feel, for those who have no examples of their own.
SAMPLE_SENTIMENT = ROOT / "apps" / "ops" / "sample" / "sentiment.jsonl"
AT_ONCE = 64
# Queues' ids and what only later stages need.
_NOT_SAID = {"work_id", "message_id", "conversation_id", "earlier_text", "alignment", "embedding"}


class NoSentimentError(SetupError):
    """A head for sentiment has nothing to learn from."""


def run_train(options: argparse.Namespace) -> None:
    """`train --intents FILE --out DIR`."""
    started = time.perf_counter()
    corpus = read_corpus(options.intents)
    for earlier, example in corpus.contradictions():
        _say(f"{example.place}: the same text is {earlier.label} at {earlier.place}.", sys.stderr)
    manifest = train_model(
        _encoder(),
        [(example.text, example.label) for example in corpus.distinct_examples()],
        _read_sentiments(options.sentiment),
        options.out,
        seed=options.seed,
        report=_say,
        find_known=_lexicon(corpus).find,
    )
    took = time.perf_counter() - started
    _say(f"Model {manifest.version} is in {options.out}, after {took:.0f} s.")


def run_evaluate(options: argparse.Namespace) -> None:
    """`evaluate --model DIR --intents FILE`."""
    corpus = read_corpus(options.intents)
    reader = _load_reader(options.model, corpus)
    predicted = [read.intent for read in _read(reader, [e.text for e in corpus.examples])]
    found = evaluate([example.label for example in corpus.examples], predicted)
    if options.report:
        from workers.feedback.report import write_report

        write_report(found, options.report, title=f"Model {reader.model.version}")
    _say(json.dumps(asdict(found)) if options.json else describe(found))


def run_predict(options: argparse.Namespace) -> None:
    """`predict --model DIR [TEXT…]`, or a text a line on standard input."""
    reader = _load_reader(options.model, Corpus())
    texts = options.texts or (line.rstrip("\n") for line in sys.stdin)
    for text in texts:
        (read,) = reader.read([text], options.language)
        said = say_understood(text, read)
        _say(json.dumps(said, ensure_ascii=False) if options.json else _describe_read(said))


def say_understood(text: str, read: MessageAnalyzed) -> dict[str, Any]:
    """Everything that is known of a text; entities say what they are in it."""
    said = read.model_dump(mode="json", exclude=_NOT_SAID)
    said["text"], said["clean_text"] = text, read.text
    for entity in said["entities"]:
        entity["text"] = text[entity["start"] : entity["end"]]
    return said


def describe(found: Evaluation) -> str:
    """For people: the figures, and what is mistaken most."""
    lines = [
        f"texts                   {found.n:>8,}",
        f"accuracy                {_percent(found.accuracy)}",
        f"macro F1                {_percent(found.macro_f1)}",
        f"in-scope accuracy       {_percent(found.in_scope_accuracy)}",
        f"out-of-scope recall     {_percent(found.out_of_scope_recall)}",
        f"out-of-scope precision  {_percent(found.out_of_scope_precision)}",
        f"calibration error       {found.ece:>8.3f}",
        "",
        "Most often mistaken:",
        *(f"{c.count:>4}  {c.expected} → {c.predicted}" for c in found.confusions[:10]),
    ]
    return "\n".join(lines)


def _percent(share: float | None) -> str:
    return "       –" if share is None else f"{share:>8.2%}"


def _describe_read(said: dict[str, Any]) -> str:
    intents = ", ".join(f"{i['label']} {i['confidence']:.0%}" for i in said["intents"][:3])
    entities = "; ".join(
        f"{e['label']} “{e['text']}”" + (f" = {e['value']}" if e["value"] else "")
        for e in said["entities"]
    )
    return (
        f"{said['text']}\n"
        f"  language   {said['language']['label']} {said['language']['confidence']:.0%}\n"
        f"  intent     {intents}\n"
        f"  sentiment  {said['sentiment']['label']} {said['sentiment']['score']:+.2f}\n"
        f"  entities   {entities or '–'}\n"
        f"  models saw {said['clean_text']}"
    )


def _load_reader(folder: Path, corpus: Corpus) -> Reader:
    model = load_model(folder, _encoder().identity)
    return Reader(_encoder(), model, LanguageIdentifier(), _lexicon(corpus))


def _read(reader: Reader, texts: Sequence[str]) -> Iterator[MessageAnalyzed]:
    for start in range(0, len(texts), AT_ONCE):
        yield from reader.read(texts[start : start + AT_ONCE])


def _encoder() -> Any:
    settings = read_encoder_settings(Environment(os.environ))
    if not settings.url:
        ensure_encoder(settings.folder, _say)
    return encoder()


def _lexicon(corpus: Corpus) -> Lexicon:
    return Lexicon(Taught(corpus.patterns, corpus.lookups, corpus.synonyms))


def _read_sentiments(path: Path | None) -> list[tuple[str, str]]:
    if path is None and not SAMPLE_SENTIMENT.exists():
        raise NoSentimentError("Name a file of texts and their sentiment with --sentiment.")
    return [(e.text, e.label) for e in read_corpus(path or SAMPLE_SENTIMENT).distinct_examples()]


def _say(line: str, stream: Any = sys.stdout) -> None:
    stream.write(line + "\n")
    stream.flush()

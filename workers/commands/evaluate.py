from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from config.console import remark, say
from workers.commands.reader_at_hand import load_reader
from workers.contracts.payloads import MessageAnalyzed
from workers.corpus.reading import read_corpus
from workers.direct.reader import Reader
from workers.errors import SetupError
from workers.evaluation.evaluate import evaluate
from workers.evaluation.figures import describe_evaluation
from workers.evaluation.report import check_folder, write_report

AT_ONCE = 64


class NothingToJudgeError(SetupError):
    """A file has nothing that a model can be judged by."""


def run(options: argparse.Namespace) -> None:
    """`evaluate --model DIR --intents FILE`."""
    corpus = read_corpus(options.intents)
    if not corpus.examples:
        raise NothingToJudgeError(f"{options.intents} has no texts with an intent: add some.")
    if options.report:
        check_folder(options.report)
    reader = load_reader(options.model)
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


def _read(reader: Reader, texts: Sequence[str]) -> Iterator[MessageAnalyzed]:
    """Read texts in batches, and report the progress about ten times."""
    step = max(AT_ONCE, len(texts) // 10)
    reported = 0
    for start in range(0, len(texts), AT_ONCE):
        yield from reader.read(texts[start : start + AT_ONCE])
        if start - reported >= step:
            reported = start
            remark(f"read {start:,} of {len(texts):,} texts")

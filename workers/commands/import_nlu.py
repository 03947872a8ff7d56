from __future__ import annotations

import argparse

from config.console import say
from workers.corpus.cleaning import clean_corpus
from workers.corpus.reading import read_corpus
from workers.direct.workspace import import_corpus, workspace_at_hand


def run(options: argparse.Namespace) -> None:
    """`import-nlu FILE`: add what a file says. Raises CorpusError before anything is changed."""
    given = clean_corpus(read_corpus(options.file))
    with workspace_at_hand():
        stored = import_corpus(given.corpus)
    say(
        f"Added: intents {stored.intents}, examples {stored.examples}, "
        f"patterns {stored.patterns}, lookup values {stored.lookups}, synonyms {stored.synonyms}."
    )
    for sentence, number in (
        ("Examples that were here and have new annotations", stored.annotated),
        ("Examples that teach another intent here, and still do", stored.elsewhere),
        ("Examples under two intents, of which the first counts", given.contradicting),
        ("Annotations of personal data, left out with it", given.lost),
    ):
        if number:
            say(f"{sentence}: {number}.")

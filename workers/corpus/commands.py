"""Training data into the workspace and out of it, from a shell."""

from __future__ import annotations

import argparse
import sys

from config.console import remark, say
from workers.corpus.cleaning import clean_corpus
from workers.corpus.nlu_writing import find_unsayable, write_nlu
from workers.corpus.reading import read_corpus
from workers.corpus.records import Corpus
from workers.workspace import export_corpus, import_corpus, workspace_at_hand


def run_import(options: argparse.Namespace) -> None:
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


def run_export(options: argparse.Namespace) -> None:
    """`export-nlu [--out FILE]`: all that the workspace teaches; remarks go to standard error."""
    with workspace_at_hand():
        corpus = export_corpus()
    written = write_nlu(corpus)
    if options.out:
        options.out.write_text(written, encoding="utf-8")
    else:
        sys.stdout.write(written)
    if unsayable := _count(find_unsayable(corpus)):
        remark(
            "Rows that this format has no words for, or none for their annotations, "
            f"and that are left out so far: {unsayable}."
        )


def _count(corpus: Corpus) -> int:
    return sum(map(len, (corpus.examples, corpus.patterns, corpus.lookups, corpus.synonyms)))

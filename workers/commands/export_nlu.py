from __future__ import annotations

import argparse
import sys
from pathlib import Path

from config.console import remark
from workers.corpus.nlu_writing import find_unsayable, write_nlu
from workers.corpus.records import Corpus
from workers.direct.workspace import export_corpus, workspace_at_hand
from workers.errors import SetupError


class NoPlaceError(SetupError):
    """The training data cannot be written to this file."""


def run(options: argparse.Namespace) -> None:
    """`export-nlu [--out FILE]`: all that the workspace teaches; remarks go to standard error."""
    with workspace_at_hand():
        corpus = export_corpus()
    written = write_nlu(corpus)
    if options.out:
        _write(options.out, written)
    else:
        sys.stdout.write(written)
    if unsayable := _count(find_unsayable(corpus)):
        remark(
            "Rows that this format has no words for, or none for their annotations, "
            f"and that are left out so far: {unsayable}."
        )


def _write(path: Path, written: str) -> None:
    try:
        path.write_text(written, encoding="utf-8")
    except OSError as error:
        raise NoPlaceError(
            f"{path} cannot be written ({error.strerror}): name another file."
        ) from None


def _count(corpus: Corpus) -> int:
    return sum(map(len, (corpus.examples, corpus.patterns, corpus.lookups, corpus.synonyms)))

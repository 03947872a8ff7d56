"""Training data from files: tables, JSON Lines, and a Rasa assistant's `nlu.yml`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from workers.corpus.csv_rows import read_csv
from workers.corpus.files import read_text
from workers.corpus.json_lines import read_json_lines
from workers.corpus.nlu_reading import join, read_nlu
from workers.corpus.records import Corpus, CorpusError

FORMATS: dict[str, Callable[[Path, str], Corpus]] = {
    ".csv": read_csv,
    ".tsv": read_csv,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".json": read_json_lines,
    ".yml": read_nlu,
    ".yaml": read_nlu,
}


def read_corpus(path: Path) -> Corpus:
    """The corpus of a file, or of all `.yml` files of a folder. Raises CorpusError."""
    if path.is_dir():
        files = sorted(file for suffix in (".yml", ".yaml") for file in path.rglob(f"*{suffix}"))
        corpus = join(_read_file(file) for file in files)
    else:
        corpus = _read_file(path)
    if corpus == Corpus():
        raise CorpusError(f"{path} holds no examples: write some, or name another file.")
    return corpus


def _read_file(path: Path) -> Corpus:
    read = FORMATS.get(path.suffix.lower())
    if not read:
        raise CorpusError(
            f"{path} has no ending that says what it is: name it {', '.join(FORMATS)}."
        )
    return read(path, read_text(path))

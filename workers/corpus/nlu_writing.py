"""Training data as Rasa reads it: `nlu.yml` of version 3.1."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator

import yaml

from workers.corpus.markup import write_markup
from workers.corpus.nlu_reading import LOOKUP_FILE, STRIPPED
from workers.corpus.records import Annotation, Corpus, CorpusExample

# Characters that YAML writes unescaped into a block, and reads back without a line break.
_LINE = re.compile(
    r"[\t -~\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]+"
)


def write_nlu(corpus: Corpus) -> str:
    """The corpus as `nlu.yml`, label by label, without what `find_unsayable` returns.

    Where an example cannot be written with its annotations, its text alone is written if possible.
    """
    items = [
        *_write_intents(corpus.distinct_examples()),
        *_write_tables("synonym", corpus.synonyms),
        *_write_tables("regex", corpus.patterns),
        *_write_tables("lookup", corpus.lookups),
    ]
    return "".join(['version: "3.1"\n\nnlu:', "\n" if items else " []\n", *items])


def find_unsayable(corpus: Corpus) -> Corpus:
    """What the format cannot express: reading it again would give something else."""
    return Corpus(
        tuple(row for row in corpus.examples if _mark(row.text, row.entities) is None),
        tuple(row for row in corpus.patterns if not _is_line("regex", row.pattern)),
        tuple(row for row in corpus.lookups if not _is_line("lookup", row.value)),
        tuple(row for row in corpus.synonyms if not _is_line("synonym", row.text)),
    )


def _write_intents(examples: Iterable[CorpusExample]) -> Iterator[str]:
    """An item for each label, and a second one for its texts that need more than one line."""
    by_label: dict[str, list[str]] = defaultdict(list)
    for row in examples:
        marked = _mark(row.text, row.entities) or _mark(row.text, ())
        if marked:
            by_label[row.label].append(marked)
    for label, texts in by_label.items():
        lines = [text for text in texts if _LINE.fullmatch(text)]
        if lines:
            yield _write_item("intent", label, lines)
        if others := [text for text in texts if not _LINE.fullmatch(text)]:
            yield _head("intent", label) + "  examples:\n"
            yield from (f"  - text: {_quote(text)}" for text in others)


def _write_tables(kind: str, rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    by_name: dict[str, list[str]] = defaultdict(list)
    for name, line in rows:
        if _is_line(kind, line):
            by_name[name].append(line)
    return (_write_item(kind, name, lines) for name, lines in by_name.items())


def _write_item(kind: str, name: str, lines: Iterable[str]) -> str:
    return _head(kind, name) + "".join(["  examples: |\n", *(f"    - {line}\n" for line in lines)])


def _head(kind: str, name: str) -> str:
    if not _LINE.fullmatch(name):
        return f"- {kind}: {_quote(name)}"
    return f"- {yaml.dump({kind: name}, allow_unicode=True, width=sys.maxsize)}"


def _quote(text: str) -> str:
    return str(yaml.dump(text, default_style='"', allow_unicode=True, width=sys.maxsize))


def _mark(text: str, entities: tuple[Annotation, ...]) -> str | None:
    marked = write_markup(text, entities)
    return marked if marked and marked == marked.strip(STRIPPED) else None


def _is_line(kind: str, words: str) -> bool:
    names_file = kind == "lookup" and words.endswith(LOOKUP_FILE)
    return bool(_LINE.fullmatch(words)) and words == words.strip(STRIPPED) and not names_file

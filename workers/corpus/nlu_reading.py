"""Training data as Rasa writes it: `nlu.yml` of the versions 2.0, 3.0 and 3.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import yaml

from workers.corpus.checks import make_example, make_lookup, make_pattern, make_synonym
from workers.corpus.files import read_text
from workers.corpus.markup import MarkupError, parse_markup
from workers.corpus.records import Corpus, CorpusExample, Place
from workers.corpus.yaml_nodes import compose, fields_of, place_of

Line = tuple[Place, str]

STRIPPED = "\n\r "
LOOKUP_FILE = ".txt"


def read_nlu(path: Path, content: str) -> Corpus:
    """Everything under `nlu:` in all YAML documents of a file; empty where there is no `nlu:`."""
    documents = compose(path, content)
    items = chain.from_iterable(_list_items(path, document) for document in documents)
    return join(_read_item(path, item) for item in items)


def join(corpora: Iterable[Corpus]) -> Corpus:
    """One corpus with the rows of all of these, in their order."""
    parts = list(corpora)
    return Corpus(
        tuple(chain.from_iterable(part.examples for part in parts)),
        tuple(chain.from_iterable(part.patterns for part in parts)),
        tuple(chain.from_iterable(part.lookups for part in parts)),
        tuple(chain.from_iterable(part.synonyms for part in parts)),
    )


def _list_items(path: Path, document: yaml.Node) -> Iterator[yaml.Node]:
    if isinstance(document, yaml.MappingNode):
        for key, value in document.value:
            if key.value == "nlu":
                yield from _read_list(path, value)


def _read_list(path: Path, node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.SequenceNode):
        return list(node.value)
    if node.value == "":
        return []
    raise place_of(path, node).error("a list must follow `nlu:`; begin each item with “- ”.")


def _read_item(path: Path, node: yaml.Node) -> Corpus:
    """One item of `nlu:`; its key, such as `intent:`, says which kind it is."""
    fields = fields_of(path, node)
    examples = fields.get("examples")
    for kind, read in _READERS.items():
        if kind in fields:
            name = fields[kind].value
            place = place_of(path, fields[kind])
            if not isinstance(name, str):
                raise place.error(f"the name of the {kind} is no text; write one line.")
            corpus = read(name, path, examples) if examples else Corpus()
            if corpus == Corpus():
                raise place.error(f"this {kind} has nothing below `examples: |`; write “- …”.")
            return corpus
    raise place_of(path, node).error(f"the item is none of {', '.join(_READERS)}; name what it is.")


def _read_intent(label: str, path: Path, examples: yaml.Node) -> Corpus:
    return Corpus(tuple(_read_example(line, label) for line in _read_texts(path, examples)))


def _read_example(line: Line, label: str) -> CorpusExample:
    place, marked = line
    try:
        text, annotations = parse_markup(marked)
    except MarkupError as error:
        raise place.error(str(error)) from None
    return make_example(place, text, label, annotations)


def _read_synonym(value: str, path: Path, examples: yaml.Node) -> Corpus:
    lines = _read_block(path, examples)
    return Corpus(synonyms=tuple(make_synonym(place, value, text) for place, text in lines))


def _read_regex(label: str, path: Path, examples: yaml.Node) -> Corpus:
    lines = _read_block(path, examples)
    return Corpus(patterns=tuple(make_pattern(place, label, text) for place, text in lines))


def _read_lookup(label: str, path: Path, examples: yaml.Node) -> Corpus:
    whole = examples.value.strip(STRIPPED) if isinstance(examples, yaml.ScalarNode) else ""
    names_file = "\n" not in whole and whole.endswith(LOOKUP_FILE)
    given = [(place_of(path, examples), whole)] if names_file else _read_block(path, examples)
    lines = chain.from_iterable(map(_open_lookup, given))
    return Corpus(lookups=tuple(make_lookup(place, label, value) for place, value in lines))


_READERS = {
    "intent": _read_intent,
    "synonym": _read_synonym,
    "regex": _read_regex,
    "lookup": _read_lookup,
}


def _read_texts(path: Path, examples: yaml.Node) -> Iterator[Line]:
    """The `- …` lines of a block, or the `text: …` of each item of a list."""
    if not isinstance(examples, yaml.SequenceNode):
        yield from _read_block(path, examples)
        return
    for item in examples.value:
        node = item if isinstance(item, yaml.ScalarNode) else fields_of(path, item).get("text")
        if not isinstance(node, yaml.ScalarNode):
            raise place_of(path, item).error("the example has no text; write `text: …`.")
        yield place_of(path, node), node.value.strip(STRIPPED)


def _read_block(path: Path, node: yaml.Node) -> Iterator[Line]:
    """The `- …` lines of a block, without blank lines and comments."""
    if not isinstance(node, yaml.ScalarNode):
        raise place_of(path, node).error("write `examples: |`, and below it lines with “- ”.")
    first = place_of(path, node)
    for number, line in enumerate(node.value.split("\n")):
        place = Place(path, first.line + (number if node.style == "|" else 0))
        words = line.strip(STRIPPED)
        if words.startswith("-"):
            yield place, words[1:].strip(STRIPPED)
        elif words and not words.startswith("#"):
            raise place.error("the line does not begin with “- ”; put that before the example.")


def _open_lookup(line: Line) -> Iterator[Line]:
    """The lines of the file that a table names, from its own folder or from this one."""
    place, words = line
    if not words.endswith(LOOKUP_FILE):
        yield line
        return
    name = words.removeprefix("-").strip()
    found = next((p for p in (place.path.parent / name, Path(name)) if p.is_file()), None)
    if not found:
        raise place.error("the file of this table does not exist; put it beside this file.")
    for number, value in enumerate(read_text(found).split("\n"), start=1):
        if value.strip():
            yield Place(found, number), value.strip()

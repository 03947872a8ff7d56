"""Training data as Rasa writes it: `nlu.yml` of the versions 2.0, 3.0 and 3.1."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import yaml
from yaml.reader import Reader

from workers.corpus.checks import make_example, make_lookup, make_pattern, make_synonym
from workers.corpus.files import read_text
from workers.corpus.markup import MarkupError, parse_markup
from workers.corpus.records import Corpus, CorpusExample, Place

Line = tuple[Place, str]

STRIPPED = "\n\r "
LOOKUP_FILE = ".txt"


def read_nlu(path: Path, content: str) -> Corpus:
    """What stands under `nlu:` in all documents of a file; empty where there is no `nlu:`."""
    documents = _compose(path, content)
    items = chain.from_iterable(_list_items(path, document) for document in documents)
    return join(_read_item(path, item) for item in items)


def join(corpora: Iterable[Corpus]) -> Corpus:
    """One corpus that says what all of these say, in their order."""
    parts = list(corpora)
    return Corpus(
        tuple(chain.from_iterable(part.examples for part in parts)),
        tuple(chain.from_iterable(part.patterns for part in parts)),
        tuple(chain.from_iterable(part.lookups for part in parts)),
        tuple(chain.from_iterable(part.synonyms for part in parts)),
    )


def _compose(path: Path, content: str) -> list[yaml.Node]:
    """Nodes know their lines, and composing them runs nothing that a file may name."""
    if strange := Reader.NON_PRINTABLE.search(content):
        line = content.count("\n", 0, strange.start()) + 1
        raise Place(path, line).error("there is a control character; remove it.")
    try:
        return list(yaml.compose_all(content, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        is_open = "end of stream" in (error.problem or "")
        mark = (error.context_mark if is_open else None) or error.problem_mark
        line = mark.line + 1 if mark else 1
        raise Place(path, line).error(
            f"this is not YAML ({error.problem}); check the indentation and quotes here."
        ) from None


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
    raise _place(path, node).error("a list must follow `nlu:`; begin each item with “- ”.")


def _read_item(path: Path, node: yaml.Node) -> Corpus:
    """One item of `nlu:`, told by its key."""
    fields = _fields(path, node)
    examples = fields.get("examples")
    for kind, read in _READERS.items():
        if kind in fields:
            name = fields[kind].value
            place = _place(path, fields[kind])
            if not isinstance(name, str):
                raise place.error(f"the name of the {kind} is no text; write one line.")
            corpus = read(name, path, examples) if examples else Corpus()
            if corpus == Corpus():
                raise place.error(f"this {kind} has nothing below `examples: |`; write “- …”.")
            return corpus
    raise _place(path, node).error(f"the item is none of {', '.join(_READERS)}; name what it is.")


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
    whole = examples.value.strip() if isinstance(examples, yaml.ScalarNode) else ""
    names_file = "\n" not in whole and whole.endswith(LOOKUP_FILE)
    given = [(_place(path, examples), whole)] if names_file else _read_block(path, examples)
    lines = chain.from_iterable(map(_open_lookup, given))
    return Corpus(lookups=tuple(make_lookup(place, label, value) for place, value in lines))


_READERS = {
    "intent": _read_intent,
    "synonym": _read_synonym,
    "regex": _read_regex,
    "lookup": _read_lookup,
}


def _read_texts(path: Path, examples: yaml.Node) -> Iterator[Line]:
    """The `- …` lines of a block, or a list of `text: …` with what else is known of each."""
    if not isinstance(examples, yaml.SequenceNode):
        yield from _read_block(path, examples)
        return
    for item in examples.value:
        node = item if isinstance(item, yaml.ScalarNode) else _fields(path, item).get("text")
        if not isinstance(node, yaml.ScalarNode):
            raise _place(path, item).error("the example has no text; write `text: …`.")
        yield _place(path, node), node.value.strip(STRIPPED)


def _read_block(path: Path, node: yaml.Node) -> Iterator[Line]:
    """The `- …` lines of a block; blank ones and comments are nothing."""
    if not isinstance(node, yaml.ScalarNode):
        raise _place(path, node).error("write `examples: |`, and below it lines with “- ”.")
    first = _place(path, node)
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


def _fields(path: Path, node: yaml.Node) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise _place(path, node).error("the item has no key; write `- intent: …`.")
    return {str(key.value): value for key, value in node.value}


def _place(path: Path, node: yaml.Node) -> Place:
    """Where what a node says begins; that of a block is below its `|`."""
    return Place(path, node.start_mark.line + (2 if getattr(node, "style", None) == "|" else 1))

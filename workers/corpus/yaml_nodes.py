"""YAML as nodes that know their lines. Composing, unlike loading, makes no objects of tags."""

from __future__ import annotations

from pathlib import Path

import yaml
from yaml.reader import Reader

from workers.corpus.records import Place

DEEPEST = 50


def compose(path: Path, content: str) -> list[yaml.Node]:
    """The documents of a file. Raises CorpusError with the line of what is broken."""
    if strange := Reader.NON_PRINTABLE.search(content):
        line = content.count("\n", 0, strange.start()) + 1
        raise Place(path, line).error("there is a control character; remove it.")
    try:
        _check_depth(path, content)
        return list(yaml.compose_all(content, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        is_open = "end of stream" in (error.problem or "")
        mark = (error.context_mark if is_open else None) or error.problem_mark
        line = mark.line + 1 if mark else 1
        raise Place(path, line).error(
            f"this is not YAML ({error.problem}); check the indentation and quotes here."
        ) from None


def fields_of(path: Path, node: yaml.Node) -> dict[str, yaml.Node]:
    if not isinstance(node, yaml.MappingNode):
        raise place_of(path, node).error("the item has no key; write `- intent: …`.")
    fields = {}
    for key, value in node.value:
        name = str(key.value)
        if name in fields:
            raise place_of(path, key).error(f"`{name}` stands twice in this item; keep one.")
        fields[name] = value
    return fields


def place_of(path: Path, node: yaml.Node) -> Place:
    """Where the content of a node begins: for a block, the line below its `|`."""
    return Place(path, node.start_mark.line + (2 if getattr(node, "style", None) == "|" else 1))


def _check_depth(path: Path, content: str) -> None:
    """Raises CorpusError for deep nesting: composing recurses in C and would overflow the stack."""
    depth = 0
    for event in yaml.parse(content, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise Place(path, line).error(
                f"there are more than {DEEPEST} levels; close the brackets or indent less."
            )

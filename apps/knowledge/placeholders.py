"""Placeholders in past answers, which replace another contact's words: `<NAME>`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from apps.knowledge.variables import MENTIONED
from workers.contracts.labels import PERSONAL_LABELS

_PLACEHOLDER = re.compile(r"<([A-Z][A-Z0-9_]*)>")
_BUILT_IN = frozenset({"contact", "agent"}) | PERSONAL_LABELS | frozenset(MENTIONED)
_sources_of_labels: list[Callable[[], Iterable[str]]] = []


def register_labels(list_labels: Callable[[], Iterable[str]]) -> None:
    """Register a function that lists labels which the company has taught."""
    _sources_of_labels.append(list_labels)


def list_placeholder_labels() -> frozenset[str]:
    """The labels that placeholders may have, also of taught entities."""
    return _BUILT_IN.union(*(list_labels() for list_labels in _sources_of_labels))


def find_placeholders(text: str, source_text: str = "") -> list[str]:
    """The placeholders in a text, each once.

    Not words such as `<ENTER>`, which is no label, nor those that are in `source_text`, the text of
    the article or macro that it is taken from.
    """
    written = dict.fromkeys(_PLACEHOLDER.findall(text))
    labels = list_placeholder_labels() if written else ()
    placeholders = (f"<{name}>" for name in written if name.lower() in labels)
    return [each for each in placeholders if each not in source_text]

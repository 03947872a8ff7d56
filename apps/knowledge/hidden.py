"""What stands in a past answer in the place of words that were another contact's: `<NAME>`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from apps.knowledge.variables import MENTIONED
from workers.contracts.labels import PERSONAL_LABELS

_PLACEHOLDER = re.compile(r"<([A-Z][A-Z0-9_]*)>")
_BUILT_IN = frozenset({"contact", "agent"}) | PERSONAL_LABELS | frozenset(MENTIONED)
_taught: list[Callable[[], Iterable[str]]] = []


def register_labels(list_labels: Callable[[], Iterable[str]]) -> None:
    """Let whoever knows what a company has taught name more labels."""
    _taught.append(list_labels)


def list_hidden_labels() -> frozenset[str]:
    """The labels of all that is hidden, those that the company has taught among them."""
    return _BUILT_IN.union(*(list_labels() for list_labels in _taught))


def find_hidden(text: str, said: str = "") -> list[str]:
    """The placeholders of what was hidden, each once. `<ENTER>` is a key that a person named, and
    so is what the article or macro that the text rests on, `said`, has in its own words."""
    written = dict.fromkeys(_PLACEHOLDER.findall(text))
    labels = list_hidden_labels() if written else ()
    placeholders = (f"<{name}>" for name in written if name.lower() in labels)
    return [each for each in placeholders if each not in said]

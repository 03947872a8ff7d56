"""A phrase to search for, with the function that reads a match: for dates and times in words."""

from __future__ import annotations

import re
from collections.abc import Callable

from workers.inference.entities.when import When

_NOT_INSIDE = r"(?<![\w./-])"
_NOT_BEFORE = r"(?![\w/-]|\.\d)"

# A label, and its value where that is certain.
Reading = tuple[str, str | None]
Reader = Callable[[re.Match[str], When], Reading]
Phrase = tuple[re.Pattern[str], Reader]


def compile_phrase(pattern: str) -> re.Pattern[str]:
    """A pattern that matches the phrase only outside of words, numbers and paths."""
    return re.compile(_NOT_INSIDE + f"(?:{pattern})" + _NOT_BEFORE, re.IGNORECASE)


def choice(alternatives: tuple[str, ...], prefix: str) -> str:
    """Alternatives as named groups `m0`, `m1`, …, of which exactly one matches."""
    return "|".join(f"(?P<{prefix}{n}>{words})" for n, words in enumerate(alternatives))


def chosen(match: re.Match[str], prefix: str) -> int:
    names = (name for name, text in match.groupdict().items() if text and name.startswith(prefix))
    return int(next(names).removeprefix(prefix))

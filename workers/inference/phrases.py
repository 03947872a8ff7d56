"""What readers of spoken days and times share: a phrase that is looked for, and what it says."""

from __future__ import annotations

import re
from collections.abc import Callable

from workers.inference.when import When

_NOT_INSIDE = r"(?<![\w./-])"
_NOT_BEFORE = r"(?![\w/-]|\.\d)"

# A label, and its value where that is certain.
Reading = tuple[str, str | None]
Reader = Callable[[re.Match[str], When], Reading]
Phrase = tuple[re.Pattern[str], Reader]


def compile_phrase(pattern: str) -> re.Pattern[str]:
    """Not within a word, a number or a path."""
    return re.compile(_NOT_INSIDE + f"(?:{pattern})" + _NOT_BEFORE, re.IGNORECASE)


def choice(alternatives: tuple[str, ...], prefix: str) -> str:
    """Named groups `m0`, `m1`, … of which one takes part."""
    return "|".join(f"(?P<{prefix}{n}>{words})" for n, words in enumerate(alternatives))


def chosen(match: re.Match[str], prefix: str) -> int:
    names = (name for name, text in match.groupdict().items() if text and name.startswith(prefix))
    return int(next(names).removeprefix(prefix))

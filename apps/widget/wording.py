"""What the widget itself says, in the languages that it speaks."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

LANGUAGES = Path(__file__).parent / "languages"
FALLBACK = "en"
# ISO 639: written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@lru_cache
def read_wording(language: str) -> dict[str, str]:
    """All sentences in this language, or in English where it is none of ours."""
    known = {path.stem: path for path in LANGUAGES.glob("*.json")}
    wording: dict[str, str] = json.loads(known.get(language, known[FALLBACK]).read_text("utf-8"))
    return wording


def direction_of(language: str) -> str:
    """For the `dir` of a page."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"

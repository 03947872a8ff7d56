"""The widget's own texts, in each of its languages."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

LANGUAGES = Path(__file__).parent / "languages"
FALLBACK = "en"
# ISO 639 codes of languages that are written from right to left.
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"})


@lru_cache
def read_wording(language: str) -> dict[str, str]:
    """The texts in this language, or in English where there are none."""
    files = {path.stem: path for path in LANGUAGES.glob("*.json")}
    wording: dict[str, str] = json.loads(files.get(language, files[FALLBACK]).read_text("utf-8"))
    return wording


def direction_of(language: str) -> str:
    """The `dir` attribute of a page in this language."""
    return "rtl" if language in RIGHT_TO_LEFT else "ltr"

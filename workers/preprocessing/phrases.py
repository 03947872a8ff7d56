"""Phrases that are looked for, as one pattern that tries them only where one may begin."""

from __future__ import annotations

import re


def anywhere(*phrases: str) -> re.Pattern[str]:
    """Each begins with a word, and is tried where a word begins."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})", re.MULTILINE)


def beginning(*phrases: str) -> re.Pattern[str]:
    """Each begins a line, or what a sign parts from the rest of it."""
    return re.compile(rf"(?:^|[.!?,] ?)(?:{'|'.join(phrases)})", re.MULTILINE)

"""Combines phrases into one pattern that tries them only where one may begin."""

from __future__ import annotations

import re


def anywhere(*phrases: str) -> re.Pattern[str]:
    """Phrases that begin with a word: tried at the beginning of each word."""
    return re.compile(rf"\b(?:{'|'.join(phrases)})", re.MULTILINE)


def beginning(*phrases: str) -> re.Pattern[str]:
    """Phrases that begin a line, or follow a punctuation mark in it."""
    return re.compile(rf"(?:^|[.!?,] ?)(?:{'|'.join(phrases)})", re.MULTILINE)

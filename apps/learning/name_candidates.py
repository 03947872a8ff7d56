"""Finds possible names in a company's articles that are not listed yet."""

from __future__ import annotations

import re
from collections import Counter

from apps.knowledge.models import Article
from apps.learning.models import LookupValue, Synonym
from workers.text.gazetteer import everyday_words, fold

MOST_CANDIDATES = 30
LEAST_MENTIONS = 2
# Capitalised words in the middle of a sentence, which in most languages are names.
_NAME = re.compile(r"(?<=[a-z,;(] )(?!I\b)[A-Z][\w'-]*(?: [A-Z][\w'-]*| \d+\b)*")
_WORD = re.compile(r"[^\W_]+")


def list_candidates() -> list[tuple[str, int]]:
    """Names with the number of published articles that have them, the most frequent first."""
    articles = Article.objects.filter(status=Article.Status.PUBLISHED)
    found = Counter(
        name
        for body in articles.values_list("body", flat=True)
        for name in set(_NAME.findall(body))
    )
    listed = _list_words()
    return [
        (name, count)
        for name, count in found.most_common()
        if count >= LEAST_MENTIONS and not _words(name) <= listed
    ][:MOST_CANDIDATES]


def _list_words() -> frozenset[str]:
    """Words of listed names, and common ones: neither makes a new name."""
    values = LookupValue.objects.values_list("value", flat=True)
    texts = Synonym.objects.values_list("text", flat=True)
    return frozenset(word for text in (*values, *texts) for word in _words(text)) | everyday_words()


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(name))

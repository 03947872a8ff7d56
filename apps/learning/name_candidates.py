"""What may be a name in a company's articles and is not listed yet."""

from __future__ import annotations

import re
from collections import Counter

from apps.knowledge.models import Article
from apps.learning.models import LookupValue, Synonym
from workers.text.gazetteer import everyday_words, fold

MOST_CANDIDATES = 30
LEAST_MENTIONS = 2
# In the middle of a sentence a capital is a choice, in most languages.
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
    known = _list_known()
    return [
        (name, count)
        for name, count in found.most_common()
        if count >= LEAST_MENTIONS and not _words(name) <= known
    ][:MOST_CANDIDATES]


def _list_known() -> frozenset[str]:
    values = LookupValue.objects.values_list("value", flat=True)
    texts = Synonym.objects.values_list("text", flat=True)
    return frozenset(word for text in (*values, *texts) for word in _words(text)) | everyday_words()


def _words(name: str) -> frozenset[str]:
    return frozenset(fold(word) for word in _WORD.findall(name))

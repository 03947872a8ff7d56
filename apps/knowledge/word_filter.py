"""Filters short lists by words, for tables that have no full-text index."""

from __future__ import annotations

from django.db.models import Q

# A whole message may be pasted into a search; more words tell no more.
MOST_WORDS = 16


def with_each_word(text: str, *fields: str) -> Q:
    """That each word of the text is, or is part of, a word of one of the fields; in any order.

    A text without words filters nothing.
    """
    wanted = Q()
    for word in text.replace("\0", " ").split()[:MOST_WORDS]:
        in_any = Q()
        for field in fields:
            in_any |= Q(**{f"{field}__icontains": word})
        wanted &= in_any
    return wanted

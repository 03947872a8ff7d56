"""What suggestions say by now: their articles and macros may have been edited since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher
from uuid import UUID

from django.db.models import Q

from apps.assist.models import Suggestion
from apps.knowledge.models import Passage


def read_current_texts(suggestions: Sequence[Suggestion]) -> dict[UUID, str]:
    """By id, the text of each suggestion as its source has it now.

    Of a source that was edited, it is the passage most like the one that was suggested; of one that
    has no passages any more, and of past answers, the text as it was suggested.
    """
    sources = [source for each in suggestions if (source := each.article_id or each.macro_id)]
    passages = Passage.objects.filter(Q(article__in=sources) | Q(macro__in=sources))
    texts: defaultdict[UUID | None, list[str]] = defaultdict(list)
    for article_id, macro_id, text in passages.values_list("article_id", "macro_id", "text"):
        texts[article_id or macro_id].append(text)
    return {
        each.id: _find_alike(each.text, texts[each.article_id or each.macro_id])
        for each in suggestions
    }


def read_current_text(suggestion: Suggestion) -> str:
    return read_current_texts([suggestion])[suggestion.id]


def _find_alike(text: str, texts: Sequence[str]) -> str:
    if text in texts or not texts:
        return text
    return max(texts, key=lambda each: SequenceMatcher(None, each, text).ratio())

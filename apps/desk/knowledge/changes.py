"""What differs between two versions of an article or a macro, as people read it."""

from __future__ import annotations

from collections.abc import Mapping

from apps.desk.languages import NAMES
from apps.knowledge.differences import compare
from apps.knowledge.models import ArticleContent, Macro


def describe_article_changes(before: ArticleContent, after: ArticleContent) -> dict[str, object]:
    """For `difference.html`."""
    return _describe(_tell_article(before), _tell_article(after), before.body, after.body)


def describe_macro_changes(before: Macro, after: Macro) -> dict[str, object]:
    """For `difference.html`."""
    return _describe(_tell(before), _tell(after), before.text, after.text)


def _describe(
    before: Mapping[str, str], after: Mapping[str, str], text_before: str, text_after: str
) -> dict[str, object]:
    """`fields`: name, old and new value of each that changed; `body`: the blocks of the text."""
    return {
        "fields": [(name, old, after[name]) for name, old in before.items() if old != after[name]],
        "body": compare(text_before, text_after),
    }


def _tell_article(content: ArticleContent) -> dict[str, str]:
    return {
        **_tell(content),
        "Status": content.get_status_display(),
        "For": content.get_audience_display(),
    }


def _tell(content: ArticleContent | Macro) -> dict[str, str]:
    return {
        "Title": content.title,
        "Language": NAMES.get(content.language, content.language),
        "Tags": ", ".join(content.tags) or "none",
    }

"""The differences between two versions of an article or a macro, for a page."""

from __future__ import annotations

from apps.desk.languages import NAMES
from apps.knowledge.differences import compare
from apps.knowledge.models import ArticleContent, MacroContent


def describe_changes(
    before: ArticleContent | MacroContent, after: ArticleContent | MacroContent
) -> dict[str, object]:
    """The context of `difference.html`. `fields`: name, old and new value of changed ones; `body`:
    blocks of the text."""
    old, new = _list_fields(before), _list_fields(after)
    return {
        "fields": [(name, old[name], new[name]) for name in old if old[name] != new[name]],
        "body": compare(_text_of(before), _text_of(after)),
    }


def _text_of(content: ArticleContent | MacroContent) -> str:
    return content.body if isinstance(content, ArticleContent) else content.text


def _list_fields(content: ArticleContent | MacroContent) -> dict[str, str]:
    fields = {
        "Title": content.title,
        "Language": NAMES.get(content.language, content.language),
        "Tags": ", ".join(content.tags) or "none",
    }
    if isinstance(content, ArticleContent):
        fields["Status"] = content.get_status_display()
        fields["For"] = content.get_audience_display()
    return fields

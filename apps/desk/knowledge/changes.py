"""What differs between two versions of an article or a macro, as people read it."""

from __future__ import annotations

from apps.desk.languages import NAMES
from apps.knowledge.differences import compare
from apps.knowledge.models import ArticleContent, MacroContent


def describe_changes(
    before: ArticleContent | MacroContent, after: ArticleContent | MacroContent
) -> dict[str, object]:
    """For `difference.html`. `fields`: name, old and new value of each that changed; `body`: the
    blocks of the text."""
    old, new = _tell(before), _tell(after)
    return {
        "fields": [(name, old[name], new[name]) for name in old if old[name] != new[name]],
        "body": compare(_text_of(before), _text_of(after)),
    }


def _text_of(content: ArticleContent | MacroContent) -> str:
    return content.body if isinstance(content, ArticleContent) else content.text


def _tell(content: ArticleContent | MacroContent) -> dict[str, str]:
    told = {
        "Title": content.title,
        "Language": NAMES.get(content.language, content.language),
        "Tags": ", ".join(content.tags) or "none",
    }
    if isinstance(content, ArticleContent):
        told["Status"] = content.get_status_display()
        told["For"] = content.get_audience_display()
    return told

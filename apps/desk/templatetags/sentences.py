"""Renders sentences that may have code in backquotes."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def with_code(sentence: str) -> SafeString:
    """Text in backquotes becomes `<code>`; everything is escaped."""
    parts = enumerate(sentence.split("`"))
    tags = (("code" if number % 2 else "span", part) for number, part in parts)
    return format_html_join("", "<{0}>{1}</{0}>", tags)

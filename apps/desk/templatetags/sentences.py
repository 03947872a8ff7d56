"""Sentences that programs and people read, as pages show them."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.filter
def with_code(sentence: str) -> SafeString:
    """What stands between backquotes is shown as a name or a command; all of it is escaped."""
    parts = enumerate(sentence.split("`"))
    tags = (("code" if number % 2 else "span", part) for number, part in parts)
    return format_html_join("", "<{0}>{1}</{0}>", tags)

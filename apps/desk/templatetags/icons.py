"""`{% icon "search" %}`: an icon of the sprite, hidden from screen readers."""

from __future__ import annotations

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A control with nothing but an icon needs an `aria-label` of its own."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"></use></svg>',
        static("desk/icons.svg"),
        name,
    )

"""Template filters and tags of the desk, for numbers, times and names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.accounts.models import Agent
from apps.conversations.listing.filtering import SAID
from apps.conversations.models import ConversationStatus, SenderType
from apps.conversations.queries import MOST_COUNTED, count_few, list_conversations_of
from apps.desk.editing import fingerprint
from apps.desk.languages import NAMES
from apps.knowledge.variables import spoken
from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.text.placeholders import PLACEHOLDER

register = template.Library()
register.filter(spoken)

SURE, LIKELY = 0.8, 0.5
MINUTE, HOUR, DAY = 60, 3600, 86400
# No punctuation at its end, which mostly belongs to the sentence around it.
_ADDRESS = re.compile(r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?')\]}]", re.IGNORECASE)
_LINK = '<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'


@register.filter
def confidence_word(confidence: float) -> str:
    """`sure`, `likely` or `unsure`, beside the bar."""
    if confidence >= SURE:
        return "sure"
    return "likely" if confidence >= LIKELY else "unsure"


@register.filter
def stored(form: BaseForm) -> str:
    """The fingerprint of a form's row, for `refuse_changed`."""
    return " ".join(f"{name}={digest}" for name, digest in fingerprint(form).items())


@register.filter
def percent(share: float, digits: int = 0) -> str:
    """`98%`; with a digit behind the point, `98.2%`."""
    return f"{share:.{digits}%}"


@register.filter
def ago(moment: datetime) -> str:
    """How long it has been, in one unit: `4 min`, `3 h`, `2 d`. The page counts on from there."""
    seconds = (timezone.now() - moment).total_seconds()
    if seconds < HOUR:
        return f"{max(int(seconds // MINUTE), 0)} min"
    if seconds < DAY:
        return f"{int(seconds // HOUR)} h"
    return f"{int(seconds // DAY)} d"


@register.filter
def say_hidden(text: str) -> str:
    """The text with readable placeholders: `<ORDER_NUMBER>` is `[order number]`."""
    return PLACEHOLDER.sub(_say_placeholder, text)


@register.filter
def with_links(text: str, kind: str) -> SafeString:
    """An entry's text, escaped, with its web addresses as links, but for those of a stranger: what
    a contact writes stays text."""
    parts: list[str] = []
    at = 0
    for found in _ADDRESS.finditer(text) if kind != SenderType.CONTACT else ():
        parts += [text[at : found.start()], format_html(_LINK, found[0])]
        at = found.end()
    return format_html_join("", "{}", ([part] for part in [*parts, text[at:]]))


@register.filter
def measured(value: object) -> object:
    """A feature's value for people: `yes`, `0.92`."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return round(value, 2) if isinstance(value, float) else value


@register.filter
def language_name(code: str) -> str:
    """`Hebrew` for `he`; a code without a name is returned."""
    return "not sure" if code == UNKNOWN_LANGUAGE else NAMES.get(code, code)


@register.filter
def counted(count: int) -> str:
    """A number from `count_few` in words: `7`, `99+`; empty for none."""
    if count > MOST_COUNTED:
        return f"{MOST_COUNTED}+"
    return str(count) if count else ""


@register.filter
def item(values: Mapping[Any, Any], key: object) -> object:
    return values.get(key, "")


@register.simple_tag
def waiting_count(agent: Agent) -> str:
    """How many conversations wait for a person, for the rail; empty for none."""
    waiting = list_conversations_of(agent).filter(SAID, status=ConversationStatus.OPEN)
    return counted(count_few(waiting))


def _say_placeholder(found: re.Match[str]) -> str:
    return f"[{spoken(found[0].strip('<>').lower())}]"

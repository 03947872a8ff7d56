"""The settings of an inbox that the button and the panel get; all of them are public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from apps.conversations.models import Inbox
from apps.conversations.queries import has_recent_answer
from apps.widget.colours import OURS, ink_on
from apps.widget.framing import list_framing_origins
from apps.widget.wording import direction_of, read_wording
from workers.contracts.rows import LONGEST_MESSAGE

LAUNCHER_TEXTS = ("open", "close", "unread", "unreachable")
# An agent who has answered somebody this recently counts as present.
HERE = timedelta(minutes=15)


def describe_launcher(inbox: Inbox) -> dict[str, Any]:
    """The settings of the button: its colours, position and texts."""
    wording = read_wording(inbox.language)
    texts = {name: wording[name] for name in LAUNCHER_TEXTS}
    texts["open"] = inbox.launcher_text or texts["open"]
    accent = inbox.accent or OURS
    return {
        "accent": accent,
        "on_accent": ink_on(accent),
        "position": inbox.position,
        "texts": {**texts, "title": _title(inbox)},
    }


def describe_panel(inbox: Inbox, own_origin: str) -> dict[str, Any]:
    """The settings of the panel. `origins`: the sites whose messages it may trust."""
    return {
        "inbox": inbox.site_key,
        "language": inbox.language,
        "accent": inbox.accent,
        "on_accent": ink_on(inbox.accent) if inbox.accent else "",
        "origins": [own_origin, *list_framing_origins(inbox)],
        "longest": LONGEST_MESSAGE,
        "texts": read_wording(inbox.language),
    }


def describe_page(inbox: Inbox) -> dict[str, Any]:
    """The context of the panel's page, which is shown before any script has run."""
    return {
        "inbox": inbox,
        "title": _title(inbox),
        "direction": direction_of(inbox.language),
        "texts": read_wording(inbox.language),
        "people_are_here": has_recent_answer(inbox, timezone.now() - HERE),
    }


def _title(inbox: Inbox) -> str:
    return read_wording(inbox.language)["title"].replace("{name}", inbox.name)

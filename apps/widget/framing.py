"""The Content-Security-Policy of the panel: which sites may frame it, and what it may load."""

from __future__ import annotations

import re

from apps.conversations.models import Inbox

# Only plain origins get into the policy: a semicolon or a space would let any site in.
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?|https?://\[[0-9a-f:]+\](?::\d{1,5})?")


def list_framing_origins(inbox: Inbox) -> list[str]:
    """The allowed origins of an inbox; none unless an administrator has listed some."""
    return [origin for origin in inbox.allowed_origins if _ORIGIN.fullmatch(origin)]


def panel_policy(inbox: Inbox) -> str:
    """The Content-Security-Policy of the panel's page."""
    ancestors = " ".join(["'self'", *list_framing_origins(inbox)])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {ancestors}"
    )

"""Changes inboxes, and parses the origins of web sites."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.db import transaction

from apps.accounts.models import Agent, Team
from apps.conversations.models import Conversation, Inbox, make_secret
from apps.conversations.releasing import release_inbox
from apps.dispatch.actions import record_event
from workers.contracts.events import EventKind

DEFAULT_PORTS = {"http": 80, "https": 443}


class OriginRefused(ValueError):
    """No origin that a browser would send; the sentence says what one looks like."""


@transaction.atomic
def save_inbox(inbox: Inbox, teams: Iterable[Team], by: Agent) -> None:
    """Store an inbox and the teams that may see it; without teams, everybody may."""
    inbox.save()
    inbox.teams.set(teams)
    release_inbox(inbox, by)
    record_event(EventKind.INBOX_SAVED, inbox_id=inbox.id)


@transaction.atomic
def delete_inbox(inbox: Inbox) -> None:
    """Delete an inbox with all that was said in it; whoever writes there meanwhile comes too late.

    Locked first: a message that came while the others are deleted would keep the inbox. The inbox
    is locked after its conversations, as by pools, and then those that have begun meanwhile.
    """
    conversations = Conversation.objects.select_for_update().filter(inbox=inbox).order_by("id")
    list(conversations.values_list("id"))
    Inbox.objects.select_for_update().get(id=inbox.id)
    list(conversations.values_list("id"))
    inbox.delete()


@transaction.atomic
def rotate_secret(inbox: Inbox) -> None:
    """Give an inbox a new secret; signatures with the old one are refused from now on."""
    inbox.secret = make_secret()
    inbox.save(update_fields=["secret"])
    record_event(EventKind.INBOX_SECRET_ROTATED, inbox_id=inbox.id)


def read_origin(text: str) -> str:
    """`https://Shop.example:443/` as browsers send it: `https://shop.example`.

    Raises OriginRefused.
    """
    refusal = OriginRefused(
        f"“{text}” is not an origin: give scheme and host alone, such as https://shop.example."
    )
    try:
        parts = urlsplit(text)
        port = parts.port
        host = (parts.hostname or "").encode("idna").decode()
    except ValueError:
        raise refusal from None
    is_origin = parts.scheme in DEFAULT_PORTS and host and not set(host) & set("*_ %<>\"'")
    if not is_origin or parts.username is not None or parts.path.strip("/") or "?" in text:
        raise refusal
    if parts.fragment:
        raise refusal
    host = f"[{host}]" if ":" in host else host
    is_default = port is None or port == DEFAULT_PORTS[parts.scheme]
    return f"{parts.scheme}://{host}" if is_default else f"{parts.scheme}://{host}:{port}"

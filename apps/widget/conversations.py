"""Starts conversations."""

from __future__ import annotations

import hashlib
import hmac
from functools import partial

from django.conf import settings
from django.http import HttpRequest
from ninja import Header, Router
from ninja.responses import Status

from apps.accounts.addresses import client_address
from apps.accounts.idempotency import do_once
from apps.accounts.rate_limits import count_use
from apps.accounts.tokens import issue_conversation_token
from apps.conversations.actions import start_conversation
from apps.conversations.models import Conversation, Inbox
from apps.widget.authentication import InboxKey, inbox_of
from apps.widget.describing import describe_status
from apps.widget.origins import check_inbox_allows
from apps.widget.problems import Problem, documented
from apps.widget.schemas import ContactIn, ConversationIn, ConversationOut, StartingHeaders

router = Router(tags=["conversations"])


@router.post(
    "/conversations",
    auth=InboxKey(),
    response={201: ConversationOut},
    openapi_extra=documented(404, 409, 413, 415, 422),
)
def post_conversation(
    request: HttpRequest, payload: ConversationIn, headers: Header[StartingHeaders]
) -> Status[ConversationOut]:
    """Start a conversation, and get the token that reads and writes it. A known contact
    (`external_id`) begins anew each time."""
    inbox = inbox_of(request)
    check_inbox_allows(inbox, request)
    count_use(f"start {client_address(request)}", settings.RATE_CONVERSATIONS_PER_ADDRESS)
    _check_identity(inbox, payload.contact)
    conversation = _start(inbox, payload.contact, headers.idempotency_key)
    return Status(
        201,
        ConversationOut.model_validate(
            {
                "id": conversation.id,
                "token": issue_conversation_token(conversation.id),
                "status": describe_status(conversation, to_agent=False),
            }
        ),
    )


def _start(inbox: Inbox, contact: ContactIn, key: str | None) -> Conversation:
    start = partial(
        start_conversation,
        inbox,
        external_id=contact.external_id,
        name=contact.name or "",
        email=contact.email or "",
        zone=contact.time_zone or "",
    )
    if key is None:
        return start()
    # All visitors have the same credential, the site key, so only the secret key tells them apart.
    id_ = do_once(f"inbox {inbox.id}", key, contact.model_dump_json(), lambda: start().id)
    conversation = Conversation.objects.filter(id=id_).first()
    if conversation is None:
        raise Problem(404, "What was started with this key is gone; start anew with another one.")
    return conversation


def _check_identity(inbox: Inbox, contact: ContactIn) -> None:
    if contact.external_id is None:
        return
    if contact.identity_hash is None:
        needed = "An `external_id` needs its `identity_hash`: HMAC-SHA256 with the inbox's secret."
        raise Problem(422, needed, errors=[{"pointer": "/contact/identity_hash", "detail": needed}])
    expected = hmac.new(inbox.secret.encode(), contact.external_id.encode(), hashlib.sha256)
    if not hmac.compare_digest(
        expected.hexdigest().encode(), contact.identity_hash.lower().encode()
    ):
        raise Problem(403, "The `identity_hash` does not belong to this `external_id`.")

"""Credentials that programs carry: one for each conversation, one for each agent's program."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.utils import timezone

from apps.accounts.models import ApiToken, Role, Team

API_TOKEN_PREFIX = "fl_"  # noqa: S105 - what tells the two kinds of token apart
CONVERSATION_TOKEN_LIFE = timedelta(days=30)


class TokenRefused(Exception):
    """A token that opens nothing; the sentence says what to do."""


def issue_conversation_token(conversation_id: UUID) -> str:
    """What a contact's program shows to read and write this one conversation."""
    return _signer().sign(conversation_id.hex)


def read_conversation_token(token: str, is_alive: Callable[[UUID, datetime], bool]) -> UUID:
    """The conversation that a token opens: for 30 days, and from then on until nothing has been
    said in it for as long.

    `is_alive`: whether anything was said in a conversation since a moment; only asked of a token
    that is older, so that most of them ask no database. Raises TokenRefused.
    """
    try:
        return UUID(_signer().unsign(token, max_age=CONVERSATION_TOKEN_LIFE))
    except SignatureExpired:
        conversation_id = UUID(_signer().unsign(token))
        if is_alive(conversation_id, timezone.now() - CONVERSATION_TOKEN_LIFE):
            return conversation_id
        raise TokenRefused("This token has expired; start a new conversation.") from None
    except (BadSignature, ValueError):
        raise TokenRefused(
            "This token is not valid; use the one that the conversation was started with."
        ) from None


def create_api_token(name: str, role: str = Role.SUPERVISOR, team: Team | None = None) -> str:
    """A new token for a program that works as an agent; it can never be shown again."""
    token = API_TOKEN_PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(name=name, digest=_digest(token), role=role, team=team)
    return token


def find_api_token(token: str) -> ApiToken:
    """Find the row of a token. Raises TokenRefused when there is none, or it was revoked."""
    found = ApiToken.objects.select_related("team").filter(
        digest=_digest(token), revoked_at__isnull=True
    )
    api_token = found.first()
    if api_token is None:
        raise TokenRefused("This API token is not known or was revoked; create a new one.")
    return api_token


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="firstline.conversation", sep=".")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()

"""Tokens: one for each conversation, for its contact, and API tokens for programs of agents."""

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
    """A token with which a contact's browser or program reads and writes this conversation."""
    return _signer().sign(conversation_id.hex)


def read_conversation_token(token: str, is_alive: Callable[[UUID, datetime], bool]) -> UUID:
    """The conversation that a token opens. Raises TokenRefused.

    A token is valid for 30 days, and longer while the conversation has a message of the last 30.
    `is_alive`: whether a conversation has a message since a time; only called for an older token,
    so that most tokens need no query.
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

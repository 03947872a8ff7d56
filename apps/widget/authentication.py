"""Authenticates callers: by an inbox's site key, a conversation's token, or an API token."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja.security import APIKeyHeader, HttpBearer

from apps.accounts.addresses import client_address
from apps.accounts.models import ApiToken
from apps.accounts.rate_limits import count_use
from apps.accounts.tokens import (
    API_TOKEN_PREFIX,
    TokenRefused,
    find_api_token,
    read_conversation_token,
)
from apps.assist.models import Suggestion
from apps.conversations.models import Conversation, Inbox, Message
from apps.conversations.queries import find_inbox, is_alive, list_conversations, list_messages
from apps.widget.problems import Problem

MISSING_KEY = "Send the site key of your inbox in the header `X-Inbox-Key`."
UNKNOWN_KEY = "No inbox has the site key in `X-Inbox-Key`; copy it from the inbox's settings."


@dataclass(frozen=True)
class ContactAccess:
    """A contact's access: to one conversation, without predictions and suggestions."""

    conversation_id: UUID

    @property
    def credential(self) -> str:
        return str(self.conversation_id)

    def conversations(self) -> QuerySet[Conversation]:
        return Conversation.objects.filter(id=self.conversation_id)

    def may_write(self, conversation_id: UUID) -> bool:
        """Whether it is this conversation. Without a query, because each message is checked."""
        return conversation_id == self.conversation_id

    def messages(self) -> QuerySet[Message]:
        return Message.objects.filter(conversation_id=self.conversation_id)


@dataclass(frozen=True)
class AgentAccess:
    """A program's access: to what the role and the team of its API token may see."""

    token: ApiToken

    @property
    def credential(self) -> str:
        return f"api {self.token.id}"

    def conversations(self) -> QuerySet[Conversation]:
        return list_conversations(self.token.role, self.token.team)

    def may_write(self, conversation_id: UUID) -> bool:
        return self.conversations().filter(id=conversation_id).exists()

    def messages(self) -> QuerySet[Message]:
        return list_messages(self.token.role, self.token.team)

    def still_sees(self, conversation_id: UUID) -> bool:
        """Whether this is still allowed: the token may be revoked, or its team lose the inbox."""
        valid = ApiToken.objects.select_related("team").filter(id=self.token.id, revoked_at=None)
        token = valid.first()
        return token is not None and AgentAccess(token).may_write(conversation_id)

    def suggestions(self) -> QuerySet[Suggestion]:
        return Suggestion.objects.filter(prediction__message__in=self.messages())


Access = ContactAccess | AgentAccess


class InboxKey(APIKeyHeader):
    """The public site key of an inbox."""

    param_name = "X-Inbox-Key"
    openapi_name = "X-Inbox-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> Inbox:
        _count_request(request)
        inbox = find_inbox(key or "")
        if inbox is None:
            raise Problem(401, UNKNOWN_KEY if key else MISSING_KEY)
        return inbox


class Bearer(HttpBearer):
    """The token of a conversation, or an agent's API token."""

    def __call__(self, request: HttpRequest) -> Access:
        _count_request(request)
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise _unauthorized(
                "Send `Authorization: Bearer <token>` with the conversation's token."
            )
        return self.authenticate(request, token.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Access:
        try:
            if token.startswith(API_TOKEN_PREFIX):
                return AgentAccess(find_api_token(token))
            return ContactAccess(read_conversation_token(token, is_alive))
        except TokenRefused as refused:
            raise _unauthorized(str(refused)) from None


def access_of(request: HttpRequest) -> Access:
    """The access that `Bearer` has found."""
    access: Access = request.auth  # type: ignore[attr-defined]
    return access


def inbox_of(request: HttpRequest) -> Inbox:
    """The inbox that `InboxKey` has found."""
    inbox: Inbox = request.auth  # type: ignore[attr-defined]
    return inbox


def _count_request(request: HttpRequest) -> None:
    count_use(f"request {client_address(request)}", settings.RATE_REQUESTS_PER_ADDRESS)


def _unauthorized(detail: str) -> Problem:
    return Problem(401, detail, headers={"WWW-Authenticate": "Bearer"})

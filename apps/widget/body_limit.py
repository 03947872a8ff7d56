"""Refuses bodies that are too large while they arrive, before they fill the memory."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeAlias

import structlog

from apps.widget.problems import MEDIA_TYPE, Problem

log = structlog.get_logger()

Scope: TypeAlias = dict[str, Any]
AsgiEvent: TypeAlias = Mapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[AsgiEvent]]
Send: TypeAlias = Callable[[AsgiEvent], Awaitable[None]]
Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

# A client reads our answer only once it has sent its body, so we read on, up to this much.
PATIENCE_BYTES = 32 * 1024 * 1024


class BodyTooLarge(Exception):
    """The body has more bytes than its path allows."""


class BodyLimit:
    """ASGI middleware that answers 413 to a body of more bytes than its path allows.

    `limits`: in bytes, by prefix of the path; the longest prefix counts.
    """

    def __init__(self, application: Application, limits: Mapping[str, int]) -> None:
        self._application = application
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        size = 0
        limit = self._limit_of(scope.get("path", ""))

        async def receive_within_limit() -> AsgiEvent:
            nonlocal size
            event = await receive()
            size += len(event.get("body", b""))
            if size > limit:
                await _discard_rest(event, receive)
                raise BodyTooLarge
            return event

        if _content_length(scope) > PATIENCE_BYTES:
            await _refuse(send, limit)
            return
        try:
            await self._application(scope, receive_within_limit, send)
        except BodyTooLarge:
            await _refuse(send, limit)

    def _limit_of(self, path: str) -> int:
        return self._limits[max(filter(path.startswith, self._limits), key=len)]


def _content_length(scope: Scope) -> int:
    """The Content-Length that the client sent; 0 without one."""
    value = dict(scope.get("headers", ())).get(b"content-length", b"")
    return int(value) if value.isdigit() else 0


async def _discard_rest(event: AsgiEvent, receive: Receive) -> None:
    discarded = 0
    while event.get("more_body") and discarded < PATIENCE_BYTES:
        event = await receive()
        discarded += len(event.get("body", b""))


async def _refuse(send: Send, limit: int) -> None:
    log.info("body_too_large", limit=limit)
    body = Problem(413).body()
    await send(
        {
            "type": "http.response.start",
            "status": 413,
            "headers": [
                (b"content-type", MEDIA_TYPE.encode()),
                (b"content-length", str(len(body)).encode()),
                # The answer is the same for everybody, so pages of all sites may read it.
                (b"access-control-allow-origin", b"*"),
            ],
        }
    )
    await send({"type": "http.response.body", "body": body})

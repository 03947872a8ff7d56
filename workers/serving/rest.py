"""The protocol over REST: a small ASGI application, faster than one on a framework."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import orjson
import structlog

from workers.serving.access import Access
from workers.serving.metrics import Metrics
from workers.serving.refusals import NotFound, NotReady, Refusal, TooLarge, UnsupportedEncoding
from workers.serving.rest_format import (
    JSON_TYPE,
    LENGTH_HEADER,
    Headers,
    read_request,
    write_response,
)
from workers.serving.service import InferenceService, describe_server

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Reply = tuple[int, Headers, bytes]

log = structlog.get_logger()
MOST_BYTES = 4 << 20
_ABOUT_MODEL = re.compile(
    r"/v2/models/(?P<name>[^/]+)(/versions/(?P<version>[^/]+))?(/(?P<verb>ready|infer))?/?"
)
PROMETHEUS_TYPE = (b"content-type", b"text/plain; version=0.0.4; charset=utf-8")


class CallerGone(Exception):
    """The caller has closed the connection."""


class RestDoor:
    """The ASGI application."""

    def __init__(self, service: InferenceService, access: Access, metrics: Metrics) -> None:
        self._service = service
        self._access = access
        self._open: dict[tuple[str, str], Callable[[], Reply]] = {
            ("GET", "/v2/health/live"): lambda: _readiness(True),
            ("GET", "/v2/health/ready"): lambda: _readiness(service.ready),
        }
        self._guarded: dict[tuple[str, str], Callable[[], Reply]] = {
            ("GET", "/v2"): lambda: _as_json(describe_server()),
            ("GET", "/metrics"): lambda: (200, [PROMETHEUS_TYPE], metrics.exposed()),
        }

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answer one request."""
        try:
            status, headers, body = await self._reply(scope, receive)
        except Refusal as refusal:
            status, headers, body = _as_json({"error": str(refusal)}, refusal.http)
        except CallerGone:
            return
        length = (b"content-length", b"%d" % len(body))
        start = {"type": "http.response.start", "status": status, "headers": [*headers, length]}
        await send(start)
        await send({"type": "http.response.body", "body": body})

    async def _reply(self, scope: Message, receive: Receive) -> Reply:
        headers = dict(scope["headers"])
        route = scope["method"], scope["path"].rstrip("/")
        if route in self._open:
            return self._open[route]()
        if found := _ABOUT_MODEL.fullmatch(scope["path"]):
            return await self._reply_about(scope["method"], found, headers, receive)
        self._access.check(headers.get(b"authorization", b""))
        if route in self._guarded:
            return self._guarded[route]()
        raise NotFound("Nothing is at this address; GET /v2 says what is spoken here.")

    async def _reply_about(
        self, method: str, found: re.Match[str], headers: dict[bytes, bytes], receive: Receive
    ) -> Reply:
        name, version, verb = found["name"], found["version"] or "", found["verb"]
        if (method, verb) == ("GET", "ready"):
            return _readiness(self._service.is_model_ready(name, version))
        self._access.check(headers.get(b"authorization", b""))
        if (method, verb) == ("POST", "infer"):
            return await self._infer(name, version, headers, receive)
        if (method, verb) == ("GET", None):
            return _as_json(self._service.describe_model(name, version))
        raise NotFound("Nothing of a model is at this address; try its name and `infer`.")

    async def _infer(
        self, name: str, version: str, headers: dict[bytes, bytes], receive: Receive
    ) -> Reply:
        if headers.get(b"content-encoding", b"identity") != b"identity":
            raise UnsupportedEncoding("Compressed bodies are not read; send this one as it is.")
        body = await _read_body(receive)
        parsed = read_request(name, version, body, headers.get(LENGTH_HEADER))
        async with _cancelled_when_gone(receive):
            response = await self._service.infer(parsed.request, "rest")
        return 200, *write_response(response, parsed)


async def _read_body(receive: Receive) -> bytes:
    parts, size, more = [], 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise CallerGone
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > MOST_BYTES:
            raise TooLarge(f"The body is over {MOST_BYTES} bytes; send fewer texts at once.")
        more = message.get("more_body", False)
    return b"".join(parts)


@asynccontextmanager
async def _cancelled_when_gone(receive: Receive) -> AsyncIterator[None]:
    """Raise CallerGone in the block as soon as the connection is closed."""
    asking = asyncio.current_task()
    gone = False

    async def watch() -> None:
        nonlocal gone
        while (await receive())["type"] != "http.disconnect":
            pass
        gone = True
        if asking is not None:
            asking.cancel()

    watching = asyncio.create_task(watch())
    try:
        yield
    except asyncio.CancelledError:
        if not gone:
            raise
        raise CallerGone from None
    finally:
        watching.cancel()


def _readiness(ready: bool) -> Reply:
    if not ready:
        raise NotReady("Not ready: no trained model yet, another version, or about to end.")
    return 200, [], b""


def _as_json(value: dict[str, Any], status: int = 200) -> Reply:
    return status, [JSON_TYPE], orjson.dumps(value)

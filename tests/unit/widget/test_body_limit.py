from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.widget.body_limit import AsgiEvent, BodyLimit, Receive, Scope, Send

LIMIT = 100


class Recorder:
    """An application that reads its whole body, and the client before it."""

    def __init__(self, chunks: list[bytes]) -> None:
        self.read = b""
        self.sent: list[AsgiEvent] = []
        self._left = chunks or [b""]

    async def application(self, scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            event = await receive()
            self.read += event["body"]
            more = event["more_body"]
        await send({"type": "http.response.start", "status": 200})

    async def receive(self) -> AsgiEvent:
        body = self._left.pop(0)
        return {"type": "http.request", "body": body, "more_body": bool(self._left)}

    async def send(self, event: AsgiEvent) -> None:
        self.sent.append(event)

    def run(self, path: str = "/") -> int:
        limited = BodyLimit(self.application, {"": LIMIT, "/upload/": 2 * LIMIT})
        asyncio.run(limited({"type": "http", "path": path}, self.receive, self.send))
        assert not self._left
        status: int = self.sent[0]["status"]
        return status


@given(st.lists(st.binary(max_size=80), max_size=6))
def test_a_body_is_read_whole_or_refused_whole(chunks: list[bytes]) -> None:
    recorder = Recorder(list(chunks))
    body = b"".join(chunks)
    if len(body) <= LIMIT:
        assert recorder.run() == 200
        assert recorder.read == body
    else:
        assert recorder.run() == 413
        assert len(recorder.read) <= LIMIT


def test_paths_may_have_a_limit_of_their_own() -> None:
    assert Recorder([b"x" * LIMIT, b"x" * LIMIT]).run("/upload/more") == 200
    assert Recorder([b"x" * LIMIT, b"x" * LIMIT]).run("/uploaded") == 413
    assert Recorder([b"x" * (2 * LIMIT + 1)]).run("/upload/") == 413


def test_what_is_announced_beyond_all_patience_is_not_waited_for() -> None:
    recorder = Recorder([b"x"])
    headers = [(b"content-length", b"1000000000")]
    limited = BodyLimit(recorder.application, {"": LIMIT})
    asyncio.run(limited({"type": "http", "headers": headers}, recorder.receive, recorder.send))
    assert recorder.sent[0]["status"] == 413
    assert recorder.read == b""


def test_the_refusal_is_a_problem() -> None:
    recorder = Recorder([b"x" * (LIMIT + 1)])
    recorder.run()
    headers: dict[bytes, bytes] = dict(recorder.sent[0]["headers"])
    assert headers[b"content-type"] == b"application/problem+json"
    problem: dict[str, Any] = json.loads(recorder.sent[1]["body"])
    assert problem["status"] == 413


def test_an_error_of_the_application_stays_its_own() -> None:
    async def broken(scope: Scope, receive: Receive, send: Send) -> None:
        raise ZeroDivisionError

    recorder = Recorder([])
    with pytest.raises(ZeroDivisionError):
        asyncio.run(
            BodyLimit(broken, {"": LIMIT})({"type": "http"}, recorder.receive, recorder.send)
        )

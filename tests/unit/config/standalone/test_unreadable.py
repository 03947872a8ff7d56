"""Where no proxy stands in front, what is no request is refused as the API refuses."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from config.services.processes import free_port, wait_until
from config.standalone.unreadable import LARGEST_HEAD, ProblemProtocol


async def answer_nothing(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body"})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    port = free_port()
    configuration = uvicorn.Config(
        answer_nothing, port=port, http=ProblemProtocol, log_config=None, lifespan="off"
    )
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert wait_until(lambda: server.started, 10)
        yield port
    finally:
        server.should_exit = True
        thread.join(10)


def ask(port: int, head: str) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.parametrize(
    "head",
    [
        "GET / HTTP/9.9",
        "BREW / HTTP/1.1",
        "GET / HTTP/1.1\r\nNo colon",
        "GET / HTTP/1.1\r\nX-Nul: a\0b",
        "POST / HTTP/1.1\r\nContent-Length: many",
        "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2",
        f"GET / HTTP/1.1\r\nX-Long: {'x' * LARGEST_HEAD}",
    ],
    ids=lambda head: head[:40].encode("unicode_escape").decode(),
)
def test_what_cannot_be_read_is_a_problem(port: int, head: str) -> None:
    answer, _, body = ask(port, head).partition(b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"Content-Type: application/problem+json" in answer
    assert json.loads(body)["detail"].startswith("The request cannot be read;")


def test_what_can_be_read_is_answered(port: int) -> None:
    assert ask(port, "GET / HTTP/1.1\r\nHost: here").startswith(b"HTTP/1.1 204 ")

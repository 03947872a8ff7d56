"""A server that takes Sentry's events, and programs that fail."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import brotli  # type: ignore[import-untyped]

# The client takes Brotli where it is installed.
DECOMPRESS = {"gzip": gzip.decompress, "br": brotli.decompress, "identity": bytes}
DEALT_WITH = """
from config.sentry import report
try:
    int("my secret words")
except ValueError as error:
    report(error)
"""
NOT_CAUGHT = """
secret = "my secret words"
raise ValueError(secret)
"""
LOGGED = """
import logging
logging.getLogger("x").error("my secret words")
"""
START = """
import os
from config.sentry import start_sentry
start_sentry(os.environ["DSN"], "web")
"""


class Envelopes(BaseHTTPRequestHandler):
    """Keeps what was posted in the server's `received`."""

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        body = DECOMPRESS[self.headers.get("Content-Encoding", "identity")](body)
        self.server.received.append(body.decode())  # type: ignore[attr-defined]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        """The test says what matters."""


@contextmanager
def receiving() -> Iterator[tuple[str, list[str]]]:
    """The DSN to send to, and what came."""
    with HTTPServer(("127.0.0.1", 0), Envelopes) as server:
        received: list[str] = []
        server.received = received  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://key@127.0.0.1:{server.server_port}/1", received
        finally:
            server.shutdown()
            thread.join()


def events_of(program: str) -> list[dict[str, Any]]:
    """What Sentry hears of a program that runs to its end."""
    with receiving() as (dsn, received):
        subprocess.run(
            [sys.executable, "-c", START + program],
            env={**os.environ, "DSN": dsn},
            capture_output=True,
            check=False,
        )
    assert "secret" not in "".join(received)
    items = [line for envelope in received for line in envelope.splitlines()]
    return [event for item in items if "exception" in (event := json.loads(item))]


def test_an_error_that_was_dealt_with_arrives_without_its_text() -> None:
    [event] = events_of(DEALT_WITH)
    [error] = event["exception"]["values"]
    assert (error["type"], error["value"]) == ("ValueError", "")
    assert error["stacktrace"]["frames"]
    assert event["tags"]["component"] == "web"


def test_an_error_that_ends_a_process_arrives_without_variables() -> None:
    [event] = events_of(NOT_CAUGHT)
    [error] = event["exception"]["values"]
    assert all("vars" not in frame for frame in error["stacktrace"]["frames"])


def test_what_is_only_logged_is_no_event() -> None:
    assert events_of(LOGGED) == []

"""What is no HTTP at all is refused as the API refuses, where no proxy stands in front."""

from __future__ import annotations

from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from apps.widget.problems import MEDIA_TYPE, Problem

LARGEST_HEAD = 64 * 1024


class HeadTooLarge(Exception):
    """More headers came than anybody sends who means well."""


class ProblemProtocol(HttpToolsProtocol):
    """uvicorn's own, but for the words with which it refuses, and a bound on headers."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_size = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        # What is raised here is, to the parser, a request that it cannot read.
        self._head_size += len(name) + len(value)
        if self._head_size > LARGEST_HEAD:
            raise HeadTooLarge
        super().on_header(name, value)

    def send_400_response(self, msg: str) -> None:
        body = Problem(HTTPStatus.BAD_REQUEST).body()
        head = (
            f"HTTP/1.1 400 Bad Request\r\nContent-Type: {MEDIA_TYPE}\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

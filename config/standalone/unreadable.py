"""Refuses requests that are no valid HTTP with a problem document, as the API does."""

from __future__ import annotations

from http import HTTPStatus

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from apps.widget.problems import MEDIA_TYPE, Problem

LARGEST_HEAD = 64 * 1024


class HeadTooLarge(Exception):
    """The headers are larger than any well-behaved client's."""


class ProblemProtocol(HttpToolsProtocol):
    """uvicorn's protocol with other responses to invalid requests, and a limit on headers."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head_size = 0

    def on_header(self, name: bytes, value: bytes) -> None:
        # An exception here makes the parser report an invalid request.
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

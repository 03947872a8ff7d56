"""Sends one POST to a server of others: at a checked address, with a timeout, without redirects.

Proxies in the environment are ignored, because the address that they connect to cannot be checked.
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from socket import SHUT_RDWR
from urllib.parse import SplitResult, urlsplit

from django.utils import timezone
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from apps.webhooks.addresses import AddressRefused, find_address
from apps.webhooks.models import LONGEST_ANSWER

CONNECT_SECONDS = 5.0
ANSWER_SECONDS = 10.0
LONGEST_WAIT = timedelta(days=1)
GONE = 410
# What a server that answers nonsense, or not at all, can make the libraries raise.
BROKEN = (HTTPError, HTTPException, OSError, ValueError)
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """A receiver's answer. Without a `status` there was none, and `error` says why."""

    status: int | None
    text: str = ""
    error: str = ""
    retry_at: datetime | None = None
    milliseconds: int = 0

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool) -> Answer:
    """Send a body once. Never raises: whatever goes wrong is the `error` of an Answer."""
    began = time.monotonic()
    try:
        answer = _exchange(urlsplit(url), body, headers, allow_private)
    except AddressRefused as refused:
        answer = Answer(None, error=str(refused))
    except BROKEN as error:
        answer = Answer(None, error=_explain(error, time.monotonic() - began))
    spent = int((time.monotonic() - began) * 1000)
    return Answer(answer.status, answer.text, answer.error, answer.retry_at, spent)


def _exchange(
    parts: SplitResult, body: bytes, headers: Mapping[str, str], allow_private: bool
) -> Answer:
    connection = _open(parts, allow_private)
    with closing(connection), _ended_after(ANSWER_SECONDS, connection):
        connection.connect()
        # Connecting has a short timeout; the answer may take as long as the whole exchange.
        connection.timeout = ANSWER_SECONDS
        path = parts._replace(scheme="", netloc="", fragment="").geturl() or "/"
        sent = {"Host": parts.netloc, "Accept-Encoding": "identity", **headers}
        connection.request("POST", path, body=body, headers=sent, preload_content=False)
        response = connection.getresponse()
        text = b""
        with suppress(*BROKEN):
            text = response.read1(4 * LONGEST_ANSWER)
        return Answer(
            response.status,
            text.decode(errors="replace").replace("\0", "")[:LONGEST_ANSWER],
            retry_at=read_retry_after(response.headers.get("Retry-After", "")),
        )


def _open(parts: SplitResult, allow_private: bool) -> HTTPConnection:
    """A connection to the checked address; its certificate must still be for the host's name."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    address = find_address(host, port, allow_private=allow_private)
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=CONNECT_SECONDS)
    return HTTPSConnection(
        address, port, timeout=CONNECT_SECONDS, server_hostname=host, assert_hostname=host
    )


@contextmanager
def _ended_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """Close the connection after so many seconds, however slowly bytes arrive.

    The socket's own timeout would start anew with each byte.
    """

    def hang_up() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(SHUT_RDWR)

    timer = threading.Timer(seconds, hang_up)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def read_retry_after(header: str) -> datetime | None:
    """Seconds or a date (RFC 9110), at most a day from now; None for anything else."""
    now = timezone.now()
    if re.fullmatch(r"\d{1,9}", header.strip()):
        return now + min(timedelta(seconds=int(header)), LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(header)
        return min(moment if moment.tzinfo else moment.replace(tzinfo=UTC), now + LONGEST_WAIT)
    except (ValueError, OverflowError):
        # The year or the time zone is out of range.
        return None


def _explain(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error) or seconds >= ANSWER_SECONDS:
        return f"No answer within {max(seconds, CONNECT_SECONDS):.0f} s."
    return f"No answer: {type(error).__name__}."

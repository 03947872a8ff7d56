"""One POST to a stranger: to a checked address, for a limited time, and without redirects.

Proxies of the environment are ignored: what they connect to cannot be checked.
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
# What a stranger can make of an exchange: nonsense is an answer too.
BROKEN = (HTTPError, HTTPException, OSError, ValueError)
PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True)
class Answer:
    """What came back. Without a `status` nothing did, and `error` says why."""

    status: int | None
    text: str = ""
    error: str = ""
    retry_at: datetime | None = None
    milliseconds: int = 0

    @property
    def taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300


def post(url: str, body: bytes, headers: Mapping[str, str], *, allow_private: bool) -> Answer:
    """Send it once. Whatever goes wrong is an answer too."""
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
        # Who is there may think about its answer for as long as the whole exchange may take.
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
    """Knows the checked address alone; the certificate must be the name's all the same."""
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    address = find_address(host, port, allow_private=allow_private)
    if parts.scheme == "http":
        return HTTPConnection(address, port, timeout=CONNECT_SECONDS)
    return HTTPSConnection(
        address, port, timeout=CONNECT_SECONDS, server_hostname=host, assert_hostname=host
    )


@contextmanager
def _ended_after(seconds: float, connection: HTTPConnection) -> Iterator[None]:
    """A time-out of the socket begins anew with each byte; this one does not."""

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
        # A year or a zone that no clock knows.
        return None


def _explain(error: Exception, seconds: float) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error) or seconds >= ANSWER_SECONDS:
        return f"No answer within {max(seconds, CONNECT_SECONDS):.0f} s."
    return f"No answer: {type(error).__name__}."

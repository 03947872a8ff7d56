"""W3C trace context: one trace from the caller's request to the pools."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

# The `traceparent` of this request's work; set once for each request.
current: ContextVar[str] = ContextVar("traceparent")

_TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-"
    r"(?P<flags>[0-9a-f]{2})(?:-.*)?"
)


def continue_trace(header: str | None) -> str:
    """A new `traceparent`: in the caller's trace, or in a new one without a valid header."""
    found = _TRACEPARENT.fullmatch(header or "")
    if not found or ((header or "").startswith("00") and len(header or "") != 55):
        return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    return f"00-{found['trace']}-{secrets.token_hex(8)}-{found['flags']}"


def trace_id() -> str:
    """The trace id of the request that is being answered."""
    return current.get().split("-")[1]

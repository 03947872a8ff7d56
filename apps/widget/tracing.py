"""W3C trace context: one trace from the caller through the pools."""

from __future__ import annotations

import re
import secrets
from contextvars import ContextVar

# What the work of this request is part of; set once for each request.
current: ContextVar[str] = ContextVar("traceparent")

_TRACEPARENT = re.compile(
    r"(?!ff)[0-9a-f]{2}-(?!0{32})(?P<trace>[0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-"
    r"(?P<flags>[0-9a-f]{2})(?:-.*)?"
)


def continue_trace(header: str | None) -> str:
    """A `traceparent` for what follows: in the caller's trace, or in a new one."""
    given = _TRACEPARENT.fullmatch(header or "")
    if not given or ((header or "").startswith("00") and len(header or "") != 55):
        return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"
    return f"00-{given['trace']}-{secrets.token_hex(8)}-{given['flags']}"


def trace_id() -> str:
    """Of the request that is being answered."""
    return current.get().split("-")[1]

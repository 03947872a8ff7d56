"""Signs deliveries, so that receivers can check their origin, their content and their age."""

from __future__ import annotations

import hmac

SIGNATURE_HEADER = "Firstline-Signature"


def sign(secret: str, body: bytes, timestamp: int) -> str:
    """The value of the header: `t=<unix seconds>,v1=<hex HMAC-SHA-256 of "t.body">`."""
    signed = f"{timestamp}.".encode() + body
    return f"t={timestamp},v1={hmac.new(secret.encode(), signed, 'sha256').hexdigest()}"

"""Access by a bearer token; everybody has access where none is set."""

from __future__ import annotations

import hmac

from workers.serving.refusals import Unauthenticated


class Access:
    """`token`: empty for none."""

    def __init__(self, token: str) -> None:
        self._expected = f"Bearer {token}".encode() if token else b""

    def check(self, authorization: bytes) -> None:
        """Check the value of the header `Authorization`. Raises Unauthenticated."""
        if self._expected and not hmac.compare_digest(authorization, self._expected):
            raise Unauthenticated("Show the server's token: `Authorization: Bearer TOKEN`.")

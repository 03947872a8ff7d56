"""Error responses, as `application/problem+json` (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from workers.contracts.rows import LONGEST_MESSAGE

MEDIA_TYPE = "application/problem+json"

DETAILS = {
    400: "The request cannot be read; check its address, its headers and its JSON.",
    403: "This credential may not do that.",
    404: "There is nothing at this address; the addresses are listed at /api/v1/docs.",
    405: "This address does not take this method; the Allow header lists those that it takes.",
    413: f"The body is too large; a message has at most {LONGEST_MESSAGE} characters.",
    500: "Something went wrong on our side and was written to the log; try again later.",
    503: "The database is away; try again in a few seconds.",
}

SCHEMA: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What happened, and what to do."},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "A JSON pointer into the body."},
                    "parameter": {"type": "string", "description": "A header or query parameter."},
                    "detail": {"type": "string"},
                },
            },
        },
        "trace_id": {"type": "string"},
    },
}


class Problem(Exception):
    """An error response, raised anywhere in the API.

    `detail`: what happened and how to mend it.
    `errors`: for each wrong field its `pointer` (or `parameter`) and `detail`.
    """

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.detail = detail or DETAILS.get(status, HTTPStatus(status).phrase + ".")
        self.errors = errors
        self.headers = headers or {}
        super().__init__(self.detail)

    def body(self, **extra: str) -> bytes:
        members: dict[str, Any] = {
            "type": "about:blank",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            **extra,
        }
        if self.errors:
            members["errors"] = self.errors
        return json.dumps(members).encode()

    def response(self, **extra: str) -> HttpResponse:
        return HttpResponse(
            self.body(**extra),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=dict(self.headers),
        )


# Any request may get these: it cannot be read, its credential or site is unknown or not allowed,
# there are too many requests, or the fault is ours.
EVERYWHERE = (400, 401, 403, 429, 500, 503)


def documented(*statuses: int) -> dict[str, Any]:
    """The `openapi_extra` of an operation that answers with these statuses and EVERYWHERE."""
    content = {MEDIA_TYPE: {"schema": SCHEMA}}
    return {
        "responses": {
            status: {"description": HTTPStatus(status).phrase, "content": content}
            for status in sorted({*EVERYWHERE, *statuses})
        }
    }

"""Callers of the API, in the test's own process."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.test import Client

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Response

PROBLEM = "application/problem+json"


class Caller:
    """One credential; `post` and `get` speak JSON below /api/v1."""

    def __init__(self, **headers: str) -> None:
        self._client = Client(raise_request_exception=False)
        self.headers = headers

    def post(self, path: str, body: Any, **headers: str) -> Response:
        return self.send(path, json.dumps(body).encode(), **headers)

    def send(self, path: str, body: bytes, **headers: str) -> Response:
        """Bytes as they are, called JSON unless a header says otherwise."""
        sent = {**self.headers, **_named(headers)}
        content_type = sent.pop("Content-Type", "application/json")
        return self._client.post(
            f"/api/v1{path}", data=body, content_type=content_type, headers=sent
        )

    def get(self, path: str, **headers: str) -> Response:
        return self._client.get(f"/api/v1{path}", headers={**self.headers, **_named(headers)})

    def options(self, path: str, **headers: str) -> Response:
        return self._client.options(f"/api/v1{path}", headers={**self.headers, **_named(headers)})


class ContactCaller(Caller):
    """A contact with a conversation of its own."""

    def __init__(self, site_key: str = "demo", contact: dict[str, str] | None = None) -> None:
        started = Caller(**{"X-Inbox-Key": site_key}).post(
            "/conversations", {"contact": contact or {}}
        )
        assert started.status_code == 201, started.content
        self.conversation_id = UUID(started.json()["id"])
        self.path = f"/conversations/{self.conversation_id}/messages"
        super().__init__(Authorization=f"Bearer {started.json()['token']}")

    def write(self, text: str, **headers: str) -> Response:
        return self.post(self.path, {"text": text}, **headers)


def agent_caller(token: str) -> Caller:
    return Caller(Authorization=f"Bearer {token}")


def assert_problem(response: Response, status: int) -> dict[str, Any]:
    """Every error is a problem that says what to do, in one shape."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == PROBLEM
    problem: dict[str, Any] = response.json()
    assert problem["status"] == status
    assert problem["title"]
    assert len(problem["detail"]) > 15
    assert b"Traceback" not in response.content
    return problem


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}

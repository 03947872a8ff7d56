"""Callers of the REST API: a contact, and a program that works as an agent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Self

import httpx

from config.services.processes import wait_until

TIMEOUT_SECONDS = 45.0
# uvicorn closes connections that are idle for five seconds; a request on one at that moment would
# be lost.
RESTING = httpx.Limits(keepalive_expiry=2)


@dataclass(frozen=True)
class Contact:
    """A contact with a conversation of their own."""

    http: httpx.Client
    conversation: str

    @classmethod
    def begin(cls, address: str) -> Self:
        """Start a conversation in the sample inbox."""
        http = _connect(address)
        answer = http.post("/conversations", json={"contact": {}}, headers={"X-Inbox-Key": "demo"})
        started = answer.raise_for_status().json()
        http.headers["Authorization"] = f"Bearer {started['token']}"
        return cls(http, started["id"])

    def at(self, address: str) -> Contact:
        """The same contact on another address."""
        http = _connect(address)
        http.headers = self.http.headers
        return Contact(http, self.conversation)

    def write(self, text: str, *, wait: int = 0) -> httpx.Response:
        headers = {"Prefer": f"wait={wait}"} if wait else {}
        address = f"/conversations/{self.conversation}/messages"
        return self.http.post(address, json={"text": text}, headers=headers)

    def ask(self, text: str) -> dict[str, Any]:
        """Write, wait, and return the finished message."""
        answer = self.write(text, wait=20)
        assert answer.status_code == 200, answer.text
        message: dict[str, Any] = answer.json()
        return message

    def post(self, text: str) -> str:
        """Write without waiting; returns the id of the accepted message."""
        answer = self.write(text)
        assert answer.status_code == 202, answer.text
        return str(answer.json()["id"])

    def wait_for(self, message_id: str) -> None:
        """Wait until an accepted message is done."""
        done = wait_until(lambda: self._status(message_id) == "done", TIMEOUT_SECONDS)
        assert done, self._status(message_id)

    def read(self) -> list[dict[str, Any]]:
        """The whole conversation."""
        answer = self.http.get(f"/conversations/{self.conversation}/messages")
        messages: list[dict[str, Any]] = answer.raise_for_status().json()["items"]
        return messages

    def _status(self, message_id: str) -> str:
        answer = self.http.get(f"/messages/{message_id}")
        return str(answer.raise_for_status().json()["status"])


def look_up(address: str, api_token: str, message_id: str) -> dict[str, Any]:
    """A message as an agent's program sees it."""
    headers = {"Authorization": f"Bearer {api_token}"}
    answer = httpx.get(f"{address}/api/v1/messages/{message_id}", headers=headers, timeout=10)
    message: dict[str, Any] = answer.raise_for_status().json()
    return message


def _connect(address: str) -> httpx.Client:
    return httpx.Client(base_url=f"{address}/api/v1", timeout=TIMEOUT_SECONDS, limits=RESTING)

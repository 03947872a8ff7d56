"""Somebody of operations, who signs in at the desk and looks at Flower through it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Self

import httpx

from config.services.processes import wait_until

SEEN_SECONDS = 30.0
NEWEST_FIRST = {
    "draw": "1",
    "start": "0",
    "length": "100",
    "order[0][column]": "0",
    "order[0][dir]": "desc",
    "columns[0][data]": "received",
}


@dataclass(frozen=True)
class Onlooker:
    """A browser with somebody's session in it."""

    http: httpx.Client

    @classmethod
    def sign_in(cls, address: str, email: str, password: str) -> Self:
        http = httpx.Client(base_url=address, timeout=30)
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', http.get("/desk/login/").text)
        assert token
        given = {"username": email, "password": password, "csrfmiddlewaretoken": token[1]}
        signed_in = http.post("/desk/login/", data=given, headers={"Referer": address})
        assert signed_in.status_code == 302, signed_in.text
        return cls(http)

    def workers(self) -> dict[str, bool]:
        """The pools that Flower knows, and whether they live."""
        rows = self.http.get("/flower/workers?json=1").raise_for_status().json()["data"]
        return {row["hostname"].partition("@")[0]: row["status"] for row in rows}

    def tasks(self) -> list[dict[str, Any]]:
        """What Flower's page of tasks asks for."""
        answer = self.http.post("/flower/tasks/datatable", data=NEWEST_FIRST)
        tasks: list[dict[str, Any]] = answer.raise_for_status().json()["data"]
        return tasks

    def wait_for_tasks(self, names: set[str]) -> list[dict[str, Any]]:
        """The tasks, once one of each name has succeeded, or after half a minute."""
        wait_until(lambda: names <= {task["name"] for task in self._succeeded()}, SEEN_SECONDS)
        return self.tasks()

    def _succeeded(self) -> list[dict[str, Any]]:
        return [task for task in self.tasks() if task["state"] == "SUCCESS"]

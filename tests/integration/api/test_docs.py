"""The API describes itself, also where there is no internet."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from apps.widget.events import SHOWN_TO_CONTACTS
from tests.integration.api.callers import PROBLEM, Caller
from workers.contracts.events import EventKind


def test_the_docs_page_takes_everything_from_this_server() -> None:
    page = Caller().get("/docs")
    assert page.status_code == 200
    html = page.content.decode()
    assert not re.search(r"(?:https?:)?//[a-z]", html)
    assets = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert any(asset.endswith("swagger-ui-bundle.js") for asset in assets)
    for asset in assets:
        assert Client().get(asset).status_code == 200, asset


def test_every_event_that_a_contact_hears_of_is_described() -> None:
    path = "/api/v1/conversations/{conversation_id}/events"
    described = Caller().get("/openapi.json").json()["paths"][path]["get"]["description"]
    told = [kind for kind in EventKind if kind.startswith(SHOWN_TO_CONTACTS)]
    assert [kind for kind in told if f"`{kind}`" not in described] == []


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/conversations",
        "/api/v1/conversations/{conversation_id}/messages",
        "/api/v1/conversations/{conversation_id}/events",
        "/api/v1/messages/{message_id}",
        "/api/v1/messages/{message_id}/feedback",
        "/api/v1/suggestions/{suggestion_id}/outcome",
    ],
)
def test_every_address_is_described_with_its_problems(path: str) -> None:
    operations = Caller().get("/openapi.json").json()["paths"][path]
    for operation in operations.values():
        assert operation["security"]
        for status in ("400", "401", "403", "429", "500", "503"):
            assert PROBLEM in operation["responses"][status]["content"]

"""Scripts and styles, as the web process serves them."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import find
from django.core.asgi import get_asgi_application
from django.test import Client

FILE = "desk/tokens.css"
PATH = f"/static/{FILE}"


def content() -> bytes:
    path = find(FILE)
    assert isinstance(path, str)
    return Path(path).read_bytes()


def test_a_file_comes_whole_in_part_or_not_at_all_where_it_is_known() -> None:
    whole = Client().get(PATH)
    assert (whole.status_code, whole.content) == (200, content())
    assert whole["Content-Type"] == 'text/css; charset="utf-8"'
    assert int(whole["Content-Length"]) == len(content())
    part = Client().get(PATH, headers={"Range": "bytes=5-9"})
    assert (part.status_code, part.content) == (206, content()[5:10])
    known = Client().get(PATH, headers={"If-None-Match": whole["ETag"]})
    assert (known.status_code, known.content, "Content-Type" in known) == (304, b"", False)
    head = Client().head(PATH)
    assert (head.content, head["Content-Length"]) == (b"", whole["Content-Length"])


def test_an_asynchronous_server_sends_a_file_without_a_warning() -> None:
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        body = asyncio.run(ask_asgi())
    assert body == content()
    assert [str(each.message) for each in warned if "Streaming" in str(each.message)] == []


async def ask_asgi() -> bytes:
    """The body that Django's own application sends."""
    asked = [{"type": "http.request"}]
    sent: list[Mapping[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return asked.pop() if asked else await asyncio.Future()

    async def send(message: Mapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": "GET", "path": PATH, "headers": [], "query_string": b""}
    await get_asgi_application()(scope, receive, send)
    return b"".join(message.get("body", b"") for message in sent)

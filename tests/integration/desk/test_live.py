"""What happens while a page is open, over the network, from a web process of its own."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import AsyncGenerator, Iterator

import pytest
from django.test import Client

from apps.accounts.models import Agent
from apps.desk.inbox import live
from apps.dispatch.numbering import number_events
from tests.factories import make_inbox, make_message, make_team
from tests.integration.server import Server, serve
from tests.integration.staff import browser_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def server(process_environment: dict[str, str]) -> Iterator[Server]:
    with serve(process_environment) as running:
        yield running


def cookie_of(client: Client) -> str:
    return f"sessionid={client.cookies['sessionid'].value}"


def follow(
    server: Server, agent: Agent, address: str = "/desk/live/", **headers: str
) -> http.client.HTTPResponse:
    cookie = cookie_of(browser_of(agent))
    response = server.open("GET", address, None, Cookie=cookie, **headers)
    assert response.status == 200
    assert response.headers["Content-Type"] == "text/event-stream"
    return response


def read_block(stream: http.client.HTTPResponse) -> dict[str, str]:
    fields: dict[str, str] = {}
    while line := stream.readline().decode().rstrip("\n"):
        name, _, value = line.partition(":")
        fields[name] = value.strip()
    return fields


def test_an_agent_hears_their_inboxes_and_no_others(server: Server, alice: Agent) -> None:
    own, foreign = make_inbox("own"), make_inbox("foreign")
    foreign.teams.add(make_team("Wholesale"))
    stream = follow(server, alice)
    read_block(stream)
    make_message("For others", foreign)
    mine = make_message("For us", own)
    number_events()
    heard = [read_block(stream) for _ in range(2)]
    told = [json.loads(block["data"]) for block in heard]
    assert [each["kind"] for each in told] == ["conversation.started", "message.received"]
    assert {each["conversation"] for each in told} == {str(mine.conversation_id)}
    assert "For us" not in json.dumps(heard)
    stream.close()


def test_a_page_that_was_away_hears_what_it_missed(server: Server, alice: Agent) -> None:
    inbox = make_inbox()
    stream = follow(server, alice)
    position = read_block(stream)["id"]
    stream.close()
    make_message("Meanwhile", inbox)
    number_events()
    again = follow(server, alice, Last_Event_ID=position)
    read_block(again)
    kinds = [json.loads(read_block(again)["data"])["kind"] for _ in range(2)]
    assert kinds == ["conversation.started", "message.received"]
    again.close()


def test_a_page_hears_what_happened_while_it_was_loading(server: Server, alice: Agent) -> None:
    inbox = make_inbox()
    make_message("Before", inbox)
    number_events()
    page = browser_of(alice).get("/desk/").content.decode()
    make_message("Meanwhile", inbox)
    number_events()
    (address,) = re.findall('data-live="([^"]+)"', page)
    stream = follow(server, alice, address)
    read_block(stream)
    kinds = [json.loads(read_block(stream)["data"])["kind"] for _ in range(2)]
    assert kinds == ["conversation.started", "message.received"]
    stream.close()


def test_a_page_asks_again_in_time_for_rights_that_were_taken_away(
    alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def endless(*_: object) -> AsyncGenerator[str, None]:
        while True:
            yield "data: {}\n\n"

    monkeypatch.setattr(live, "stream_events", endless)
    monkeypatch.setattr(live, "LASTS_SECONDS", 0)
    with pytest.warns(Warning, match="asynchronous iterators"):
        told = b"".join(browser_of(alice).get("/desk/live/")).decode()
    assert told == "retry: 500\ndata: {}\n\n"


def test_open_pages_hold_no_connection_to_the_database(server: Server, alice: Agent) -> None:
    make_inbox()
    streams = [follow(server, alice) for _ in range(15)]
    # More pages than the pool has connections, and the web still answers everybody else.
    page = server.open("GET", "/desk/", Cookie=cookie_of(browser_of(alice)))
    assert page.status == 200
    for stream in streams:
        stream.close()

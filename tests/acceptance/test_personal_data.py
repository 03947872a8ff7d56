"""Planted personal data, followed through every store, queue and log: it stays in the message."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from amqp import Channel, Message
from kombu import Connection

from config.services.processes import wait_until
from tests.acceptance.callers import Contact, look_up
from tests.processes import MANAGE
from tests.services import Services
from workers.contracts.pipelines import DEAD_LETTER_EXCHANGE, EXCHANGE, Queue

EARLIER = "Hi, I am Wilhelmina Ashgrove from 9 Thornfield Lane, Ripon HG4 1TR."
PLANTED = {
    "name": "Thaddeus Quillfeather",
    "address": "47 Larkspur Avenue, Nottingham NG5 6QT",
    "email": "t.quillfeather@example.org",
    "phone": "+44 7700 900452",
    "iban": "DE89 3704 0044 0532 0130 00",
    "national_id": "JR 41 28 63 C",
    "birth_date": "29 February 1972",
}
CARD = "4539 1488 0343 6467"
TEXT = (
    "My name is {name}. Deliver my order to {address}, not to the office. Mail {email} or call "
    "{phone}; refund to {iban}, insurance number {national_id}, born on {birth_date}, and I paid "
    "with "
).format(**PLANTED) + CARD
# Whole, and the words of each that stand nowhere in the sample company. None is a run of digits
# alone: vectors and models have millions of them, where any six stand by chance.
TRACES = (
    *PLANTED.values(),
    *("quillfeather", "larkspur", "ng5 6qt", "00 900452", "3704 0044", "41 28 63"),
    "february 1972",
    *("ashgrove", "thornfield", "hg4 1tr"),
)
# What normalising would make of them, and what is cut off before the message is stored.
KEPT_NOWHERE = ("447700900452", "370400440532", "jr412863c", "453914880343", "1488 0343")
# Words that were said beside them, so that an empty log proves nothing.
SAID = "not to the office"
STORED_TRACES = """
WITH written AS MATERIALIZED (SELECT lower(stored::text) AS row FROM {table} AS stored)
SELECT trace FROM unnest(%s::text[]) AS given(trace)
WHERE EXISTS (
    SELECT FROM written
    WHERE strpos(row, lower(trace)) > 0
       OR strpos(row, encode(convert_to(trace, 'UTF8'), 'hex')) > 0
)
"""
TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"


@dataclass(frozen=True)
class Journey:
    """What was left behind when the message was done.

    `published`: every payload that any pool was sent. `dead`: what a pool refused.
    """

    message: dict[str, Any]
    published: tuple[str, ...]
    dead: tuple[str, ...]
    metrics: str


@pytest.fixture(scope="module")
def journey(services: Services) -> Iterator[Journey]:
    pattern = "|".join(queue.value.replace(".", r"\.") for queue in Queue)
    definition = json.dumps({"dead-letter-exchange": DEAD_LETTER_EXCHANGE})
    services.broker.control("set_policy", "evidence", f"^({pattern})$", definition)
    with Connection(services.environment["BROKER_URL"]) as connection:
        yield follow(services, connection.channel())
    services.broker.control("clear_policy", "evidence")


def follow(services: Services, channel: Channel) -> Journey:
    """Listen to the exchange, write, wait, and have one payload refused."""
    listener = channel.queue_declare("", exclusive=True).queue
    channel.queue_bind(listener, EXCHANGE, "#")
    contact = Contact.begin(services.address)
    contact.post(EARLIER)
    message_id = contact.post(TEXT)
    contact.wait_for(message_id)
    published = tuple(take_all(channel, listener))
    analysed = [each for each in published if each.routing_key == Queue.INFERENCE]
    dead = refuse(channel, next(each for each in analysed if SAID in each.body))
    token = services.run(*MANAGE, "create_api_token", "--name", "planted")
    message = look_up(services.address, token, message_id)
    teach(services, token, message)
    published += tuple(take_all(channel, listener))
    return Journey(
        message=message,
        published=tuple(map(written, published)),
        dead=(written(dead),),
        metrics=httpx.get(f"{services.address}/metrics", timeout=10).text,
    )


def teach(services: Services, token: str, message: dict[str, Any]) -> None:
    """An agent rejects the best suggestion, and the feedback pool learns of it."""
    address = f"{services.address}/api/v1/suggestions/{message['suggestions'][0]['id']}/outcome"
    headers = {"Authorization": f"Bearer {token}"}
    given = {"outcome": "rejected"}
    httpx.post(address, json=given, headers=headers, timeout=10).raise_for_status()
    learnt = "SELECT 1 FROM assist_label WHERE message_id = %s"
    assert wait_until(lambda: bool(services.rows(learnt, message["id"])), 30)


def take_all(channel: Channel, queue: str) -> Iterator[Message]:
    while message := channel.basic_get(queue, no_ack=True):
        message.routing_key = message.delivery_info["routing_key"]
        yield message


def refuse(channel: Channel, message: Message) -> Message:
    """Send a payload again with a field that no pool knows, and fetch it from the dead letters."""
    arguments, *rest = json.loads(message.body)
    arguments[0]["unknown"] = True
    broken = Message(json.dumps([arguments, *rest]), **message.properties)
    channel.basic_publish(broken, exchange=EXCHANGE, routing_key=Queue.INFERENCE)
    found: list[Message] = []
    wait_until(lambda: bool(found or _fetch(channel, found)), 30)
    return found[0]


def _fetch(channel: Channel, found: list[Message]) -> list[Message]:
    found.extend(take_all(channel, DEAD_LETTER_EXCHANGE))
    return found


def written(message: Message) -> str:
    return f"{message.body} {message.properties}".casefold()


def traces_in(text: str) -> list[str]:
    folded = text.casefold()
    return [trace for trace in (*TRACES, *KEPT_NOWHERE) if trace.casefold() in folded]


def test_it_stands_in_the_message_and_in_no_other_row(services: Services, journey: Journey) -> None:
    tables = [table for (table,) in services.rows(TABLES)]
    assert len(tables) > 20
    stored = {table: stored_traces(services, table) for table in tables}
    assert stored.pop("conversations_message") == set(TRACES)
    assert {table: traces for table, traces in stored.items() if traces} == {}
    assert journey.message["text"].endswith("I paid with •••• 6467")


def stored_traces(services: Services, table: str) -> set[str]:
    rows = services.rows(STORED_TRACES.format(table=table), [*TRACES, *KEPT_NOWHERE])
    return {trace for (trace,) in rows}


def test_no_queue_carries_it_and_no_dead_letter_keeps_it(journey: Journey) -> None:
    assert any(SAID in payload for payload in journey.published)
    assert any(SAID in payload for payload in journey.dead)
    for payload in journey.published + journey.dead:
        assert traces_in(payload) == []
        assert "<address>" in payload or SAID not in payload


def test_no_log_and_no_metric_has_a_word_of_it(services: Services, journey: Journey) -> None:
    logs = [*services.logs.rglob("*"), *services.logs.parent.rglob("*.log")]
    read = {path: path.read_text("utf-8", "replace") for path in logs if path.is_file()}
    assert any("stage_done" in text for text in read.values())
    assert {path.name for path, text in read.items() if traces_in(text) or SAID in text} == set()
    assert "firstline_work" in journey.metrics
    assert traces_in(journey.metrics) == []


def test_an_agent_who_may_see_the_message_is_shown_what_was_found(journey: Journey) -> None:
    found = {each["label"]: each["text"] for each in journey.message["prediction"]["entities"]}
    assert found.items() >= PLANTED.items() - {("name", PLANTED["name"])}
    assert found["name"].endswith(PLANTED["name"])
    assert found["card"] == "•••• 6467"

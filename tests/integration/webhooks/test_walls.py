"""A webhook reaches no machine inside the own network, whatever its name says, unless allowed."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from apps.dispatch.deliverer import deliver_step
from apps.dispatch.kinds import OUTBOUND_LANE
from apps.webhooks import posting
from apps.webhooks.actions import call_webhook
from apps.webhooks.models import Attempt, Webhook
from tests.integration.webhooks.receiver import Receiver

PUBLIC = "93.184.215.14"


def answers(*addresses: str) -> Any:
    """A name server that gives one address after the other, and the last for ever."""
    left = list(addresses)

    def getaddrinfo(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        literal = host.replace(".", "").isdigit()
        address = host if literal else left.pop(0) if len(left) > 1 else left[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    return getaddrinfo


def send_to(url: str) -> Attempt:
    webhook = Webhook.objects.create(name="Inside", url=url)
    call_webhook(webhook, "test", {})
    deliver_step(OUTBOUND_LANE)
    return Attempt.objects.get()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"])
def test_a_private_address_is_refused_however_it_is_written(receiver: Receiver, host: str) -> None:
    attempt = send_to(f"http://{host}:{receiver.port}/")
    assert "not a public address" in attempt.error
    assert receiver.received == []


def test_a_name_that_turns_private_after_the_check_is_connected_where_it_was_checked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "CONNECT_SECONDS", 0.2)
    monkeypatch.setattr(socket, "getaddrinfo", answers(PUBLIC, "127.0.0.1"))
    attempt = send_to(f"http://rebound.example:{receiver.port}/")
    assert attempt.status_code is None
    assert "No answer" in attempt.error
    assert receiver.received == []


def test_a_name_that_is_private_is_refused(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", answers("127.0.0.1"))
    attempt = send_to(f"http://inside.example:{receiver.port}/")
    assert attempt.error.startswith("inside.example is 127.0.0.1, which is not a public address")
    assert receiver.received == []


def test_proxies_of_the_environment_are_ignored(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    call_webhook(webhook, "test", {})
    deliver_step(OUTBOUND_LANE)
    assert len(receiver.received) == 1

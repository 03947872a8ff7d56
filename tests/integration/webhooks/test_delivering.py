"""Webhooks are signed, and sent again only when it is not known that they were taken."""

from __future__ import annotations

import hmac
import json
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from apps.dispatch.claiming import expire_leases
from apps.dispatch.loops import IDLE_REST_SECONDS
from apps.dispatch.models import Work
from apps.webhooks import posting
from apps.webhooks.kinds import WEBHOOK
from apps.webhooks.models import Delivery, Webhook
from config.services.processes import wait_until
from tests.integration.dispatch.passing import pass_time
from tests.integration.webhooks.receiver import Receiver, receiving
from tests.integration.webhooks.sending import call, send
from workers.contracts.leases import LEASE_SECONDS

REPOSITORY = Path(__file__).resolve().parents[3]


def verify(secret: str, header: str, body: bytes) -> bool:
    """What the README tells receivers to do."""
    parts = dict(part.split("=", 1) for part in header.split(","))
    fresh = abs(time.time() - int(parts["t"])) < 300
    expected = hmac.new(secret.encode(), parts["t"].encode() + b"." + body, "sha256").hexdigest()
    return fresh and hmac.compare_digest(expected, parts["v1"])


def test_a_delivery_is_signed_json_that_the_receiver_can_verify(
    webhook: Webhook, receiver: Receiver
) -> None:
    delivery = call(webhook, order="FL-10432", note="Grüße")
    assert send() == 0
    assert send() == IDLE_REST_SECONDS
    (received,) = receiver.received
    body = json.loads(received.body)
    assert (body["id"], body["kind"], body["order"]) == (str(delivery.id), "test", "FL-10432")
    assert received.headers["Firstline-Delivery"] == str(delivery.id)
    assert received.headers["Host"] == f"127.0.0.1:{receiver.port}"
    assert received.path == "/hooks?shop=7"
    signature = received.headers["Firstline-Signature"]
    assert verify(webhook.secret, signature, received.body)
    assert not verify(webhook.secret, signature, received.body + b" ")
    assert not verify("another", signature, received.body)


def test_the_answer_is_kept_to_its_first_500_characters(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.answer = b"\x00" + b"a" * 3000
    delivery = call(webhook)
    send()
    delivery.refresh_from_db()
    attempt = delivery.attempts.get()
    assert (delivery.status, attempt.status_code) == ("delivered", 200)
    assert set(attempt.answer) == {"a"}
    assert 400 < len(attempt.answer) <= 500


def test_who_is_there_may_think_for_longer_than_it_takes_to_reach_them(
    receiver: Receiver, webhook: Webhook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "CONNECT_SECONDS", 0.2)
    receiver.delay = 0.6
    delivery = call(webhook)
    send()
    delivery.refresh_from_db()
    assert (delivery.status, len(receiver.received)) == (Delivery.Status.DELIVERED, 1)


def test_a_slow_receiver_gets_one_at_a_time_and_keeps_nobody_else_waiting(
    webhook: Webhook, receiver: Receiver
) -> None:
    call(webhook)
    call(webhook)
    Work.objects.filter(id=Work.objects.order_by("id")[0].id).update(
        state=Work.State.LEASED, due_at=timezone.now() + timedelta(seconds=LEASE_SECONDS)
    )
    assert send() == IDLE_REST_SECONDS
    with receiving() as other:
        call(Webhook.objects.create(name="Shop", url=other.url, allow_private=True))
        assert send() == 0
        assert (len(other.received), len(receiver.received)) == (1, 0)


def test_a_deliverer_that_is_killed_after_the_answer_sends_the_same_delivery_again(
    webhook: Webhook, receiver: Receiver, process_environment: dict[str, str]
) -> None:
    receiver.delay = 1.0
    delivery = call(webhook)
    command = [sys.executable, "manage.py", "deliver"]
    with subprocess.Popen(command, cwd=REPOSITORY, env=process_environment) as deliverer:
        assert wait_until(lambda: bool(receiver.received), 60)
        deliverer.send_signal(signal.SIGKILL)
    receiver.delay = 0.0
    assert Work.objects.get(subject_id=delivery.id).state == Work.State.LEASED
    pass_time(LEASE_SECONDS)
    expire_leases()
    pass_time(WEBHOOK.delays[0])
    send()
    assert [each.headers["Firstline-Delivery"] for each in receiver.received] == [
        str(delivery.id)
    ] * 2
    assert send() == IDLE_REST_SECONDS


def test_what_was_taken_is_not_sent_again_though_its_work_is(
    webhook: Webhook, receiver: Receiver
) -> None:
    call(webhook)
    send()
    Work.objects.update(state=Work.State.PENDING, finished_at=None)
    send()
    assert len(receiver.received) == 1

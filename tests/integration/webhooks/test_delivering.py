"""Webhooks: signed, sent until they are taken, paused when nobody takes them, never twice done."""

from __future__ import annotations

import hmac
import json
import signal
import socket
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.conversations.actions import start_conversation
from apps.dispatch.claiming import expire_leases, fail_hopeless
from apps.dispatch.deliverer import IDLE_REST_SECONDS, deliver_step
from apps.dispatch.kinds import OUTBOUND_LANE
from apps.dispatch.models import Event, Work
from apps.webhooks import posting
from apps.webhooks.actions import call_webhook, pause_webhook, resume_webhook
from apps.webhooks.delivering import PAUSED_AFTER, PAUSED_AFTER_FAILURES
from apps.webhooks.kinds import WEBHOOK
from apps.webhooks.models import Delivery, Webhook
from config.services.processes import wait_until
from tests.factories import make_agent, make_inbox
from tests.integration.dispatch.passing import pass_time
from tests.integration.webhooks.receiver import Receiver, receiving
from workers.contracts.leases import LEASE_SECONDS

REPOSITORY = Path(__file__).resolve().parents[3]


def send() -> float:
    return deliver_step(OUTBOUND_LANE)


def call(webhook: Webhook, **data: object) -> Delivery:
    return call_webhook(webhook, "test", data)


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


def test_what_is_not_taken_is_tried_again_later_and_later(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses = [500, 302, 200]
    receiver.headers = {"Location": "http://127.0.0.1:1/elsewhere"}
    delivery = call(webhook)
    for delay in WEBHOOK.delays[:2]:
        send()
        assert send() == IDLE_REST_SECONDS
        rest = Work.objects.get().due_at - timezone.now()
        assert timedelta(seconds=delay - 2) < rest <= timedelta(seconds=delay)
        pass_time(delay)
    send()
    assert list(delivery.attempts.values_list("status_code", flat=True)) == [200, 302, 500]
    assert {each.headers["Firstline-Delivery"] for each in receiver.received} == {str(delivery.id)}
    assert Work.objects.get().state == Work.State.DONE
    webhook.refresh_from_db()
    assert (webhook.failures, webhook.failing_since) == (0, None)


def test_a_receiver_may_say_when_it_wants_to_be_asked_again(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses, receiver.headers = [503], {"Retry-After": "3600"}
    call(webhook)
    send()
    assert Work.objects.get().due_at - timezone.now() > timedelta(minutes=59)


def test_after_a_day_it_is_given_up_and_the_thread_says_so(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    conversation = start_conversation(make_inbox())
    delivery = call_webhook(webhook, "test", {}, conversation.id)
    Work.objects.filter(subject_id=delivery.id).update(attempts=8)
    send()
    with CaptureQueriesContext(connection) as looked_at:
        assert fail_hopeless() == 0
    assert len(looked_at) == 1, "what is tried for a day takes no place among what is hopeless"
    pass_time(24 * 3600)
    assert send() == IDLE_REST_SECONDS
    assert fail_hopeless() == 1
    delivery.refresh_from_db()
    assert delivery.status == "failed"
    failed = Event.objects.get(kind="webhook.failed")
    assert (failed.conversation_id, failed.inbox_id) == (conversation.id, conversation.inbox_id)


def test_a_receiver_that_is_gone_is_not_asked_again(webhook: Webhook, receiver: Receiver) -> None:
    receiver.statuses = [410]
    delivery = call(webhook)
    send()
    assert fail_hopeless() == 1
    delivery.refresh_from_db()
    webhook.refresh_from_db()
    assert delivery.status == "failed"
    assert webhook.pause_reason == "Warehouse answered 410."


def test_who_answers_byte_by_byte_is_hung_up_on(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.2)
    receiver.delay = 3.0
    delivery = call(webhook)
    send()
    attempt = delivery.attempts.get()
    assert attempt.status_code is None
    assert attempt.error.startswith("No answer within")
    assert attempt.milliseconds < 2000


@pytest.mark.parametrize(
    "nonsense", [b"", b"SSH-2.0-x\r\n", b"HTTP/1.1 200 " + b"x" * 70_000, b"HTTP/1.1 abc\r\n\r\n"]
)
def test_nonsense_is_a_failure_like_any_other(nonsense: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer_once, args=(server, nonsense), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        delivery = call(Webhook.objects.create(name="Odd", url=url, allow_private=True))
        send()
    assert delivery.attempts.get().error.startswith("No answer")
    assert Work.objects.get().state == Work.State.PENDING


def answer_once(server: socket.socket, words: bytes) -> None:
    with server.accept()[0] as connection:
        connection.recv(65_536)
        connection.sendall(words)


def test_after_failures_in_a_row_it_is_paused_and_resuming_sends_what_was_missed(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    deliveries = [call(webhook), call(webhook)]
    Webhook.objects.update(failures=PAUSED_AFTER_FAILURES)
    send()
    webhook.refresh_from_db()
    assert webhook.paused_at is None, "a short outage is none"
    Webhook.objects.update(failing_since=timezone.now() - PAUSED_AFTER)
    send()
    webhook.refresh_from_db()
    assert webhook.pause_reason == "Warehouse answered 500."
    assert Event.objects.filter(kind="webhook.paused").count() == 1
    pass_time(WEBHOOK.delays[0])
    assert [send(), send(), send()] == [0, 0, IDLE_REST_SECONDS]
    assert len(receiver.received) == 2, "nothing is sent while it is paused"
    receiver.statuses = [200]
    assert resume_webhook(webhook, make_agent().id) == 2
    assert [send(), send(), send()] == [0, 0, IDLE_REST_SECONDS]
    assert {each.status for each in Delivery.objects.all()} == {"delivered"}
    sent = [each.headers["Firstline-Delivery"] for each in receiver.received[2:]]
    assert sent == [str(delivery.id) for delivery in deliveries]


def test_what_is_given_up_while_it_is_paused_is_not_lost(
    webhook: Webhook, receiver: Receiver
) -> None:
    alice = make_agent()
    pause_webhook(webhook, alice.id)
    delivery = call(webhook)
    pass_time(25 * 3600)
    fail_hopeless()
    delivery.refresh_from_db()
    assert delivery.status == "failed"
    assert resume_webhook(webhook, alice.id) == 1
    send()
    delivery.refresh_from_db()
    assert delivery.status == "delivered"


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
    webhook: Webhook, receiver: Receiver, test_environment: dict[str, str]
) -> None:
    receiver.delay = 1.0
    delivery = call(webhook)
    command = [sys.executable, "manage.py", "deliver"]
    with subprocess.Popen(command, cwd=REPOSITORY, env=test_environment) as deliverer:
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

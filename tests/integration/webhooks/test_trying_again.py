"""What a receiver does not take is sent later and later, until it is given up."""

from __future__ import annotations

import socket
import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.conversations.actions import start_conversation
from apps.dispatch.claiming import fail_hopeless
from apps.dispatch.loops import IDLE_REST_SECONDS
from apps.dispatch.models import Event, Work
from apps.webhooks import addresses, delivering, posting
from apps.webhooks.actions import call_webhook
from apps.webhooks.kinds import WEBHOOK
from apps.webhooks.models import Webhook
from tests.factories import make_inbox
from tests.integration.dispatch.passing import pass_time
from tests.integration.webhooks.receiver import Receiver
from tests.integration.webhooks.sending import call, send


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


def test_who_does_not_take_one_rests_with_all_that_waits_for_it(
    webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses = [500]
    call(webhook)
    call(webhook)
    assert [send(), send()] == [0, IDLE_REST_SECONDS]
    pass_time(WEBHOOK.delays[0])
    assert send() == 0
    assert len(receiver.received) == 2


def test_what_a_stranger_provokes_stays_that_deliverys_own(
    webhook: Webhook, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours, such as an answer that we read wrongly."""
    call(Webhook.objects.create(name="Odd", url="http://odd.example/", allow_private=True))
    call(webhook)

    def post_or_break(url: str, *given: object, **options: object) -> posting.Answer:
        if "odd" in url:
            raise OverflowError("a date of the year 99999999999")
        return posting.post(url, *given, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(delivering, "post", post_or_break)
    assert [send(), send()] == [0, 0]
    assert len(receiver.received) == 1
    broken = Work.objects.get(state="pending")
    assert broken.last_error == "It broke (OverflowError); see the log."


def test_a_resolver_that_does_not_answer_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    released = threading.Event()

    def never_answer(*_: object, **__: object) -> list[object]:
        released.wait(10)
        return []

    delivery = call(Webhook.objects.create(name="Slow", url="http://slow.example/"))
    monkeypatch.setattr(addresses, "RESOLVE_SECONDS", 0.1)
    monkeypatch.setattr(socket, "getaddrinfo", never_answer)
    send()
    released.set()
    assert delivery.attempts.get().error == "Nobody told the address of slow.example in time."

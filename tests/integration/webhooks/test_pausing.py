"""A webhook that nobody takes is paused, and nothing of it is lost."""

from __future__ import annotations

from django.utils import timezone

from apps.dispatch.claiming import claim, fail_hopeless
from apps.dispatch.kinds import OUTBOUND_LANE
from apps.dispatch.loops import IDLE_REST_SECONDS
from apps.dispatch.models import Event, Work
from apps.webhooks.actions import pause_webhook, resume_webhook
from apps.webhooks.delivering import PAUSED_AFTER, PAUSED_AFTER_FAILURES
from apps.webhooks.kinds import WEBHOOK
from apps.webhooks.models import Delivery, Webhook
from tests.factories import make_agent
from tests.integration.dispatch.passing import pass_time
from tests.integration.webhooks.receiver import Receiver
from tests.integration.webhooks.sending import call, send


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
    pass_time(WEBHOOK.delays[0])
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


def test_resumed_twice_nothing_is_sent_twice(webhook: Webhook, receiver: Receiver) -> None:
    """The second click comes while what the first one sent is under way."""
    alice = make_agent()
    pause_webhook(webhook, alice.id)
    call(webhook)
    assert resume_webhook(webhook, alice.id) == 1
    under_way = claim(OUTBOUND_LANE, 1, tried=False)
    assert under_way
    assert resume_webhook(webhook, alice.id) == 0
    assert Work.objects.get().lease_token == under_way.token


def test_what_was_taken_does_not_fail_for_want_of_time(
    webhook: Webhook, receiver: Receiver
) -> None:
    """Its process died between the note of the answer and that of the work."""
    delivery = call(webhook)
    send()
    Work.objects.update(state="pending", attempts=1, deadline=timezone.now())
    assert fail_hopeless() == 1
    delivery.refresh_from_db()
    assert delivery.status == "delivered"
    assert not Event.objects.filter(kind="webhook.failed").exists()

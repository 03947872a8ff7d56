"""The deliverer: one thing at a time, done, done again later, or tried again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from apps.dispatch.actions import enqueue, record_event
from apps.dispatch.claiming import (
    REVIVED_AFTER,
    Claim,
    claim,
    expire_leases,
    fail_hopeless,
    revive_recurring,
)
from apps.dispatch.deliverer import deliver_step
from apps.dispatch.kinds import DELIVERY_LANE, DeliveryFailed, Kind, register
from apps.dispatch.loops import IDLE_REST_SECONDS
from apps.dispatch.models import Event, Work
from tests.integration.dispatch.passing import pass_time
from tests.integration.dispatch.threads import at_once
from workers.contracts.leases import LEASE_SECONDS, MAX_ATTEMPTS, RETRY_DELAYS

Delivery = Callable[[UUID], datetime | None]


class Courier:
    """Delivers as a test wants it, and remembers what."""

    def __init__(self) -> None:
        self.delivered: list[UUID] = []
        self.failed: list[UUID] = []
        self.way: Delivery = lambda subject_id: None

    def deliver(self, subject_id: UUID) -> datetime | None:
        self.delivered.append(subject_id)
        return self.way(subject_id)


courier = Courier()
PARCEL = Kind(
    name="test_parcel",
    lane=DELIVERY_LANE,
    deliver=courier.deliver,
    on_failed=courier.failed.append,
)
ROUND = Kind(name="test_round", lane=DELIVERY_LANE, deliver=courier.deliver, recurring=True)
register(PARCEL)
register(ROUND)
SUBJECT = uuid4()


@pytest.fixture(autouse=True)
def sent(database: None) -> None:
    """One parcel waits to be delivered."""
    courier.delivered.clear()
    courier.failed.clear()
    courier.way = lambda subject_id: None
    enqueue(PARCEL, SUBJECT)


def work() -> Work:
    return Work.objects.get()


def refuse(subject_id: UUID) -> None:
    raise DeliveryFailed("The other side answered 503.")


def test_what_is_due_is_delivered_once() -> None:
    assert deliver_step() == 0
    assert deliver_step() == IDLE_REST_SECONDS
    assert courier.delivered == [SUBJECT]
    assert (work().state, work().lease_token) == (Work.State.DONE, None)
    assert work().finished_at is not None


def test_what_shall_be_done_again_waits_until_then_with_all_its_attempts() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    courier.way = lambda subject_id: tomorrow
    deliver_step()
    assert deliver_step() == IDLE_REST_SECONDS
    assert (work().state, work().due_at, work().attempts) == (Work.State.PENDING, tomorrow, 0)
    pass_time(24 * 3600)
    deliver_step()
    assert courier.delivered == [SUBJECT, SUBJECT]


def test_a_failed_delivery_leaves_nothing_behind_and_is_tried_again_later() -> None:
    def write_and_fail(subject_id: UUID) -> None:
        record_event("delivery.begun")
        refuse(subject_id)

    courier.way = write_and_fail
    deliver_step()
    assert not Event.objects.exists()
    assert (work().state, work().attempts) == (Work.State.PENDING, 1)
    assert work().last_error == "The other side answered 503."
    assert deliver_step() == IDLE_REST_SECONDS
    pass_time(RETRY_DELAYS[0])
    courier.way = lambda subject_id: None
    deliver_step()
    assert work().state == Work.State.DONE


def test_after_five_failed_deliveries_it_is_given_up_visibly() -> None:
    courier.way = refuse
    for _ in range(MAX_ATTEMPTS + 1):
        deliver_step()
        pass_time(RETRY_DELAYS[-1])
    assert courier.delivered == [SUBJECT] * MAX_ATTEMPTS
    fail_hopeless()
    assert work().state == Work.State.FAILED
    assert courier.failed == [SUBJECT]


def divide_by_zero(subject_id: UUID) -> None:
    record_event("delivery.begun")
    raise ZeroDivisionError


def write_what_postgres_refuses(subject_id: UUID) -> None:
    record_event("delivery.begun")
    Work.objects.filter(subject_id=subject_id).update(last_error="NUL: \0")


@pytest.mark.parametrize("way", [divide_by_zero, write_what_postgres_refuses])
def test_a_delivery_that_breaks_is_tried_again_and_ends_nothing_else(way: Delivery) -> None:
    courier.way = way
    assert deliver_step() == 0
    assert not Event.objects.exists()
    assert (work().state, work().attempts) == (Work.State.PENDING, 1)
    assert work().last_error.startswith("It broke (")
    courier.way = lambda subject_id: None
    pass_time(RETRY_DELAYS[0])
    deliver_step()
    assert (work().state, work().attempts) == (Work.State.DONE, 2)


def test_a_database_that_goes_away_is_the_loops_to_wait_for() -> None:
    def lose_the_database(subject_id: UUID) -> None:
        raise OperationalError("the connection is closed")

    courier.way = lose_the_database
    with pytest.raises(OperationalError):
        deliver_step()
    assert (work().state, work().attempts) == (Work.State.LEASED, 1)
    assert deliver_step() == IDLE_REST_SECONDS
    pass_time(LEASE_SECONDS)
    expire_leases()
    pass_time(RETRY_DELAYS[0])
    courier.way = lambda subject_id: None
    deliver_step()
    assert (work().state, work().attempts) == (Work.State.DONE, 2)


def test_what_recurs_is_tried_again_an_hour_after_it_was_given_up() -> None:
    enqueue(ROUND, SUBJECT)
    courier.way = refuse
    for _ in range(MAX_ATTEMPTS + 1):
        deliver_step()
        deliver_step()
        pass_time(RETRY_DELAYS[-1])
    fail_hopeless()
    rows = Work.objects.order_by("id")
    assert [row.state for row in rows] == [Work.State.FAILED] * 2
    assert revive_recurring() == 0
    pass_time(REVIVED_AFTER.total_seconds())
    assert revive_recurring() == 1
    parcel, round_ = rows.all()
    assert parcel.state == Work.State.FAILED
    assert (round_.state, round_.attempts, round_.finished_at) == (Work.State.PENDING, 0, None)


def test_what_is_asked_for_while_it_is_delivered_is_delivered_once_more() -> None:
    courier.way = lambda subject_id: enqueue(PARCEL, SUBJECT)
    deliver_step()
    assert (work().state, work().attempts) == (Work.State.PENDING, 0)
    courier.way = lambda subject_id: None
    deliver_step()
    assert courier.delivered == [SUBJECT, SUBJECT]
    assert work().state == Work.State.DONE


def test_a_lease_lost_under_way_leaves_the_row_to_its_new_holder() -> None:
    holders: list[Claim | None] = []

    def take_too_long(subject_id: UUID) -> None:
        holders.extend(at_once(lose_lease_to_another, 1))
        refuse(subject_id)

    courier.way = take_too_long
    deliver_step()
    (holder,) = holders
    assert holder is not None
    assert (work().state, work().lease_token) == (Work.State.LEASED, holder.token)


def lose_lease_to_another() -> Claim | None:
    pass_time(LEASE_SECONDS)
    expire_leases()
    pass_time(RETRY_DELAYS[0])
    return claim(DELIVERY_LANE, 1, tried=True)


def test_several_parcels_are_delivered_one_by_one() -> None:
    enqueue(PARCEL, uuid4())
    enqueue(PARCEL, uuid4())
    assert [deliver_step() for _ in range(4)] == [0, 0, 0, IDLE_REST_SECONDS]
    assert len(set(courier.delivered)) == 3


@pytest.mark.parametrize("way", [lambda subject_id: None, refuse])
def test_no_step_reads_through_all_that_was_done_before(way: Delivery) -> None:
    courier.way = way
    with CaptureQueriesContext(connection) as asked:
        deliver_step()
    assert courier.delivered == [SUBJECT]
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        for query in asked:
            if "dispatch_work" in query["sql"]:
                cursor.execute(f"EXPLAIN {query['sql']}")
                plan = "\n".join(row[0] for row in cursor.fetchall())
                assert "Seq Scan on dispatch_work" not in plan, plan
        cursor.execute("RESET enable_seqscan")

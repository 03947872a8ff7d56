"""The broker of one process: everything arrives, at once, and nobody looks for it in vain."""

from __future__ import annotations

import threading
import time
from queue import Queue
from uuid import uuid4

import pytest
from kombu import Connection, Consumer, Exchange
from kombu import Queue as MailBox
from kombu.transport import memory

from config import celery

FAR_TOO_LONG = 20.0
A_WHILE = 0.5

assert celery  # it gives `memory://` its meaning


@pytest.fixture
def mail_box() -> MailBox:
    return MailBox(f"box-{uuid4()}", Exchange(f"exchange-{uuid4()}"), routing_key="key")


@pytest.fixture
def fanout() -> MailBox:
    return MailBox(f"box-{uuid4()}", Exchange(f"exchange-{uuid4()}", type="fanout"))


class Receiver:
    """A thread that receives until it is stopped; `received` has what came and when it did."""

    def __init__(self, mail_box: MailBox) -> None:
        self.received: Queue[tuple[object, float]] = Queue()
        self._mail_box = mail_box
        self._ready = threading.Event()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._receive, daemon=True)

    def __enter__(self) -> Receiver:
        self._thread.start()
        assert self._ready.wait(FAR_TOO_LONG)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(FAR_TOO_LONG)

    def _receive(self) -> None:
        with (
            Connection("memory://") as connection,
            Consumer(connection, self._mail_box, callbacks=[self._note], no_ack=True),
        ):
            self._ready.set()
            while not self._stop.is_set():
                try:
                    connection.drain_events(timeout=A_WHILE)
                except TimeoutError:
                    continue

    def _note(self, body: object, message: object) -> None:
        self.received.put((body, time.monotonic()))


def send(mail_box: MailBox, *bodies: object) -> None:
    with Connection("memory://") as connection, connection.Producer() as producer:
        for body in bodies:
            producer.publish(
                body,
                exchange=mail_box.exchange,
                routing_key=mail_box.routing_key,
                declare=[mail_box],
            )


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of queues, one for each time that somebody looked into one."""
    seen: list[str] = []
    look = memory.Channel._get

    def look_and_note(channel: memory.Channel, queue: str, timeout: float | None = None) -> object:
        seen.append(queue)
        return look(channel, queue, timeout)

    monkeypatch.setattr(memory.Channel, "_get", look_and_note)
    return seen


def test_a_message_wakes_whoever_waits_for_it(mail_box: MailBox) -> None:
    with Receiver(mail_box) as receiver:
        time.sleep(A_WHILE / 5)
        send(mail_box, "first")
        body, _ = receiver.received.get(timeout=FAR_TOO_LONG)
    assert body == "first"


def test_all_messages_arrive_in_their_order(mail_box: MailBox) -> None:
    with Receiver(mail_box) as receiver:
        send(mail_box, *range(500))
        received = [receiver.received.get(timeout=FAR_TOO_LONG)[0] for _ in range(500)]
    assert received == list(range(500))


def test_what_came_before_anybody_waited_is_there(mail_box: MailBox) -> None:
    send(mail_box, "early")
    with Receiver(mail_box) as receiver:
        assert receiver.received.get(timeout=FAR_TOO_LONG)[0] == "early"


def test_what_is_told_to_everybody_wakes_them_too(fanout: MailBox) -> None:
    with Receiver(fanout) as receiver:
        time.sleep(A_WHILE / 5)
        send(fanout, "everybody")
        assert receiver.received.get(timeout=FAR_TOO_LONG)[0] == "everybody"


def test_who_waits_does_not_look_again_and_again(mail_box: MailBox, looks: list[str]) -> None:
    with Receiver(mail_box):
        time.sleep(2 * A_WHILE)
    # Once when it begins to wait and once when its time is over, a few times over.
    assert 1 <= looks.count(mail_box.name) <= 8


def test_who_waits_in_vain_is_told_so(mail_box: MailBox) -> None:
    with (
        Connection("memory://") as connection,
        Consumer(connection, mail_box, no_ack=True),
        pytest.raises(TimeoutError),
    ):
        connection.drain_events(timeout=0.01)

"""The broker of one process: everything arrives, at once, and nobody looks for it in vain."""

from __future__ import annotations

import threading
import time
from queue import Queue
from uuid import uuid4

import pytest
from kombu import Connection, Consumer, Exchange
from kombu import Queue as MailBox

from config import celery

FAR_TOO_LONG = 20.0
A_MOMENT = 0.1

assert celery  # it gives `memory://` its meaning


@pytest.fixture(autouse=True)
def nobody_looks_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """kombu's own way to wait is refused: a receiver that took it would end at once."""

    def refuse(seconds: float) -> None:
        raise AssertionError(f"somebody sleeps {seconds} s, to look again then")

    monkeypatch.setattr("kombu.transport.virtual.base.sleep", refuse)


@pytest.fixture
def mail_box() -> MailBox:
    return MailBox(f"box-{uuid4()}", Exchange(f"exchange-{uuid4()}"), routing_key="key")


@pytest.fixture
def fanout() -> MailBox:
    return MailBox(f"box-{uuid4()}", Exchange(f"exchange-{uuid4()}", type="fanout"))


class Receiver:
    """A thread that waits for messages, each time as long as it takes; `received` has them."""

    def __init__(self, mail_box: MailBox) -> None:
        self.received: Queue[object] = Queue()
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
        send(self._mail_box, "the end")
        self._thread.join(FAR_TOO_LONG)

    def _receive(self) -> None:
        with (
            Connection("memory://") as connection,
            Consumer(connection, self._mail_box, callbacks=[self._note], no_ack=True),
        ):
            self._ready.set()
            while not self._stop.is_set():
                connection.drain_events(timeout=2 * FAR_TOO_LONG)

    def _note(self, body: object, message: object) -> None:
        self.received.put(body)


def send(mail_box: MailBox, *bodies: object) -> None:
    with Connection("memory://") as connection, connection.Producer() as producer:
        for body in bodies:
            producer.publish(
                body,
                exchange=mail_box.exchange,
                routing_key=mail_box.routing_key,
                declare=[mail_box],
            )


def test_a_message_wakes_whoever_waits_for_it(mail_box: MailBox) -> None:
    with Receiver(mail_box) as receiver:
        time.sleep(A_MOMENT)
        send(mail_box, "first")
        assert receiver.received.get(timeout=FAR_TOO_LONG) == "first"


def test_all_messages_arrive_in_their_order(mail_box: MailBox) -> None:
    with Receiver(mail_box) as receiver:
        send(mail_box, *range(500))
        received = [receiver.received.get(timeout=FAR_TOO_LONG) for _ in range(500)]
    assert received == list(range(500))


def test_what_came_before_anybody_waited_is_there(mail_box: MailBox) -> None:
    send(mail_box, "early")
    with Receiver(mail_box) as receiver:
        assert receiver.received.get(timeout=FAR_TOO_LONG) == "early"


def test_what_is_told_to_everybody_wakes_them_too(fanout: MailBox) -> None:
    with Receiver(fanout) as receiver:
        time.sleep(A_MOMENT)
        send(fanout, "everybody")
        assert receiver.received.get(timeout=FAR_TOO_LONG) == "everybody"


def test_who_waits_in_vain_is_told_so(mail_box: MailBox) -> None:
    with (
        Connection("memory://") as connection,
        Consumer(connection, mail_box, no_ack=True),
        pytest.raises(TimeoutError),
    ):
        connection.drain_events(timeout=0.01)

"""A rush: sixteen callers send two hundred messages, and some rate the answers."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle, islice
from uuid import UUID

import httpx

from config.services.processes import wait_until
from tests.acceptance.callers import Contact

CALLERS = 16
MESSAGES = 200
CONVERSATIONS = 40
# Messages in a row in one conversation, sent at about the same time by different callers.
BURSTS = (1, 1, 3, 1, 2, 1, 5)
PAUSE_SECONDS = 0.5
RATED_ONE_IN = 4
# A word that must never be in a log.
SECRET_WORD = "zanzibarquokka"
TEXTS = (
    f"Where is my order FL-10432? My dog is called {SECRET_WORD}.",
    f"How long does delivery to {SECRET_WORD} take?",
    f"I was charged twice, {SECRET_WORD}!!! This is not good",
    f"{SECRET_WORD} wants to talk to a person",
    f"Do you have gift cards for {SECRET_WORD}",
)


class Rush:
    """`accepted`: the ids of the messages answered with 2xx. `refused`: all other answers."""

    def __init__(self, address: str) -> None:
        self.contacts = [Contact.begin(address) for _ in range(CONVERSATIONS)]
        self.accepted: list[UUID] = []
        self.rated: list[UUID] = []
        self.refused: list[httpx.Response] = []

    @property
    def conversations(self) -> list[UUID]:
        return [UUID(contact.conversation) for contact in self.contacts]

    def count_refused(self) -> dict[int, int]:
        """How often each status was given."""
        return dict(Counter(answer.status_code for answer in self.refused))

    def run(self, halfway: Callable[[], None]) -> None:
        """Send everything; call `halfway` once half of it is sent."""
        with ThreadPoolExecutor(CALLERS) as callers:
            sent = [
                callers.submit(self._send, number, contact)
                for number, contact in enumerate(self._contacts_in_order())
            ]
            wait_until(lambda: sum(each.done() for each in sent) >= MESSAGES // 2, 60)
            halfway()
            for each in sent:
                each.result()

    def _contacts_in_order(self) -> list[Contact]:
        bursts = zip(cycle(self.contacts), cycle(BURSTS))
        order = (contact for contact, length in bursts for _ in range(length))
        return list(islice(order, MESSAGES))

    def _send(self, number: int, contact: Contact) -> None:
        answer = contact.write(TEXTS[number % len(TEXTS)])
        if answer.status_code in {200, 202}:
            message = UUID(answer.json()["id"])
            self.accepted.append(message)
            if number % RATED_ONE_IN == 0:
                self._rate(contact, message)
        else:
            self.refused.append(answer)
        time.sleep(PAUSE_SECONDS)

    def _rate(self, contact: Contact, message: UUID) -> None:
        body = {"rating": "up", "comment": f"Thanks from {SECRET_WORD}"}
        answer = contact.http.post(f"/messages/{message}/feedback", json=body)
        if answer.status_code == 200:
            self.rated.append(message)
        else:
            self.refused.append(answer)

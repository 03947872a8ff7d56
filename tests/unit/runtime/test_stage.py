"""The frame around a task, without the database that failures are written to."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from celery.exceptions import Ignore
from sqlalchemy.exc import OperationalError

from workers.contracts.envelopes import (
    ADDED_FIELDS,
    VERSION,
    Envelope,
    MessagesAnalyzed,
    WorkClaimed,
)
from workers.contracts.payloads import (
    Language,
    MessageAnalyzed,
    Need,
    ScoredLabel,
    SentimentScore,
    TextFeatures,
)
from workers.contracts.pipelines import Queue, Step
from workers.errors import PermanentError, ServiceAwayError, TransientError
from workers.runtime import stage
from workers.runtime.stage import stage_task

TOKEN = uuid4()
TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


INTENTS = (ScoredLabel(label="greeting", confidence=0.9),)
MESSAGE = MessageAnalyzed(
    work_id=1,
    message_id=uuid4(),
    conversation_id=uuid4(),
    text="Hello",
    earlier_text="",
    alignment=(),
    language=Language(label="en", confidence=1),
    entities=(),
    features=TextFeatures(words=1, questions=0, exclamations=0, shouting=0, asks_for_person=False),
    written_at=datetime(2024, 11, 20, tzinfo=UTC),
    zone="Europe/Berlin",
    intents=INTENTS,
    sentiment=SentimentScore(label="neutral", score=0),
    embedding="",
    encoder="encoder",
    model_version="version",
    needs=(Need(text="Hello", intents=INTENTS, embedding=""),),
)


class Ledger:
    """Stands where the database does: who was let go, and how."""

    def __init__(self) -> None:
        self.let_go: list[tuple[str, tuple[int, ...], str]] = []

    def begin(self) -> nullcontext[None]:
        return nullcontext()

    def retry_later(self, _: None, token: object, work_ids: tuple[int, ...], error: str) -> None:
        assert token == TOKEN
        self.let_go.append(("later", work_ids, error))

    def undo_start(self, _: None, token: object, work_ids: tuple[int, ...], error: str) -> None:
        assert token == TOKEN
        self.let_go.append(("unspent", work_ids, error))

    def give_up(self, _: None, token: object, work_ids: tuple[int, ...], error: str) -> None:
        assert token == TOKEN
        self.let_go.append(("never", work_ids, error))


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Ledger:
    ledger = Ledger()
    monkeypatch.setattr(stage, "engine", lambda: ledger)
    monkeypatch.setattr(stage, "work", ledger)
    return ledger


class Echo:
    """A stage that returns its items and fails on some."""

    def __init__(self, failures: dict[int, Exception] | None = None) -> None:
        self.failures = failures or {}
        self.seen: list[tuple[int, ...]] = []

    def __call__(self, claimed: WorkClaimed) -> Sequence[int]:
        self.seen.append(claimed.items)
        for item in claimed.items:
            if item in self.failures:
                raise self.failures[item]
        return claimed.items

    def run(self, *items: int, outgoing: type[Envelope] | None = WorkClaimed) -> Any:
        envelope = WorkClaimed(
            lease_token=TOKEN, traceparent=TRACE, timings_ms={"earlier": 1.5}, items=items
        )
        # A name is registered once.
        step = Step(f"tests.{uuid4()}", Queue.PREPROCESSING)
        return stage_task(step, WorkClaimed, outgoing)(self)(envelope.model_dump(mode="json"))


def test_what_comes_out_travels_on_with_lease_trace_and_times(ledger: Ledger) -> None:
    passed = WorkClaimed.model_validate(Echo().run(1, 2))
    assert (passed.lease_token, passed.traceparent, passed.items) == (TOKEN, TRACE, (1, 2))
    assert passed.timings_ms["earlier"] == 1.5
    assert passed.timings_ms["preprocessing"] >= 0
    assert ledger.let_go == []


def test_a_chain_stays_in_the_version_that_it_began_with(ledger: Ledger) -> None:
    envelope = WorkClaimed(version=VERSION - 1, lease_token=TOKEN, items=(1,))
    step = Step(f"tests.{uuid4()}", Queue.INFERENCE)
    passed = stage_task(step, WorkClaimed, MessagesAnalyzed)(lambda claimed: [MESSAGE])(
        envelope.model_dump(mode="json")
    )
    assert passed is not None
    assert passed["version"] == VERSION - 1
    (item,) = passed["items"]
    assert set(MESSAGE.model_dump()) - set(item) == ADDED_FIELDS[VERSION]
    assert MessagesAnalyzed.model_validate(passed).items[0].text == MESSAGE.text


@pytest.mark.parametrize("bad", [1, 2, 3])
def test_a_bad_item_fails_alone(ledger: Ledger, bad: int) -> None:
    echo = Echo({bad: TransientError("Not now.")})
    passed = echo.run(1, 2, 3)
    assert passed["items"] == [item for item in (1, 2, 3) if item != bad]
    assert ledger.let_go == [("later", (bad,), "Not now.")]
    assert echo.seen == [(1, 2, 3), (1,), (2,), (3,)]


def test_each_of_several_bad_items_has_its_own_reason(ledger: Ledger) -> None:
    echo = Echo({1: PermanentError("Never."), 3: ValueError("a customer's words")})
    assert echo.run(1, 2, 3)["items"] == [2]
    assert ledger.let_go == [("never", (1,), "Never."), ("later", (3,), "ValueError")]


def test_a_database_that_is_away_is_not_asked_once_for_each_item(ledger: Ledger) -> None:
    echo = Echo({2: OperationalError("SELECT 1", {}, Exception("gone"))})
    with pytest.raises(Ignore):
        echo.run(1, 2, 3)
    assert echo.seen == [(1, 2, 3)]
    assert ledger.let_go == [("later", (1, 2, 3), "OperationalError")]


@pytest.mark.parametrize(("begun", "how"), [(False, "unspent"), (True, "later")])
def test_a_service_that_is_away_costs_an_attempt_only_when_it_had_begun(
    ledger: Ledger, begun: bool, how: str
) -> None:
    echo = Echo({2: ServiceAwayError("It is away.", begun=begun)})
    with pytest.raises(Ignore):
        echo.run(1, 2, 3)
    assert echo.seen == [(1, 2, 3)]
    assert ledger.let_go == [(how, (1, 2, 3), "It is away.")]


def test_a_connection_that_a_restart_broke_costs_nothing(ledger: Ledger) -> None:
    broken = [OperationalError("SELECT 1", {}, Exception("gone"), connection_invalidated=True)]

    class Reconnecting(Echo):
        def __call__(self, claimed: WorkClaimed) -> Sequence[int]:
            if broken:
                raise broken.pop()
            return super().__call__(claimed)

    assert Reconnecting().run(1, 2)["items"] == [1, 2]
    assert ledger.let_go == []


def test_a_second_broken_connection_is_a_database_that_is_away(ledger: Ledger) -> None:
    gone = OperationalError("SELECT 1", {}, Exception("gone"), connection_invalidated=True)
    with pytest.raises(Ignore):
        Echo({1: gone}).run(1, 2)
    assert ledger.let_go == [("later", (1, 2), "OperationalError")]


def test_a_chain_with_nothing_left_ends(ledger: Ledger) -> None:
    with pytest.raises(Ignore):
        Echo({1: TransientError("Not now.")}).run(1)


def test_the_last_stage_passes_nothing_on(ledger: Ledger) -> None:
    assert Echo().run(1, outgoing=None) is None

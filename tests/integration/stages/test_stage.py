"""What is around every task: versions, bad items, leases."""

from __future__ import annotations

from typing import Any

import pytest
from celery.exceptions import Ignore
from django.utils import timezone

from apps.conversations.actions import receive_message
from apps.conversations.models import Conversation, Inbox, Message
from apps.dispatch.claiming import claim, expire_leases
from apps.dispatch.models import Work
from tests.integration.stages.chains import (
    TASKS,
    claim_all,
    facts_of,
    payload_of,
    recommend_all,
    run,
    run_lane,
    understand_all,
    write,
)
from workers.contracts.envelopes import VERSION
from workers.contracts.leases import MAX_ATTEMPTS
from workers.contracts.payloads import TextFeatures
from workers.contracts.pipelines import Lane
from workers.errors import PermanentError, ServiceAwayError, TransientError
from workers.preprocessing import cleaning
from workers.preprocessing.features import describe
from workers.preprocessing.tasks import preprocess_messages


def work_of(message: Message) -> Work:
    return Work.objects.get(kind="message", subject_id=message.id)


def fail_on_poison(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def describe_or_fail(text: str) -> TextFeatures:
        if "poison" in text:
            raise error
        return describe(text)

    monkeypatch.setattr(cleaning, "describe", describe_or_fail)


@pytest.mark.parametrize("hop", [0, 1, 2])
def test_an_unknown_contract_version_gives_the_claim_back(company: Inbox, hop: int) -> None:
    message = write(company, "Where is my parcel?")
    payload: Any = run(TASKS[Lane.LIVE][:hop], payload_of(claim_all(Lane.LIVE)))
    attempts = work_of(message).attempts
    with pytest.raises(Ignore):
        TASKS[Lane.LIVE][hop]({**payload, "version": VERSION + 1})
    work = work_of(message)
    assert (work.state, work.lease_token, work.attempts) == (Work.State.PENDING, None, attempts)
    assert f"version {VERSION + 1}" in work.last_error
    assert work.due_at > timezone.now()
    Work.objects.filter(id=work.id).delete()


def test_the_version_before_is_understood(company: Inbox) -> None:
    message = write(company, "Where is my parcel?")
    run(TASKS[Lane.LIVE], {**payload_of(claim_all(Lane.LIVE)), "version": VERSION - 1})
    assert facts_of(message).state == Work.State.DONE


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (TransientError("The model is away."), "The model is away."),
        (ValueError("it said: poison"), "ValueError"),
    ],
)
def test_a_bad_message_fails_alone_and_is_due_again(
    company: Inbox, monkeypatch: pytest.MonkeyPatch, error: Exception, reason: str
) -> None:
    good, bad = write(company, "Where is my parcel?"), write(company, "poison")
    fail_on_poison(monkeypatch, error)
    run_lane(Lane.LIVE)
    assert facts_of(good).state == Work.State.DONE
    work = work_of(bad)
    assert (work.state, work.lease_token, work.last_error) == (Work.State.PENDING, None, reason)
    assert 0 < work.attempts < MAX_ATTEMPTS
    assert work.due_at > timezone.now()
    Work.objects.filter(id=work.id).delete()


@pytest.mark.parametrize(("begun", "attempts"), [(False, 0), (True, 1)])
def test_a_service_that_is_away_costs_an_attempt_only_when_it_had_begun(
    company: Inbox, monkeypatch: pytest.MonkeyPatch, begun: bool, attempts: int
) -> None:
    messages = [write(company, "Where is my parcel?"), write(company, "poison")]
    fail_on_poison(monkeypatch, ServiceAwayError("It is away.", begun=begun))
    run_lane(Lane.LIVE)
    for work in map(work_of, messages):
        assert (work.state, work.lease_token) == (Work.State.PENDING, None)
        assert (work.attempts, work.last_error) == (attempts, "It is away.")
        assert work.due_at > timezone.now()
        Work.objects.filter(id=work.id).delete()


def test_what_will_never_go_well_has_no_attempts_left(
    company: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = write(company, "poison")
    fail_on_poison(monkeypatch, PermanentError("Nobody can read this."))
    run_lane(Lane.LIVE)
    work = work_of(bad)
    assert (work.attempts, work.last_error) == (MAX_ATTEMPTS, "Nobody can read this.")
    assert (work.state, work.lease_token) == (Work.State.PENDING, None)
    Work.objects.filter(id=work.id).delete()


@pytest.mark.parametrize("hop", [0, 1, 2])
def test_a_chain_whose_lease_is_lost_ends_and_writes_nothing(company: Inbox, hop: int) -> None:
    first = write(company, "Where is my parcel?")
    payload: Any = run(TASKS[Lane.LIVE][:hop], payload_of(claim_all(Lane.LIVE)))
    second = receive_message(first.conversation_id, "Hello?")
    assert run(TASKS[Lane.LIVE][hop:], payload) is None
    assert facts_of(first).state == Work.State.SUPERSEDED
    assert facts_of(first).prediction is None
    run_lane(Lane.LIVE)
    assert facts_of(second).state == Work.State.DONE


def test_a_message_that_was_erased_leaves_no_work_behind(company: Inbox) -> None:
    message = write(company, "Where is my parcel?")
    Conversation.objects.get(id=message.conversation_id).delete()
    run_lane(Lane.LIVE)
    assert work_of(message).state == Work.State.DONE


def test_a_message_erased_on_the_way_is_done_with_when_its_lease_ends(company: Inbox) -> None:
    message = write(company, "Where is my parcel?")
    payload = understand_all()
    Conversation.objects.get(id=message.conversation_id).delete()
    recommend_all(payload)
    for _ in ("the lease ends", "the rest before the next attempt ends"):
        Work.objects.filter(subject_id=message.id).update(due_at=timezone.now())
        expire_leases()
    claimed = claim(Lane.LIVE, 1, tried=True)
    assert claimed is not None
    run(TASKS[Lane.LIVE], payload_of(claimed))
    assert work_of(message).state == Work.State.DONE


def test_a_broken_payload_does_not_repeat_what_a_customer_wrote(company: Inbox) -> None:
    message = write(company, "Rumpelstiltskin")
    payload: Any = preprocess_messages(payload_of(claim_all(Lane.LIVE)))
    payload["items"][0] = {"text": payload["items"][0]["text"]}
    with pytest.raises(ValueError, match="language") as refusal:
        TASKS[Lane.LIVE][1](payload)
    assert "Rumpelstiltskin" not in str(refusal.value)
    Work.objects.filter(subject_id=message.id).delete()

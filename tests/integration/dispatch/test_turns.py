"""Bursts: a contact's messages since the last answer are one turn, answered once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from apps.assist.models import Prediction
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.models import Message, SenderType
from apps.dispatch.actions import TURN_RESTARTS, TURN_SECONDS
from apps.dispatch.claiming import Claim, claim, expire_leases, fail_hopeless
from apps.dispatch.models import Event, Work
from apps.dispatch.redrive import redrive
from tests.factories import make_message
from tests.integration.dispatch import chains
from tests.integration.dispatch.passing import pass_time
from workers.contracts.leases import LEASE_SECONDS
from workers.contracts.pipelines import Lane


@pytest.fixture
def first() -> Message:
    return make_message("Hello")


def follow(message: Message, text: str = "And one more thing") -> Message:
    return receive_message(message.conversation_id, text)


def claim_turn() -> Claim:
    claimed = claim(Lane.LIVE, 64, tried=False)
    assert claimed is not None
    assert len(claimed.work_ids) == 1
    return claimed


def work(message: Message) -> Work:
    return Work.objects.get(kind="message", subject_id=message.id)


def bot_replies() -> list[UUID | None]:
    said = Message.objects.filter(sender_type=SenderType.BOT)
    return list(said.values_list("in_reply_to", flat=True))


def events(kind: str) -> list[tuple[UUID | None, dict[str, Any]]]:
    return list(Event.objects.filter(kind=kind).order_by("id").values_list("message_id", "data"))


def test_a_message_has_its_time_whatever_the_clock_of_the_web_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    an_hour_ago = timezone.now() - timedelta(hours=1)
    monkeypatch.setattr(timezone, "now", lambda: an_hour_ago)
    first = make_message("Hello")
    claim_turn()
    second = follow(first)
    assert fail_hopeless() == 0
    assert (work(first).state, work(second).turn_restarts) == (Work.State.SUPERSEDED, 1)
    Work.objects.filter(id=work(second).id).update(state=Work.State.FAILED)
    assert redrive(work(second).id) == ""
    assert claim_turn().subject_ids == (second.id,)


def test_a_burst_is_answered_once_with_all_its_words(first: Message) -> None:
    second = follow(first, "Where is it?")
    third = follow(first, "My parcel")
    claimed = claim_turn()
    assert claimed.subject_ids == (third.id,)
    (cleaned,) = chains.preprocess(chains.claimed_payload(claimed)).items
    assert cleaned.turn_text == "Hello\nWhere is it?\nMy parcel"
    assert work(third).size == len("HelloWhere is it?My parcel")
    assert (work(first).state, work(first).superseded_by) == (Work.State.SUPERSEDED, second.id)
    assert (work(second).state, work(second).superseded_by) == (Work.State.SUPERSEDED, third.id)
    assert events("message.superseded") == [
        (first.id, {"superseded_by": str(second.id)}),
        (second.id, {"superseded_by": str(third.id)}),
    ]


def test_a_turn_begins_after_the_last_answer(first: Message) -> None:
    chains.run_chain(claim_turn(), "auto_reply")
    assert bot_replies() == [first.id]
    follow(first, "Thank you")
    (cleaned,) = chains.preprocess(chains.claimed_payload(claim_turn())).items
    assert cleaned.turn_text == "Thank you"


def test_a_newer_message_interrupts_the_run_which_then_writes_nothing(first: Message) -> None:
    running = claim_turn()
    analyzed = chains.analyze(chains.preprocess(chains.claimed_payload(running)))
    decided = chains.decide(analyzed, {}, "auto_reply")
    second = follow(first)
    assert chains.write(running.token, decided) == set()
    assert chains.analyze(chains.preprocess(chains.claimed_payload(running))).items == ()
    assert not Prediction.objects.exists()
    assert claim_turn().subject_ids == (second.id,)


def test_a_turn_is_restarted_three_times_and_then_left_to_run(first: Message) -> None:
    latest = first
    for _ in range(TURN_RESTARTS):
        claim_turn()
        latest = follow(latest)
    running = claim_turn()
    waiting = follow(latest)
    assert work(latest).state == Work.State.LEASED
    assert claim(Lane.LIVE, 64, tried=False) is None
    chains.run_chain(running, "auto_reply")
    assert bot_replies() == []
    assert work(latest).state == Work.State.DONE
    assert chains.run_chain(claim_turn(), "auto_reply") == {work(waiting).id}
    assert bot_replies() == [waiting.id]


def test_waiting_messages_are_joined_without_spending_restarts(first: Message) -> None:
    latest = first
    for _ in range(TURN_RESTARTS + 2):
        latest = follow(latest)
    claim_turn()
    follow(latest)
    assert work(latest).state == Work.State.SUPERSEDED


@pytest.mark.parametrize(
    ("age", "state"),
    [(TURN_SECONDS - 2, Work.State.SUPERSEDED), (TURN_SECONDS, Work.State.LEASED)],
)
def test_a_turn_is_restarted_in_its_first_ten_seconds_only(
    first: Message, age: int, state: str
) -> None:
    claim_turn()
    pass_time(age)
    follow(first)
    assert work(first).state == state


def test_the_age_of_a_turn_is_that_of_its_first_message(first: Message) -> None:
    pass_time(TURN_SECONDS)
    second = follow(first)
    claim_turn()
    follow(first)
    assert work(second).state == Work.State.LEASED


def test_what_waited_behind_a_lost_lease_belongs_to_the_turn_answered_next(first: Message) -> None:
    claim_turn()
    pass_time(TURN_SECONDS)
    second = follow(first)
    pass_time(LEASE_SECONDS)
    expire_leases()
    chains.run_chain(claim_turn(), "auto_reply")
    assert bot_replies() == [second.id]
    assert (work(first).state, work(first).superseded_by) == (Work.State.SUPERSEDED, second.id)
    assert events("message.superseded") == [(first.id, {"superseded_by": str(second.id)})]


def test_after_an_agents_answer_suggestions_are_kept_and_the_bot_is_silent(first: Message) -> None:
    running = claim_turn()
    send_reply(first.conversation_id, None, "I am on it.")
    chains.run_chain(running, "auto_reply")
    prediction = Prediction.objects.get(message=first)
    assert prediction.decision == "suggest"
    assert prediction.suggestions.count() == len(chains.CANDIDATES)
    assert bot_replies() == []
    assert work(first).state == Work.State.DONE


def test_after_a_hand_off_the_bot_is_silent_for_good(first: Message) -> None:
    chains.run_chain(claim_turn(), "hand_off")
    second = follow(first)
    chains.run_chain(claim_turn(), "auto_reply")
    assert Prediction.objects.get(message=second).decision == "suggest"
    assert bot_replies() == []


def test_a_chain_that_is_run_twice_writes_once(first: Message) -> None:
    running = claim_turn()
    analyzed = chains.analyze(chains.preprocess(chains.claimed_payload(running)))
    decided = chains.decide(analyzed, {}, "auto_reply")
    assert chains.write(running.token, decided) == {work(first).id}
    assert chains.write(running.token, decided) == set()
    assert bot_replies() == [first.id]
    assert events("message.done") == [(first.id, {"decision": "auto_reply"})]


def test_conversations_do_not_wait_for_one_another(first: Message) -> None:
    claim_turn()
    other = make_message()
    assert claim_turn().subject_ids == (other.id,)

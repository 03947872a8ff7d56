"""Another try for what failed, and lanes that rest: with dispatchers and people at it at once."""

from __future__ import annotations

import pytest

from apps.conversations.actions import receive_message, send_reply
from apps.conversations.models import Message, SenderType
from apps.dispatch.claiming import claim
from apps.dispatch.deliverer import deliver_step
from apps.dispatch.dispatcher import Dispatcher
from apps.dispatch.kinds import DELIVERY_LANE, Kind, register
from apps.dispatch.loops import IDLE_REST_SECONDS
from apps.dispatch.models import PausedLane, Work
from apps.dispatch.pausing import pause_lane, resume_lane
from apps.dispatch.redrive import redrive, redrive_each
from apps.dispatch.upkeep import Upkeep
from tests.factories import beat, make_message
from tests.integration.dispatch import chains
from tests.integration.dispatch.passing import pass_time
from tests.integration.dispatch.threads import at_once, beside
from workers.contracts.pipelines import Lane

DEADLINE_SECONDS = 600


def work(message: Message) -> Work:
    return Work.objects.get(kind="message", subject_id=message.id)


@pytest.fixture
def failed() -> Message:
    message = make_message()
    pass_time(DEADLINE_SECONDS)
    Upkeep().step()
    assert work(message).state == Work.State.FAILED
    return message


def test_many_who_ask_at_once_give_it_one_try(failed: Message) -> None:
    work_id = work(failed).id
    answers = at_once(lambda: redrive(work_id), 8)
    assert sorted(answers) == ["", *["It is no longer failed."] * 7]
    assert work(failed).state == Work.State.PENDING


def test_a_try_and_an_agent_s_answer_at_once_never_wait_for_each_other(failed: Message) -> None:
    work_id = work(failed).id
    with (
        beside(lambda: send_reply(failed.conversation_id, None, "I am on it.")),
        beside(lambda: receive_message(failed.conversation_id, "Hello?")),
    ):
        redrive(work_id)
    assert work(failed).state in {Work.State.FAILED, Work.State.PENDING, Work.State.SUPERSEDED}


def test_no_bot_answers_where_the_conversation_moved_on_before_the_second_try(
    failed: Message,
) -> None:
    assert redrive_each([work(failed).id]).count == 1
    claimed = claim(Lane.LIVE, 64, tried=False)
    assert claimed is not None
    send_reply(failed.conversation_id, None, "I am on it.")
    chains.run_chain(claimed, "auto_reply")
    assert work(failed).state == Work.State.DONE
    assert not Message.objects.filter(sender_type=SenderType.BOT).exists()


def test_a_paused_lane_is_not_claimed_and_the_others_are(monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[str] = []
    monkeypatch.setattr(
        "apps.dispatch.dispatcher.publish_chain", lambda lane, claimed: published.append(lane)
    )
    beat()
    make_message()
    pause_lane(Lane.LIVE, "Alice")
    pause_lane(Lane.LIVE, "Bob")
    assert PausedLane.objects.get().paused_by == "Alice"
    Dispatcher().step()
    assert published == []
    resume_lane(Lane.LIVE, "Alice")
    Dispatcher().step()
    assert published == [Lane.LIVE]


def test_the_deliverer_s_lane_can_rest_too() -> None:
    delivered: list[object] = []
    kind = Kind("chore", DELIVERY_LANE, deliver=delivered.append)
    register(kind)
    message = make_message()
    Work.objects.create(kind=kind.name, lane=DELIVERY_LANE, subject_id=message.id)
    pause_lane(DELIVERY_LANE, "Alice")
    assert deliver_step() == IDLE_REST_SECONDS
    assert delivered == []
    resume_lane(DELIVERY_LANE, "Alice")
    deliver_step()
    assert delivered == [message.id]


def test_a_lane_that_there_is_not_cannot_be_paused() -> None:
    with pytest.raises(ValueError, match="There is no lane 'fast'"):
        pause_lane("fast", "Alice")

"""The bot answers alone where people have found it right, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from apps.accounts.models import Agent, Team
from apps.assist.actions import accept_suggestion, rate_message, record_outcome
from apps.assist.queries import MessageFacts
from apps.automation.actions import judge_conversations, set_target
from apps.automation.models import Judgement
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.handling import resolve
from apps.conversations.models import Inbox, Message, Typing
from apps.conversations.typing_indicator import note_typing
from apps.learning.models import Intent
from tests.integration.stages.chains import (
    DELIVERY,
    ask,
    conversation_of,
    facts_of,
    recommend_all,
    run_lane,
    said_after,
    understand_all,
    write,
)
from workers.contracts.pipelines import Lane

GIFT_CARD = "Do you sell gift cards?"


@pytest.fixture
def alice(company: Inbox) -> Agent:
    return Agent.objects.get(email__startswith="alice")


@pytest.fixture
def never(company: Inbox) -> Iterator[None]:
    """The administrator takes back what the bot may answer alone of deliveries."""
    intent = Intent.objects.get(slug="delivery_time")
    set_target(intent, None, None)
    yield
    set_target(intent, 0.85, None)


def judgement_of(message: Message) -> Judgement | None:
    judge_conversations([message.conversation_id])
    return Judgement.objects.filter(message=message).first()


def asked(company: Inbox, text: str) -> MessageFacts:
    facts = ask(company, text)
    assert facts.prediction is not None
    return facts


def test_nothing_is_answered_alone_by_default(company: Inbox) -> None:
    facts = asked(company, GIFT_CARD)
    assert facts.prediction is not None
    assert (facts.prediction.decision, facts.reply) == ("suggest", None)
    assert "may not answer “gift card” alone" in facts.prediction.reason
    assert facts.prediction.answer_confidence is not None


def test_an_administrators_word_counts_from_the_next_message_on(
    company: Inbox, never: None
) -> None:
    facts = asked(company, DELIVERY)
    assert facts.prediction is not None
    assert (facts.prediction.decision, facts.reply) == ("suggest", None)


def test_a_reply_that_was_sent_as_it_was_is_a_right_answer(company: Inbox, alice: Agent) -> None:
    facts = asked(company, GIFT_CARD)
    reply = next(each for each in facts.suggestions if each.kind == "reply")
    accept_suggestion(reply, alice)
    judged = judgement_of(facts.message)
    assert judged is not None
    assert facts.prediction is not None
    assert (judged.intent.slug, judged.source, judged.right) == ("gift_card", "agent", True)
    assert judged.confidence == facts.prediction.answer_confidence


def test_own_words_and_a_rejection_are_wrong_answers(company: Inbox, alice: Agent) -> None:
    own, rejected, silent = (asked(company, GIFT_CARD) for _ in range(3))
    send_reply(own.message.conversation_id, alice, "Only in the shop, I am afraid.")
    reply = next(each for each in rejected.suggestions if each.kind == "reply")
    record_outcome(reply, "rejected", agent=alice)
    for facts in (own, rejected):
        judged = judgement_of(facts.message)
        assert judged is not None
        assert not judged.right
    assert judgement_of(silent.message) is None


def test_a_contact_judges_what_the_bot_answered(company: Inbox, alice: Agent) -> None:
    liked, disliked, again, resolved, silent = (asked(company, DELIVERY) for _ in range(5))
    assert liked.reply is not None
    assert disliked.reply is not None
    rate_message(liked.reply, "up")
    rate_message(disliked.reply, "down")
    receive_message(again.message.conversation_id, "And how long does delivery to Spain take?")
    run_lane(Lane.LIVE)
    resolve(resolved.message.conversation_id, alice)
    found = [judgement_of(each.message) for each in (liked, disliked, again, resolved, silent)]
    assert [each and (each.source, each.right) for each in found] == [
        ("contact", True),
        ("contact", False),
        ("contact", False),
        ("contact", True),
        None,
    ]


def test_what_the_first_answer_did_not_solve_is_handed_over_and_announced(company: Inbox) -> None:
    for text in ("And how long does delivery to Spain take?", "That did not help at all"):
        first = asked(company, DELIVERY).message
        second = receive_message(first.conversation_id, text)
        run_lane(Lane.LIVE)
        facts = facts_of(second)
        assert facts.prediction is not None
        assert facts.prediction.decision == "hand_off"
        assert said_after(second) == [("system", company.hand_off_text)]
        assert conversation_of(second).handed_off_at is not None


def test_no_answer_to_one_question_hides_another_that_waits_for_a_human(company: Inbox) -> None:
    for text, decision in (
        ("What is the capital of Australia?", "suggest"),
        ("Hello there", "auto_reply"),
    ):
        first = ask(company, text).message
        second = receive_message(first.conversation_id, DELIVERY)
        run_lane(Lane.LIVE)
        facts = facts_of(second)
        assert facts.prediction is not None
        assert facts.prediction.decision == decision


def test_an_agent_who_is_typing_is_not_talked_over(company: Inbox, alice: Agent) -> None:
    message = write(company, DELIVERY)
    payload = understand_all()
    note_typing(message.conversation, alice)
    recommend_all(payload)
    facts = facts_of(message)
    assert facts.prediction is not None
    assert (facts.prediction.decision, facts.prediction.reason) == (
        "suggest",
        "An agent is writing.",
    )
    assert said_after(message) == []
    assert conversation_of(message).status == "open"


def test_an_agent_who_stopped_typing_holds_nobody_up(company: Inbox, alice: Agent) -> None:
    message = write(company, DELIVERY)
    note_typing(message.conversation, alice)
    Typing.objects.filter(agent=alice).update(until="2020-01-01T00:00Z")
    run_lane(Lane.LIVE)
    assert facts_of(message).reply is not None


def test_a_hand_off_by_the_pools_belongs_to_the_only_team_of_its_inbox(company: Inbox) -> None:
    team = Team.objects.create(name="People")
    company.teams.set([team])
    handed_over = asked(company, "I want to talk to a human").message
    company.teams.clear()
    assert conversation_of(handed_over).assigned_team == team
    nobodys = asked(company, "I want to talk to a human").message
    assert conversation_of(nobodys).assigned_team is None
    assert conversation_of(nobodys).handed_off_at is not None


@pytest.mark.parametrize("text", [DELIVERY, GIFT_CARD, "I want to talk to a human", "asdf"])
def test_every_end_leaves_the_contact_with_an_answer_or_a_person(company: Inbox, text: str) -> None:
    message = asked(company, text).message
    conversation = conversation_of(message)
    answered = ("bot" in {sender for sender, _ in said_after(message)}) and (
        conversation.status == "waiting"
    )
    assert answered or conversation.status == "open"


def test_a_burst_gets_one_answer(company: Inbox) -> None:
    first = write(company, "Hello!")
    second = receive_message(first.conversation_id, DELIVERY)
    run_lane(Lane.LIVE)
    assert [sender for sender, _ in said_after(first)] == ["contact", "bot"]
    assert facts_of(first).reply is None
    assert facts_of(second).reply is not None


def test_a_question_beside_another_is_left_to_a_human(company: Inbox) -> None:
    both = asked(company, f"{DELIVERY} And how do I return something?")
    assert both.prediction is not None
    assert (both.prediction.decision, both.reply) == ("suggest", None)
    assert both.prediction.reason.startswith("Several things are asked")

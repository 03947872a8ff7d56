"""Resolved conversations become knowledge through the feedback pool."""

from __future__ import annotations

import pytest

from apps.accounts.models import Agent, Role
from apps.assist.actions import accept_suggestion, rate_message
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.handling import reopen, resolve
from apps.conversations.models import Contact, Conversation, Inbox, Message
from apps.dispatch.models import Work
from apps.knowledge.models import Passage, PassageVector, SolvedQuestion
from tests.factories import make_agent, reply_to
from tests.integration.stages.chains import ask, embed_all, run_lane, write
from workers.contracts.pipelines import Lane

ANSWER = "We engrave mugs in our workshop, write to us what shall stand on them."


@pytest.fixture
def alice(company: Inbox) -> Agent:
    return Agent.objects.filter(role=Role.SUPERVISOR).first() or make_agent(role=Role.SUPERVISOR)


def solve(inbox: Inbox, agent: Agent, question: str, answer: str = ANSWER) -> Message:
    """Asked, answered by hand, resolved, and learnt from."""
    message = write(inbox, question)
    send_reply(message.conversation_id, agent, answer)
    resolve(message.conversation_id, agent)
    run_lane(Lane.SOLVED)
    return message


def test_what_an_agent_answered_becomes_searchable(company: Inbox, alice: Agent) -> None:
    message = solve(company, alice, "Do you engrave names on a mug for a wedding?")
    solved = SolvedQuestion.objects.get(message=message)
    assert (solved.answer, solved.inbox_id) == (ANSWER, company.id)
    embed_all()
    passage = Passage.objects.get(solved_question=solved)
    assert passage.text == solved.question
    assert PassageVector.objects.filter(passage=passage).count() == 1


def test_it_is_known_what_the_agent_accepted(company: Inbox, alice: Agent) -> None:
    facts = ask(company, "How long does delivery to Portugal take, roughly?")
    suggestion = next(each for each in facts.suggestions if each.kind == "article")
    accept_suggestion(suggestion, alice)
    resolve(facts.message.conversation_id, alice)
    run_lane(Lane.SOLVED)
    solved = SolvedQuestion.objects.get(message=facts.message)
    assert (solved.article_id, solved.intent) == (suggestion.article_id, "delivery_time")


def test_nobody_is_called_by_their_name_in_it(company: Inbox, alice: Agent) -> None:
    message = write(company, "Could you engrave a birthday date on a kettle?")
    Contact.objects.filter(conversations=message.conversation_id).update(name="Tomas Novak")
    answer = f"That is no trouble, Tomas. {ANSWER} Ask for {alice.display_name}."
    send_reply(message.conversation_id, alice, answer)
    resolve(message.conversation_id, alice)
    run_lane(Lane.SOLVED)
    solved = SolvedQuestion.objects.get(message=message)
    assert solved.answer == (
        f"That is no trouble, {{{{ contact.first_name }}}}. {ANSWER} Ask for {{{{ agent.name }}}}."
    )


def test_the_contacts_thumb_decides_what_a_bot_taught(company: Inbox, alice: Agent) -> None:
    message = write(company, "Do you engrave on both sides of a scale?")
    reply = reply_to(message, ANSWER)
    resolve(message.conversation_id, alice)
    rate_message(reply, "up")
    run_lane(Lane.SOLVED)
    assert SolvedQuestion.objects.filter(message=message).exists()
    assert Passage.objects.filter(text=message.text).exists()
    rate_message(reply, "down")
    assert not SolvedQuestion.objects.filter(message=message).exists()
    assert not Passage.objects.filter(text=message.text).exists()


def test_resolved_again_it_is_kept_once(company: Inbox, alice: Agent) -> None:
    message = solve(company, alice, "Can you engrave a whole set of espresso cups?")
    first = SolvedQuestion.objects.get(message=message)
    reopen(message.conversation_id, alice)
    resolve(message.conversation_id, alice)
    run_lane(Lane.SOLVED)
    again = SolvedQuestion.objects.get(message=message)
    assert again.id == first.id
    assert Passage.objects.filter(solved_question=again).count() == 1


def test_the_same_question_and_answer_are_kept_once(company: Inbox, alice: Agent) -> None:
    question = "Is engraving possible on a steel thermos flask?"
    solve(company, alice, question)
    solve(company, alice, question.upper())
    assert SolvedQuestion.objects.filter(question__iexact=question).count() == 1


def test_a_conversation_that_was_opened_again_teaches_nothing_yet(
    company: Inbox, alice: Agent
) -> None:
    message = write(company, "Could you engrave the lid of a sugar bowl?")
    send_reply(message.conversation_id, alice, ANSWER)
    resolve(message.conversation_id, alice)
    receive_message(message.conversation_id, "One more thing.")
    run_lane(Lane.SOLVED)
    assert not SolvedQuestion.objects.filter(message=message).exists()


def test_an_erased_contact_takes_it_along(company: Inbox, alice: Agent) -> None:
    message = solve(company, alice, "Would you engrave a grinder with our logo on it?")
    embed_all()
    Conversation.objects.get(id=message.conversation_id).contact.delete()
    assert not SolvedQuestion.objects.filter(message_id=message.id).exists()
    assert not Passage.objects.filter(text__contains="our logo on it").exists()


def test_erased_before_it_is_learnt_from_it_is_done_with(company: Inbox, alice: Agent) -> None:
    message = write(company, "Do you engrave in Greek letters as well?")
    send_reply(message.conversation_id, alice, ANSWER)
    resolve(message.conversation_id, alice)
    Conversation.objects.get(id=message.conversation_id).contact.delete()
    run_lane(Lane.SOLVED)
    work = Work.objects.get(kind="resolved", subject_id=message.conversation_id)
    assert work.state == Work.State.DONE

"""Resolved conversations become knowledge through the feedback pool."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.db.models import Q

from apps.accounts.models import Agent, Role
from apps.assist.actions import accept_suggestion, rate_message
from apps.assist.looking_up import suggest_looked_up
from apps.assist.models import Acceptance, Suggestion
from apps.conversations.actions import receive_message, send_reply
from apps.conversations.handling import reopen, resolve
from apps.conversations.models import Contact, Conversation, Inbox, Message
from apps.dispatch.models import Work
from apps.knowledge.models import Passage, PassageVector, SolvedQuestion
from tests.factories import make_agent, make_inbox, reply_to
from tests.integration.stages.chains import ask, embed_all, facts_of, run_lane, write
from workers.contracts.pipelines import Lane
from workers.db.choices import read_choices
from workers.db.engine import engine
from workers.loaded.encoder import encoder

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


def test_that_a_person_was_asked_for_is_no_part_of_the_question(
    company: Inbox, alice: Agent
) -> None:
    asked = ask(company, "I want to talk to a human").message
    send_reply(asked.conversation_id, alice, "Hello, this is Alice. What can I do for you?")
    question = receive_message(asked.conversation_id, "Do you engrave names on a carafe?")
    run_lane(Lane.LIVE)
    send_reply(asked.conversation_id, alice, ANSWER)
    resolve(asked.conversation_id, alice)
    run_lane(Lane.SOLVED)
    solved = SolvedQuestion.objects.get(conversation_id=asked.conversation_id)
    assert (solved.question, solved.message_id) == (question.text, question.id)
    assert solved.answer == ANSWER


def test_it_is_known_what_the_agent_accepted(company: Inbox, alice: Agent) -> None:
    facts = ask(company, "How long does delivery to Portugal take, roughly?")
    suggestion = next(each for each in facts.suggestions if each.kind == "article")
    accept_suggestion(suggestion, alice)
    resolve(facts.message.conversation_id, alice)
    run_lane(Lane.SOLVED)
    solved = SolvedQuestion.objects.get(message=facts.message)
    assert (solved.article_id, solved.intent) == (suggestion.article_id, "delivery_time")


def test_it_is_known_what_the_agent_looked_up(company: Inbox, alice: Agent) -> None:
    facts = ask(company, "Will the trees behind my house be any trouble for you?")
    passage = Passage.objects.get(article__slug="gift-cards", position=0)
    suggestion = suggest_looked_up(facts.message.conversation_id, passage)
    assert suggestion is not None
    accept_suggestion(suggestion, alice)
    resolve(facts.message.conversation_id, alice)
    run_lane(Lane.FEEDBACK)
    run_lane(Lane.SOLVED)
    solved = SolvedQuestion.objects.get(message=facts.message)
    assert solved.article_id is not None
    assert solved.article_id == passage.article_id
    counted = Acceptance.objects.get(candidate_id=solved.article_id)
    assert (counted.times, counted.value) == (1, 1.0)
    with engine().connect() as connection:
        read = read_choices(connection, 10)
    choices = [each for each in read if each.message_id == facts.message.id]
    (looked_up,) = (each for each in choices if each.value is not None)
    assert (looked_up.source_id, looked_up.features) == (passage.article_id, ())
    assert len(choices) == len(facts.suggestions) + 1


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


def teach_nothing_more(message: Message, agent: Agent) -> None:
    """Its answer has grown too long to be one, and is learnt anew."""
    reopen(message.conversation_id, agent)
    send_reply(message.conversation_id, agent, "One more long text. " * 250)
    resolve(message.conversation_id, agent)
    run_lane(Lane.SOLVED)


def test_two_that_teach_the_same_at_once_keep_what_one_had_taught(alice: Agent) -> None:
    inbox = make_inbox("dedupe")
    question = "Is engraving possible on a steel thermos flask?"
    first = solve(inbox, alice, question)
    reopen(first.conversation_id, alice)
    resolve(first.conversation_id, alice)
    second = write(inbox, question)
    send_reply(second.conversation_id, alice, ANSWER)
    resolve(second.conversation_id, alice)
    run_lane(Lane.SOLVED)
    assert SolvedQuestion.objects.get(inbox=inbox).message == first


def test_a_question_that_changed_while_it_was_embedded_is_embedded_anew(
    company: Inbox, alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    embed_all()
    message = solve(company, alice, "Where can I park my elephant near your shop, please?")
    here = encoder()

    class Slow:
        """The conversation is learnt anew before the vectors are there."""

        identity = here.identity

        def embed(self, texts: list[str]) -> Any:
            made = here.embed(texts)
            Message.objects.filter(id=message.id).update(text="Is a boiler under warranty?")
            reopen(message.conversation_id, alice)
            resolve(message.conversation_id, alice)
            run_lane(Lane.SOLVED)
            return made

    with monkeypatch.context() as patch:
        patch.setattr("workers.inference.tasks.encoder", Slow)
        run_lane(Lane.BULK)
    assert not PassageVector.objects.filter(passage__solved_question__message=message).exists()
    embed_all()
    vector = PassageVector.objects.get(passage__solved_question__message=message).embedding
    (expected,) = here.embed(["\nIs a boiler under warranty?"])
    assert np.asarray(vector) @ expected > 0.99


def test_nothing_of_an_erased_contact_is_left_in_what_was_suggested_to_others(
    alice: Agent,
) -> None:
    inbox = make_inbox("erasing")
    answer = "Yes, the Zeppelin crest fits on a grinder, send us a drawing of it."
    taught = solve(inbox, alice, "Would you engrave a grinder with the Zeppelin crest?", answer)
    embed_all()
    facts = ask(inbox, "Could you engrave a grinder with a Zeppelin crest?")
    suggested = Suggestion.objects.filter(prediction__message=facts.message, text=answer)
    assert suggested.exists()
    teach_nothing_more(taught, alice)
    Contact.objects.filter(conversations=taught.conversation_id).delete()
    others = Suggestion.objects.filter(prediction__message=facts.message)
    assert not others.filter(Q(text__contains="Zeppelin") | Q(title__contains="Zeppelin")).exists()
    assert all(each.text for each in facts_of(facts.message).suggestions)

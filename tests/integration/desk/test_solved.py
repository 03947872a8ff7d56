"""Past answers in the desk: who sees which, and forgetting one."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Agent
from apps.assist.models import Suggestion
from apps.conversations.models import Message
from apps.knowledge.models import Passage, SolvedQuestion
from tests.factories import finish_message, make_inbox, make_message, make_team
from tests.integration.staff import browser_of

PAGE = "/desk/knowledge/answers/"


def keep(message: Message, answer: str) -> SolvedQuestion:
    solved = SolvedQuestion.objects.create(
        inbox=message.conversation.inbox,
        conversation=message.conversation,
        message=message,
        question=message.text,
        answer=answer,
        language="en",
        digest=str(message.id),
    )
    Passage.objects.create(solved_question=solved, position=0, text=solved.question)
    return solved


@pytest.fixture
def solved(message: Message) -> SolvedQuestion:
    return keep(message, "It left us yesterday.")


def test_agents_read_what_their_inboxes_taught(agent: Client, solved: SolvedQuestion) -> None:
    others = make_inbox("other")
    others.teams.add(make_team())
    keep(make_message("Where is my secret parcel?", others), "Nobody knows.")
    page = agent.get(PAGE).content.decode()
    assert "It left us yesterday." in page
    assert "Nobody knows." not in page


def test_a_search_reads_questions_and_answers(agent: Client, solved: SolvedQuestion) -> None:
    assert "It left us" in agent.get(PAGE, {"search": "YESTERDAY"}).content.decode()
    assert "It left us" in agent.get(PAGE, {"search": "parcel left"}).content.decode()
    assert "No past answer fits" in agent.get(PAGE, {"search": "tomorrow"}).content.decode()


def test_a_supervisor_forgets_one_and_the_conversation_stays(
    alice: Agent, solved: SolvedQuestion, supervisor: Client
) -> None:
    path = f"{PAGE}{solved.id}/forget/"
    assert browser_of(alice).post(path).status_code == 403
    assert "Forget the answer" in supervisor.get(path).content.decode()
    assert "is forgotten" in supervisor.post(path, follow=True).content.decode()
    assert not Passage.objects.filter(text=solved.question).exists()
    assert Message.objects.filter(id=solved.message_id).exists()


def test_who_writes_from_one_that_is_forgotten_meanwhile_is_told_and_can_send_it(
    agent: Client, supervisor: Client, solved: SolvedQuestion
) -> None:
    asked = make_message("Where was my tent?")
    suggestion = finish_message(asked.id).suggestions.get(kind="reply")
    Suggestion.objects.filter(id=suggestion.id).update(
        article=None, solved_question=solved, text=solved.answer
    )
    supervisor.post(f"{PAGE}{solved.id}/forget/")
    path = f"/desk/c/{asked.conversation_id}/reply/"
    form = {"text": solved.answer, "key": "one", "suggestion": str(suggestion.id)}
    refused = agent.post(path, form)
    assert refused.status_code == 410
    assert "has been erased since" in refused.content.decode()
    assert agent.post(path, form | {"key": "two", "suggestion": ""}).status_code == 200
    assert Message.objects.filter(sender_type="agent", text=solved.answer).exists()

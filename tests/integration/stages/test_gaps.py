"""Questions that agents answered by hand become gaps through the bulk and the feedback pool."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from apps.accounts.models import Agent, Role
from apps.conversations.actions import send_reply
from apps.conversations.handling import reopen, resolve
from apps.conversations.models import Contact, Conversation, Inbox, Message
from apps.dispatch.actions import enqueue
from apps.dispatch.models import Work
from apps.knowledge.actions import delete_article, save_article
from apps.knowledge.gaps.actions import dismiss, store_draft
from apps.knowledge.gaps.drafting import compose_draft
from apps.knowledge.gaps.models import Gap, GapQuestion
from apps.knowledge.gaps.queries import list_gaps, list_solved
from apps.knowledge.kinds import GAPS
from apps.knowledge.models import Article
from tests.factories import make_agent, make_inbox
from tests.integration.stages.chains import (
    TASKS,
    claim_all,
    embed_all,
    payload_of,
    run,
    run_lane,
    write,
)
from workers.contracts.pipelines import Lane
from workers.feedback import tasks
from workers.feedback.gaps import find_inbox_gaps
from workers.records.gaps import FoundGap

RENTING = (
    "Do you rent out espresso machines for a weekend?",
    "Can I rent an espresso machine for a party?",
    "Is it possible to rent one of your espresso machines?",
)
MORE = (
    "Could we rent an espresso machine for our wedding?",
    "What does it cost to rent an espresso machine?",
)
ANSWER = "We rent machines out by the day, call our workshop to reserve one."


@pytest.fixture
def inbox(company: Inbox) -> Inbox:
    """An inbox of its own, the only one that waits to be looked at."""
    Work.objects.filter(kind="gaps").delete()
    return make_inbox(f"rental-{Inbox.objects.count()}")


@pytest.fixture
def alice(company: Inbox) -> Agent:
    return Agent.objects.filter(role=Role.SUPERVISOR).first() or make_agent(role=Role.SUPERVISOR)


def solve(inbox: Inbox, agent: Agent, *questions: str, answer: str = ANSWER) -> list[Message]:
    """Asked by a contact each, answered by hand, resolved, learnt from and embedded."""
    messages = [write(inbox, question) for question in questions]
    for message in messages:
        send_reply(message.conversation_id, agent, answer)
        resolve(message.conversation_id, agent)
    run_lane(Lane.SOLVED)
    embed_all()
    return messages


def look() -> None:
    """What is done a minute after the last question was embedded."""
    Work.objects.filter(kind="gaps").update(due_at=timezone.now())
    run_lane(Lane.GAPS)


def look_again(inbox: Inbox) -> None:
    enqueue(GAPS, inbox.id)
    run_lane(Lane.GAPS)


def gaps_of(inbox: Inbox, state: str = Gap.State.OPEN) -> list[Gap]:
    return list(list_gaps(Inbox.objects.filter(id=inbox.id), state=state))


def the_gap_of(inbox: Inbox, state: str = Gap.State.OPEN) -> Gap:
    (gap,) = gaps_of(inbox, state)
    return gap


def asked(gap: Gap) -> set[str]:
    return {solved.question for solved in list_solved(gap)}


def test_what_is_asked_again_and_again_becomes_a_gap(inbox: Inbox, alice: Agent) -> None:
    solve(inbox, alice, *RENTING, "Which paint is on the blue grinder?")
    look()
    gap = the_gap_of(inbox)
    assert asked(gap) == set(RENTING)
    assert "rent" in gap.label
    assert Work.objects.get(kind="gaps", subject_id=inbox.id).state == Work.State.DONE


def test_what_is_hidden_in_questions_makes_no_gap_of_them(inbox: Inbox, alice: Agent) -> None:
    solve(inbox, alice, "Was FL-10432 made by hand?", "Where is my order FL-10433?")
    look()
    assert gaps_of(inbox) == []


def test_it_is_looked_for_a_while_after_and_once_for_many(inbox: Inbox, alice: Agent) -> None:
    solve(inbox, alice, RENTING[0])
    first = Work.objects.get(kind="gaps", subject_id=inbox.id)
    solve(inbox, alice, RENTING[1])
    again = Work.objects.get(kind="gaps", subject_id=inbox.id)
    assert first.due_at == again.due_at
    assert timedelta(seconds=30) < again.due_at - timezone.now() <= timedelta(seconds=60)
    look()
    solve(inbox, alice, RENTING[2])
    later = Work.objects.get(kind="gaps", subject_id=inbox.id)
    assert (later.id, later.state) == (first.id, Work.State.PENDING)
    assert later.created_at > first.created_at
    look()


def test_what_is_embedded_during_a_look_is_looked_at_again(inbox: Inbox, alice: Agent) -> None:
    solve(inbox, alice, *RENTING)
    Work.objects.filter(kind="gaps").update(due_at=timezone.now())
    slow_chain = payload_of(claim_all(Lane.GAPS))
    solve(inbox, alice, *MORE)
    run(TASKS[Lane.GAPS], slow_chain)
    assert gaps_of(inbox) == []
    look()
    assert asked(the_gap_of(inbox)) == {*RENTING, *MORE}


def test_one_inbox_never_makes_a_gap_with_anothers_questions(inbox: Inbox, alice: Agent) -> None:
    other = make_inbox(f"other-{inbox.site_key}")
    solve(inbox, alice, RENTING[0])
    solve(other, alice, *RENTING[1:])
    for _ in (inbox, other):
        look()
    assert gaps_of(inbox) == []
    assert asked(the_gap_of(other)) == set(RENTING[1:])


def test_dismissed_it_stays_so_however_it_grows(inbox: Inbox, alice: Agent) -> None:
    solve(inbox, alice, *RENTING)
    look()
    dismiss(the_gap_of(inbox))
    solve(inbox, alice, *MORE)
    look()
    assert gaps_of(inbox) == []
    assert asked(the_gap_of(inbox, Gap.State.DISMISSED)) == {*RENTING, *MORE}


def test_a_published_draft_closes_it_until_new_questions_come(inbox: Inbox, alice: Agent) -> None:
    solve(inbox, alice, *RENTING)
    look()
    gap = the_gap_of(inbox)
    article = compose_draft(list_solved(gap))
    article.slug = f"renting-{inbox.site_key}"
    store_draft(gap, article, alice)
    article.status = Article.Status.PUBLISHED
    save_article(article, alice)
    look_again(inbox)
    assert the_gap_of(inbox, Gap.State.ANSWERED) == gap
    solve(inbox, alice, *MORE)
    look()
    assert the_gap_of(inbox) == gap
    delete_article(article)


def test_an_erased_contact_takes_its_question_along(inbox: Inbox, alice: Agent) -> None:
    messages = solve(inbox, alice, *RENTING)
    look()
    gap = the_gap_of(inbox)
    for message, left in zip(messages, (2, 1, 0), strict=True):
        Conversation.objects.get(id=message.conversation_id).contact.delete()
        assert GapQuestion.objects.filter(gap=gap).count() == left
    assert gaps_of(inbox) == []
    look_again(inbox)
    assert not Gap.objects.filter(id=gap.id).exists()


def test_what_is_erased_while_a_pool_compares_it_names_no_gap(
    inbox: Inbox, alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = solve(inbox, alice, *RENTING[:2])

    def erase_and_find(*read: Any) -> list[FoundGap]:
        Contact.objects.filter(conversations__messages=first.id).delete()
        return find_inbox_gaps(*read)

    with monkeypatch.context() as patch:
        patch.setattr(tasks, "find_inbox_gaps", erase_and_find)
        look()
    assert not Gap.objects.filter(inbox=inbox).exists()
    run_lane(Lane.GAPS)
    assert Work.objects.get(kind="gaps", subject_id=inbox.id).state == Work.State.DONE
    assert not Gap.objects.filter(inbox=inbox).exists()


def test_a_gap_that_lost_a_question_is_named_by_those_that_are_left(
    inbox: Inbox, alice: Agent
) -> None:
    first, *_ = solve(inbox, alice, *RENTING)
    look()
    Contact.objects.filter(conversations__messages=first.id).delete()
    assert the_gap_of(inbox).label == ""
    run_lane(Lane.GAPS)
    assert "rent" in the_gap_of(inbox).label


def test_a_past_answer_that_is_forgotten_leaves_its_gap(inbox: Inbox, alice: Agent) -> None:
    first, *_ = solve(inbox, alice, *RENTING)
    look()
    assert GapQuestion.objects.filter(gap__inbox=inbox).count() == len(RENTING)
    reopen(first.conversation_id, alice)
    send_reply(first.conversation_id, alice, "One more long text. " * 250)
    resolve(first.conversation_id, alice)
    run_lane(Lane.SOLVED)
    left = GapQuestion.objects.filter(gap__inbox=inbox)
    assert left.count() == len(RENTING) - 1
    assert first.id not in left.values_list("solved_question__message", flat=True)

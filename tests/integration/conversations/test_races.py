"""Several at once, each with a connection of its own: nothing is lost and nothing done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from time import sleep

import pytest
from django.db import transaction

from apps.accounts.models import Agent, Role
from apps.assist.actions import accept_suggestion
from apps.assist.models import Suggestion
from apps.conversations.actions import (
    lock_conversation,
    receive_message,
    start_conversation,
)
from apps.conversations.contacts import erase_contact
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import add_tag, assign, mark_read, resolve
from apps.conversations.models import (
    Contact,
    Conversation,
    ConversationStatus,
    Inbox,
    Message,
    ReadMark,
)
from apps.dispatch.models import Event
from apps.knowledge.models import SolvedQuestion
from tests.emptying.tables import empty_tables
from tests.factories import finish_message, make_agent, make_inbox, make_message
from tests.integration.dispatch.threads import (
    PATIENCE_SECONDS,
    at_once,
    beside,
    commit_when_somebody_waits,
)
from tests.integration.staff import browser_of, hire

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def conversation(transactional_db: None) -> Conversation:
    empty_tables()
    return make_message(inbox=make_inbox()).conversation


@pytest.fixture
def alice(conversation: Conversation) -> Agent:
    return make_agent("Alice Smith")


def test_a_suggestion_that_agents_accept_at_once_is_sent_once(
    conversation: Conversation, alice: Agent
) -> None:
    bob = make_agent("Bob Jones")
    prediction = finish_message(conversation.messages.get().id)
    suggestion = prediction.suggestions.get(kind="reply")
    turns = iter([alice, bob, alice, bob])
    lock = threading.Lock()

    def accept() -> Message:
        with lock:
            agent = next(turns)
        return accept_suggestion(Suggestion.objects.get(id=suggestion.id), agent)

    sent = at_once(accept, 4)
    assert len({message.id for message in sent}) == 1
    assert Message.objects.filter(sender_type="agent").count() == 1
    assert Event.objects.filter(kind="message.sent").count() == 1


def test_no_message_is_lost_between_resolving_and_writing(
    conversation: Conversation, alice: Agent
) -> None:
    """Whoever comes second: the contact waits, and the conversation says so."""
    for number in range(1, 9):
        seen = Conversation.objects.get(id=conversation.id).message_count

        def end(seen: int = seen) -> None:
            with suppress(ActionRefused):
                resolve(conversation.id, alice, seen=seen)

        with beside(end):
            receive_message(conversation.id, f"And another thing, number {number}")
        found = Conversation.objects.get(id=conversation.id)
        assert found.status == ConversationStatus.OPEN
        assert found.answered_sequence < found.message_count == number + 1


def let_go(agent: Agent) -> None:
    """An administrator takes an agent's right to sign in away."""
    administrator = browser_of(hire(Role.ADMINISTRATOR, "Dana"))
    given = {"display_name": agent.display_name, "role": agent.role}
    assert administrator.post(f"/desk/settings/agents/{agent.id}/", given).status_code == 302


def test_who_is_let_go_while_they_get_it_does_not_keep_it(
    conversation: Conversation, alice: Agent
) -> None:
    given, bob = threading.Event(), make_agent("Bob Jones")
    give = partial(assign, conversation.id, by=bob, agent=alice)
    with beside(partial(commit_when_somebody_waits, give, given)):
        assert given.wait(PATIENCE_SECONDS)
        let_go(alice)
    assert Conversation.objects.get(id=conversation.id).assigned_agent is None


def test_a_conversation_is_taken_over_from_who_is_let_go_meanwhile(
    conversation: Conversation, alice: Agent
) -> None:
    """By an administrator, whose row is locked as well: neither waits for the other for ever."""
    charlie, taken = hire(Role.ADMINISTRATOR, "Charlie"), threading.Event()
    assign(conversation.id, by=alice, agent=alice)

    def take() -> None:
        with transaction.atomic():
            lock_conversation(conversation.id)
            taken.set()
            sleep(0.5)
            assign(conversation.id, by=charlie, agent=charlie)

    with beside(take):
        assert taken.wait(PATIENCE_SECONDS)
        let_go(alice)
    assert Conversation.objects.get(id=conversation.id).assigned_agent == charlie


def test_who_has_just_been_let_go_does_not_get_it(conversation: Conversation, alice: Agent) -> None:
    gone, bob = threading.Event(), make_agent("Bob Jones")
    with beside(partial(commit_when_somebody_waits, partial(let_go, alice), gone)):
        assert gone.wait(PATIENCE_SECONDS)
        with pytest.raises(ActionRefused, match="cannot sign in any more"):
            assign(conversation.id, by=bob, agent=alice)
    assert Conversation.objects.get(id=conversation.id).assigned_agent is None


def test_an_inbox_is_deleted_with_what_is_written_meanwhile(conversation: Conversation) -> None:
    inbox, written = conversation.inbox, threading.Event()
    write = partial(receive_message, conversation.id, "And another thing")
    administrator = browser_of(hire(Role.ADMINISTRATOR))
    with beside(partial(commit_when_somebody_waits, write, written)):
        assert written.wait(PATIENCE_SECONDS)
        address = f"/admin/conversations/inbox/{inbox.id}/delete/"
        assert administrator.post(address, {"post": "yes"}).status_code == 302
    assert not Inbox.objects.exists()
    assert not Message.objects.exists()


def test_an_inbox_is_deleted_while_a_pool_learns_from_it(conversation: Conversation) -> None:
    locked, message = threading.Event(), conversation.messages.get()

    def learn() -> None:
        with transaction.atomic():
            Conversation.objects.select_for_update(no_key=True).get(id=conversation.id)
            locked.set()
            sleep(0.5)
            SolvedQuestion.objects.create(
                inbox=conversation.inbox, conversation=conversation, message=message
            )

    administrator = browser_of(hire(Role.ADMINISTRATOR))
    with beside(learn):
        assert locked.wait(PATIENCE_SECONDS)
        address = f"/admin/conversations/inbox/{conversation.inbox_id}/delete/"
        assert administrator.post(address, {"post": "yes"}).status_code == 302
    assert not SolvedQuestion.objects.exists()


def say_more(conversation: Conversation) -> None:
    receive_message(conversation.id, "And another thing")


def begin_anew(conversation: Conversation) -> None:
    start_conversation(conversation.inbox, external_id=conversation.contact.external_id)


@pytest.mark.parametrize("happen", [say_more, begin_anew])
def test_a_contact_is_erased_with_what_they_say_and_begin_meanwhile(
    conversation: Conversation, alice: Agent, happen: Callable[[Conversation], None]
) -> None:
    contact = conversation.contact
    contact.external_id = "seven"
    contact.save()
    happened = threading.Event()
    with beside(partial(commit_when_somebody_waits, partial(happen, conversation), happened)):
        assert happened.wait(PATIENCE_SECONDS)
        erase_contact(contact, alice)
    assert not Conversation.objects.exists()
    assert not Contact.objects.exists()


def test_tags_that_are_added_at_once_are_all_there(
    conversation: Conversation, alice: Agent
) -> None:
    names = iter([f"tag-{number}" for number in range(4)])
    lock = threading.Lock()

    def tag() -> None:
        with lock:
            name = next(names)
        add_tag(conversation.id, name, alice)

    at_once(tag, 4)
    tags = Conversation.objects.get(id=conversation.id).tags
    assert sorted(tags) == ["tag-0", "tag-1", "tag-2", "tag-3"]


def test_a_mark_that_many_tabs_set_is_one(conversation: Conversation, alice: Agent) -> None:
    mark: Callable[[], None] = partial(mark_read, conversation.id, alice)
    at_once(mark, 4)
    assert ReadMark.objects.get().sequence == 1

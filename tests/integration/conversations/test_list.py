"""The list of conversations: what an agent sees of them, in which order, and how it is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from apps.accounts.models import Agent, Role, Team
from apps.conversations.actions import receive_message, send_reply, start_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import add_tag, assign, mark_read, resolve, set_priority
from apps.conversations.listing.filtering import ConversationFilter
from apps.conversations.listing.rows import ConversationRow
from apps.conversations.models import Conversation, Inbox, Message
from apps.conversations.person_requests import request_person
from apps.conversations.queries import find_conversation, list_history, list_rows
from apps.conversations.snoozing import snooze
from tests.factories import finish_message, make_agent, make_inbox, make_message, reply_to

EVERYTHING = ConversationFilter(status="")


def shown(agent: Agent, wanted: ConversationFilter = EVERYTHING) -> list[Conversation]:
    return [row.conversation for row in list_rows(wanted, agent).rows]


def row(conversation: Conversation, agent: Agent) -> ConversationRow:
    (found,) = [
        each for each in list_rows(EVERYTHING, agent).rows if each.conversation == conversation
    ]
    return found


def test_an_agent_sees_only_what_inboxes_of_the_own_team_hold(
    conversation: Conversation, alice: Agent, charlie: Agent
) -> None:
    everybodys = make_message(inbox=make_inbox("open")).conversation
    assert shown(alice) == [everybodys, conversation]
    assert shown(charlie) == [everybodys]
    assert find_conversation(conversation.id, alice) == conversation
    with pytest.raises(Conversation.DoesNotExist):
        find_conversation(conversation.id, charlie)


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_supervises_sees_every_inbox(
    conversation: Conversation, repairs: Team, role: str
) -> None:
    assert shown(make_agent("Dana White", role=role, team=repairs)) == [conversation]


def test_a_row_says_who_waits_since_when_and_what_was_said_last(
    conversation: Conversation, alice: Agent
) -> None:
    first = conversation.messages.get()
    receive_message(conversation.id, "x" * 1000)
    found = row(conversation, alice)
    assert (found.waiting_since, found.unread) == (first.created_at, 2)
    assert (found.last_line, found.last_sender) == ("x" * 200, "contact")
    assert (found.intent, found.sentiment) == ("", "")
    finish_message(first.id)
    found = row(conversation, alice)
    assert (found.intent, found.sentiment) == ("track_order", "neutral")


def test_a_row_shows_what_somebody_said_and_not_that_it_was_handed_over(
    conversation: Conversation, alice: Agent
) -> None:
    Inbox.objects.update(hand_off_text="A colleague will answer you.")
    request_person(conversation.id)
    assert conversation.messages.filter(sender_type="system").exists()
    assert row(conversation, alice).last_line == conversation.messages.earliest("sequence").text


def test_nobody_waits_once_an_agent_the_bot_or_the_end_has_answered(
    conversation: Conversation, alice: Agent
) -> None:
    send_reply(conversation.id, alice, "On its way.")
    assert row(conversation, alice).waiting_since is None
    second = receive_message(conversation.id, "Thanks!")
    assert row(conversation, alice).waiting_since == second.created_at
    resolve(conversation.id, alice)
    assert row(conversation, alice).waiting_since is None
    third = receive_message(conversation.id, "One more thing")
    assert row(conversation, alice).waiting_since == third.created_at


def test_who_asked_for_a_person_after_an_answer_waits_until_one_writes(
    conversation: Conversation, alice: Agent
) -> None:
    reply_to(conversation.messages.get(), "Within three days.")
    Conversation.objects.update(answered_sequence=2, status="waiting")
    assert (row(conversation, alice).waiting_since, row(conversation, alice).wants_person) == (
        None,
        False,
    )
    asked_at = request_person(conversation.id).handed_off_at
    found = row(conversation, alice)
    assert (found.waiting_since, found.wants_person) == (asked_at, True)
    assign(conversation.id, by=alice, agent=alice)
    found = row(conversation, alice)
    assert (found.waiting_since, found.wants_person) == (asked_at, False)
    send_reply(conversation.id, alice, "Here I am.")
    assert row(conversation, alice).waiting_since is None


def test_unread_is_what_nobody_answered_and_this_agent_has_not_opened(
    conversation: Conversation, alice: Agent, bob: Agent
) -> None:
    mark_read(conversation.id, alice)
    mark_read(conversation.id, alice)
    assert (row(conversation, alice).unread, row(conversation, bob).unread) == (0, 1)
    receive_message(conversation.id, "Hello?")
    assert (row(conversation, alice).unread, row(conversation, bob).unread) == (1, 2)
    send_reply(conversation.id, bob, "Here I am.")
    assert (row(conversation, alice).unread, row(conversation, bob).unread) == (0, 0)


def test_fifty_rows_cost_one_query(
    inbox: Inbox, alice: Agent, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        conversation = make_message(inbox=inbox).conversation
        assign(conversation.id, by=alice, agent=alice, team=alice.team)
    with django_assert_num_queries(1):
        rows = list_rows(EVERYTHING, alice).rows
        described = [
            (row.conversation.contact.name, str(row.conversation.assigned_agent))
            for row in rows
            if row.conversation.inbox.name and row.conversation.assigned_team
        ]
    assert described == [("", "Alice Smith")] * 3


def test_pages_follow_one_another_without_gap_or_repetition(inbox: Inbox, alice: Agent) -> None:
    made = [make_message(inbox=inbox).conversation for _ in range(7)]
    set_priority(made[2].id, "urgent", alice)
    same_time = timezone.now()
    Conversation.objects.filter(id__in=[each.id for each in made[:5]]).update(
        last_message_at=same_time
    )
    wanted = ConversationFilter(status="open")
    seen, after = [], ""
    while True:
        page = list_rows(wanted, alice, after=after, limit=2)
        seen += [row.conversation for row in page.rows]
        if page.next_cursor is None:
            break
        after = page.next_cursor
    assert seen == shown(alice, wanted)
    assert len(seen) == 7
    assert seen[0] == made[2]


@pytest.mark.parametrize(
    "cursor",
    [
        "1",
        "a_b_c",
        "1_2026-11-22T10:00:00+00:00_x",
        "\x00_\x00_1",
        f"0_0001-01-01T00:00:00+23:59_{UUID(int=1)}",
        f"{'9' * 5000}_2026-11-22T10:00:00+00:00_{UUID(int=1)}",
    ],
)
def test_a_cursor_that_is_none_is_refused(alice: Agent, cursor: str) -> None:
    with pytest.raises(ActionRefused, match="begin at its top"):
        list_rows(EVERYTHING, alice, after=cursor)


def test_the_urgent_stand_above_the_newest_while_they_are_live(inbox: Inbox, alice: Agent) -> None:
    urgent, new = (make_message(inbox=inbox).conversation for _ in range(2))
    set_priority(urgent.id, "urgent", alice)
    assert shown(alice, ConversationFilter()) == [urgent, new]
    for conversation in (urgent, new):
        resolve(conversation.id, alice)
    assert shown(alice, ConversationFilter(status="resolved")) == [new, urgent]


def test_each_filter_narrows_the_list(inbox: Inbox, alice: Agent, bob: Agent) -> None:
    plain, mine, understood = (make_message(inbox=inbox).conversation for _ in range(3))
    assign(mine.id, by=bob, agent=alice)
    add_tag(mine.id, "return", alice)
    set_priority(mine.id, "high", alice)
    assign(plain.id, by=bob, team=alice.team)
    finish_message(understood.messages.get().id)
    elsewhere = make_message(inbox=make_inbox("open")).conversation
    snooze(elsewhere.id, timezone.now() + timedelta(hours=1), alice)
    assert shown(alice, ConversationFilter()) == [mine, understood, plain]
    assert shown(alice, ConversationFilter(status="snoozed")) == [elsewhere]
    assert shown(alice, ConversationFilter(whose="mine")) == [mine]
    assert shown(alice, ConversationFilter(whose="unassigned")) == [understood, plain]
    assert shown(alice, ConversationFilter(whose="team")) == [plain]
    assert shown(alice, ConversationFilter("", inbox=elsewhere.inbox_id)) == [elsewhere]
    assert shown(alice, ConversationFilter(intent="track_order")) == [understood]
    assert shown(alice, ConversationFilter(sentiment="neutral")) == [understood]
    assert shown(alice, ConversationFilter(sentiment="negative")) == []
    assert shown(alice, ConversationFilter(priority="high")) == [mine]
    assert shown(alice, ConversationFilter(tag="return")) == [mine]


def test_a_conversation_is_found_by_its_newest_reading_alone(inbox: Inbox, alice: Agent) -> None:
    message = make_message(inbox=inbox)
    conversation = message.conversation
    finish_message(message.id)
    newest = finish_message(receive_message(conversation.id, "I want my money back.").id)
    newest.intents, newest.sentiment = [{"label": "refund", "confidence": 0.9}], "negative"
    newest.save()
    receive_message(conversation.id, "Nothing has read this yet.")
    angry = ConversationFilter(intent="refund", sentiment="negative")
    assert shown(alice, angry) == [conversation]
    assert shown(alice, replace(angry, sentiment="neutral")) == []
    assert shown(alice, ConversationFilter(intent="track_order")) == []
    assert shown(alice, ConversationFilter(sentiment="neutral")) == []


def test_who_only_opened_the_chat_is_in_no_list(inbox: Inbox, alice: Agent) -> None:
    conversation = start_conversation(inbox, name="Anna Larsen")
    assert shown(alice) == []
    receive_message(conversation.id, "\n\n \nHello there")
    (found,) = list_rows(EVERYTHING, alice).rows
    assert (found.conversation, found.last_line) == (conversation, "Hello there")


def test_who_asked_for_a_person_without_a_word_is_in_the_list(alice: Agent) -> None:
    asking = start_conversation(make_inbox("silent", hand_off_text=""))
    request_person(asking.id)
    assert shown(alice) == [asking]
    assert shown(alice, ConversationFilter(whose="person")) == [asking]
    assert row(asking, alice).last_line == ""
    resolve(asking.id, alice)
    assert shown(alice) == [asking]
    assert shown(alice, replace(EVERYTHING, whose="person")) == []


def test_an_agent_without_a_team_has_nothing_in_the_teams_list(alice: Agent) -> None:
    make_message(inbox=make_inbox("open"))
    assert shown(make_agent("Erin Gray"), ConversationFilter(whose="team")) == []


@pytest.mark.parametrize(
    "search",
    [
        "parcels",
        "where parc",
        "anna",
        "Larsen",
        "anna@example",
        "example.com",
        "  LARS ",
        "FL-10432",
        "104",
    ],
)
def test_search_finds_words_names_and_addresses(inbox: Inbox, alice: Agent, search: str) -> None:
    conversation = start_conversation(inbox, name="Anna Larsen", email="anna.l@example.com")
    receive_message(conversation.id, "Where is my parcel, FL-10432?")
    make_message("A grinder, please", inbox=inbox)
    assert shown(alice, ConversationFilter(search=search)) == [conversation]


@pytest.mark.parametrize("search", ["nothing", "'", "a & | !", ":*", "'; DROP TABLE x", "\\", "🤷"])
def test_a_search_for_what_is_not_there_finds_nothing(
    conversation: Conversation, alice: Agent, search: str
) -> None:
    assert shown(alice, ConversationFilter(search=search)) == []


def test_search_never_reaches_an_inbox_of_another_team(
    conversation: Conversation, charlie: Agent
) -> None:
    assert shown(charlie, ConversationFilter(search="parcel")) == []


def test_the_history_of_a_contact_is_what_the_agent_may_see_of_it(
    inbox: Inbox, alice: Agent, charlie: Agent
) -> None:
    first, second = (start_conversation(inbox, external_id="anna") for _ in range(2))
    make_message(inbox=inbox)
    assert [each.conversation for each in list_history(second, alice)] == [first]
    assert list_history(second, charlie) == []


def test_a_bot_reply_of_the_past_is_no_reason_to_wait(
    conversation: Conversation, alice: Agent
) -> None:
    message = Message.objects.get(conversation=conversation)
    reply = reply_to(message, "Here is your parcel.")
    Conversation.objects.filter(id=conversation.id).update(answered_sequence=reply.sequence)
    found = row(conversation, alice)
    assert (found.waiting_since, found.last_sender) == (None, "bot")

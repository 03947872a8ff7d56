"""The list of conversations, its filters and its search."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from apps.accounts.models import Agent
from apps.conversations.actions import receive_message, send_reply, start_conversation
from apps.conversations.handling import add_tag, assign, resolve, set_priority
from apps.conversations.models import Contact, Conversation, Message
from apps.conversations.person_requests import request_person
from apps.conversations.snoozing import snooze
from tests.factories import finish_message, make_inbox, make_message, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice(alice: Agent) -> Agent:
    """In a team."""
    alice.team = make_team()
    alice.save()
    return alice


def listed(agent: Client, query: str = "") -> list[str]:
    """The ids of the rows that are shown, in order."""
    page = agent.get(f"/desk/list/?{query}").content.decode()
    return re.findall(r'id="row-([0-9a-f-]+)"', page)


def id_of(message: Message) -> str:
    return str(message.conversation_id)


def test_an_empty_list_says_what_will_happen(agent: Client) -> None:
    page = agent.get("/desk/").content.decode()
    assert "Nobody waits" in page
    assert "Choose a conversation" in page


@pytest.mark.parametrize("path", ["/desk/", "/desk/list/"])
def test_a_list_that_is_narrowed_to_nothing_does_not_say_that_nobody_waits(
    agent: Client, path: str
) -> None:
    make_message("Where is it?")
    page = agent.get(f"{path}?tag=nowhere").content.decode()
    assert "No conversation passes these filters" in page


def test_a_search_without_a_result_says_what_to_try(agent: Client) -> None:
    page = agent.get("/desk/list/?search=zebra").content.decode()
    assert "Nothing matches “zebra”" in page


def test_open_conversations_are_listed_newest_first_with_their_last_line(agent: Client) -> None:
    older, newer = make_message("The first"), make_message("The second")
    assert listed(agent) == [id_of(newer), id_of(older)]
    assert "The second" in agent.get("/desk/").content.decode()


def test_the_list_shows_conversations_of_one_status(agent: Client, alice: Agent) -> None:
    open_, waiting, resolved = make_message(), make_message(), make_message()
    send_reply(waiting.conversation_id, alice, "Hello")
    resolve(resolved.conversation_id, alice)
    assert listed(agent) == [id_of(open_)]
    assert listed(agent, "status=waiting") == [id_of(waiting)]
    assert listed(agent, "status=resolved") == [id_of(resolved)]


def test_the_list_of_any_status_has_them_all_newest_first_and_says_the_status_of_each(
    agent: Client, alice: Agent
) -> None:
    resolved, snoozed, waiting, asking, _ = (make_message() for _ in range(5))
    resolve(resolved.conversation_id, alice)
    snooze(snoozed.conversation_id, timezone.now() + timedelta(hours=1), alice)
    send_reply(waiting.conversation_id, alice, "Hello")
    request_person(asking.conversation_id)
    set_priority(snoozed.conversation_id, "urgent", alice)
    page = agent.get("/desk/?status=any").content.decode()
    assert '<option value="any" selected>' in page
    assert re.findall(r"data-status>([a-z ]+)<", page) == [
        "waiting",
        "open",
        "waits for a person",
        "snoozed",
        "resolved",
    ]
    assert f"/desk/c/{resolved.conversation_id}/?status=any" in page
    assert "data-status>" not in agent.get("/desk/?status=resolved").content.decode()


def test_a_search_says_how_many_match_in_other_statuses(agent: Client, alice: Agent) -> None:
    first, second = make_message("A lost kettle"), make_message("A lost kettle again")
    make_message("Something else")
    resolve(first.conversation_id, alice)
    page = agent.get("/desk/?search=kettle").content.decode()
    assert listed(agent, "search=kettle") == [id_of(second)]
    assert "1 more in another status" in page
    assert 'href="/desk/?search=kettle&amp;status=any" data-any-status' in page
    resolve(second.conversation_id, alice)
    page = agent.get("/desk/list/?search=kettle").content.decode()
    assert "No open conversation matches “kettle”" in page
    assert "2 in other statuses do." in page
    assert listed(agent, "search=kettle&status=any") == [id_of(second), id_of(first)]
    for query in ("search=kettle&status=any", "search=kettle&tag=x", "status=open"):
        assert "data-any-status" not in agent.get(f"/desk/list/?{query}").content.decode(), query


def test_a_search_counts_no_conversation_of_another_team(agent: Client, alice: Agent) -> None:
    foreign = make_inbox("foreign")
    message = make_message("A lost kettle", inbox=foreign)
    resolve(message.conversation_id, alice)
    foreign.teams.add(make_team("Wholesale"))
    assert "Nothing matches “kettle”" in agent.get("/desk/?search=kettle").content.decode()


def test_what_matches_in_other_statuses_is_counted_on_the_last_page_and_up_to_a_limit(
    agent: Client,
) -> None:
    make_inbox()
    for _ in range(101):
        make_message("A lost kettle")
    Conversation.objects.update(status="resolved")
    assert "99+ in other statuses do." in agent.get("/desk/?search=kettle").content.decode()
    Conversation.objects.filter(id__in=Conversation.objects.values("id")[:51]).update(status="open")
    first = agent.get("/desk/list/?search=kettle").content.decode()
    assert "data-any-status" not in first
    (more,) = re.findall(r'data-more="([^"]+)"', first)
    assert "50 more in other statuses" in agent.get(more.replace("&amp;", "&")).content.decode()


def test_the_list_shows_mine_my_teams_or_nobodys(agent: Client, alice: Agent) -> None:
    mine, teams, nobodys = make_message(), make_message(), make_message()
    assign(mine.conversation_id, by=alice, agent=alice)
    assign(teams.conversation_id, by=alice, team=alice.team)
    assert listed(agent, "whose=mine") == [id_of(mine)]
    assert listed(agent, "whose=team") == [id_of(teams)]
    assert set(listed(agent, "whose=unassigned")) == {id_of(teams), id_of(nobodys)}


def test_inbox_intent_sentiment_priority_and_tag_narrow(agent: Client, alice: Agent) -> None:
    other = make_message()
    inbox = make_inbox("second")
    message = make_message(inbox=inbox)
    prediction = finish_message(message.id)
    prediction.sentiment = "negative"
    prediction.save()
    set_priority(message.conversation_id, "urgent", alice)
    add_tag(message.conversation_id, "vip", alice)
    queries = ("intent=track_order", "sentiment=negative", "priority=urgent", "tag=vip")
    for query in (*queries, f"inbox={inbox.id}"):
        assert listed(agent, query) == [id_of(message)], query
    assert set(listed(agent)) == {id_of(message), id_of(other)}


def test_search_finds_words_and_people(agent: Client) -> None:
    parcel = make_message("The parcel is late")
    make_message("A broken kettle")
    Contact.objects.filter(conversations=parcel.conversation_id).update(name="Nora Lindqvist")
    assert listed(agent, "search=parcel") == [id_of(parcel)]
    assert listed(agent, "search=lindq") == [id_of(parcel)]


def test_an_address_of_the_stream_with_nonsense_still_opens_it(agent: Client) -> None:
    for after in ("9" * 5000, "x", "-1", "٣"):
        assert agent.get("/desk/live/", {"after": after}).status_code == 200


def test_a_bookmark_with_nonsense_still_opens_the_list(agent: Client) -> None:
    message = make_message()
    nonsense = "status=x&whose=y&inbox=z&sentiment=q&priority=p"
    assert listed(agent, f"{nonsense}&intent=%00&tag=%00&search=%00") == [id_of(message)]
    assert agent.get("/desk/?after=nonsense").status_code == 200
    assert agent.get("/desk/list/?after=nonsense").status_code == 409


def test_a_long_list_comes_page_by_page_and_shows_each_once(agent: Client) -> None:
    make_inbox()
    ids = [id_of(make_message()) for _ in range(53)]
    first = agent.get("/desk/list/").content.decode()
    (more,) = re.findall(r'data-more="([^"]+)"', first)
    second = agent.get(more.replace("&amp;", "&")).content.decode()
    shown = re.findall(r'id="row-([0-9a-f-]+)"', first + second)
    assert shown == ids[::-1]
    assert "data-more" not in second


def test_unread_is_bold_until_it_is_opened_and_a_peek_does_not_count(agent: Client) -> None:
    message = make_message()
    path = f"/desk/c/{message.conversation_id}/"
    agent.get(path, headers={"X-Desk": "1", "X-Desk-Peek": "1"})
    assert "list-row unread" in agent.get("/desk/list/").content.decode()
    agent.get(path, headers={"X-Desk": "1"})
    assert "list-row unread" not in agent.get("/desk/list/").content.decode()


def test_the_rail_counts_those_who_wait(agent: Client, alice: Agent) -> None:
    waiting = make_message()
    resolve(make_message().conversation_id, alice)
    page = agent.get("/desk/").content.decode()
    # A name of its own would hide the number from those who hear the page.
    assert 'title="Inbox" aria-label' not in page
    assert ">Inbox</span> <span" in page
    assert ">1</span>" in page
    resolve(waiting.conversation_id, alice)
    assert "data-waiting-badge></span>" in agent.get("/desk/").content.decode()


def test_what_a_customer_writes_is_shown_and_never_run(agent: Client) -> None:
    inbox = make_inbox()
    hostile = '<script>alert(1)</script><img src=x onerror="alert(2)"> [a](javascript:alert(3))'
    conversation = start_conversation(inbox, name="<b>Eve</b>", email='"><script>')
    receive_message(conversation.id, hostile)
    page = agent.get(f"/desk/c/{conversation.id}/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>Eve</b>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

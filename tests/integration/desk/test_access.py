"""Who may come in, and what is not there for whom."""

from __future__ import annotations

from datetime import UTC, datetime
from string import ascii_lowercase

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from apps.accounts.models import Agent
from apps.conversations.models import Conversation, Inbox, Message, Note
from apps.desk.inbox import pages
from apps.knowledge.models import Article
from tests.factories import PASSWORD, finish_message, make_inbox, make_message, make_team
from tests.integration.staff import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def foreign_inbox() -> Inbox:
    """Only for a team that Alice is not in."""
    inbox = make_inbox("foreign")
    inbox.teams.add(make_team("Wholesale"))
    return inbox


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(alice: Agent) -> None:
    client = Client()
    sent = client.get("/desk/?status=waiting")
    assert sent.status_code == 302
    assert sent["Location"] == "/desk/login/?next=%2Fdesk%2F%3Fstatus%3Dwaiting"
    signed_in = client.post(sent["Location"], {"username": alice.email, "password": PASSWORD})
    assert signed_in["Location"] == "/desk/?status=waiting"


def test_a_next_address_of_another_site_is_not_followed(alice: Agent) -> None:
    credentials = {"username": alice.email, "password": PASSWORD}
    response = Client().post("/desk/login/?next=https://elsewhere.example/", credentials)
    assert response["Location"] == "/desk/"


def test_a_script_that_is_not_signed_in_gets_401_and_no_page() -> None:
    for path in ("/desk/list/", "/desk/live/"):
        assert Client().get(path, headers={"Accept": "text/plain"}).status_code == 401
    fragment = Client().get("/desk/list/", headers={"HX-Request": "true"})
    assert fragment.status_code == 401
    assert fragment["HX-Redirect"].startswith("/desk/login/")


def test_a_wrong_password_says_what_to_check(alice: Agent) -> None:
    credentials = {"username": alice.email, "password": "wrong"}
    page = Client().post("/desk/login/", credentials).content.decode()
    assert "do not belong together" in page


def test_an_address_is_the_same_however_it_is_capitalised(alice: Agent) -> None:
    for email in ("Alice@Firstline.Example", " ALICE@firstline.example "):
        signed_in = Client().post("/desk/login/", {"username": email, "password": PASSWORD})
        assert signed_in.status_code == 302


def test_two_whose_addresses_differ_in_capitals_alone_can_both_sign_in(alice: Agent) -> None:
    twin = Agent.objects.create_user("twin@firstline.example", "another-password")
    Agent.objects.filter(id=twin.id).update(email=alice.email.upper())
    for email, password, agent in (
        (alice.email, PASSWORD, alice),
        (alice.email.upper(), "another-password", twin),
        (alice.email.title(), PASSWORD, alice),
    ):
        assert Agent.objects.get_by_natural_key(email) == agent
        assert agent.check_password(password)


def test_what_is_no_address_is_refused_in_a_sentence(
    alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RATE_LIMITS", True)
    for email in ("a\0b@firstline.example", "x" * 5000, ""):
        refused = Client().post("/desk/login/", {"username": email, "password": PASSWORD})
        assert refused.status_code == 200
        assert "Sign in" in refused.content.decode()


def test_nobody_guesses_passwords_for_long(alice: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "RATE_LIMITS", True)
    wrong = {"username": alice.email.upper(), "password": "wrong"}
    tried = [Client().post("/desk/login/", wrong) for _ in range(25)]
    assert {response.status_code for response in tried} == {200, 429}
    refused = next(response for response in tried if response.status_code == 429)
    assert "Too many attempts" in refused.content.decode()


def test_who_guesses_elsewhere_locks_no_agent_out(
    alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RATE_LIMITS", True)
    hers, right = Client(), {"username": alice.email, "password": PASSWORD}
    assert hers.post("/desk/login/", right).status_code == 302
    hers.post("/desk/logout/")
    elsewhere, wrong = Client(REMOTE_ADDR="192.0.2.7"), right | {"password": "wrong"}
    tried = [elsewhere.post("/desk/login/", wrong) for _ in range(21)]
    assert 429 in {response.status_code for response in tried}
    assert hers.post("/desk/login/", right | {"username": alice.email.title()}).status_code == 302


def test_a_browser_that_is_known_guesses_no_longer_than_others(
    alice: Agent, bob: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RATE_LIMITS", True)
    for known in (alice, bob):
        browser = Client()
        browser.post("/desk/login/", {"username": known.email, "password": PASSWORD})
        browser.post("/desk/logout/")
        wrong = {"username": alice.email, "password": "wrong"}
        tried = [browser.post("/desk/login/", wrong) for _ in range(21)]
        assert 429 in {response.status_code for response in tried}


def test_nobody_keeps_the_processors_busy_with_passwords(
    alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RATE_LIMITS", True)
    names = [f"nobody-{number}@firstline.example" for number in range(70)]
    tried = [Client().post("/desk/login/", {"username": each, "password": "x"}) for each in names]
    assert [response.status_code for response in tried].count(429) >= 70 - 2 * 30
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    given = {"username": alice.email, "password": PASSWORD}
    assert elsewhere.post("/desk/login/", given).status_code == 302


def test_an_address_counts_as_the_same_however_its_letters_are_drawn(
    alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RATE_LIMITS", True)
    drawn = [
        alice.email.replace(letter, chr(ord(letter) + style))
        for letter in sorted(set(alice.email) & set(ascii_lowercase))
        # Full-width letters, mathematical bold and mathematical italic ones.
        for style in (0xFF41 - 0x61, 0x1D41A - 0x61, 0x1D482 - 0x61)
    ]
    right = {"username": drawn[0], "password": PASSWORD}
    assert Client().post("/desk/login/", right).status_code == 302
    tried = [Client().post("/desk/login/", {"username": each, "password": "x"}) for each in drawn]
    assert 429 in {response.status_code for response in tried}


def test_djangos_admin_is_entered_by_the_same_door(charlie: Agent, supervisor: Client) -> None:
    given = {"username": charlie.email, "password": PASSWORD}
    client = Client()
    sent = client.post(client.get("/admin/")["Location"], given)
    assert sent.status_code == 302
    assert sent["Location"].startswith("/desk/login/")
    assert "sessionid" not in client.cookies
    entered = client.post(sent["Location"], given, follow=True)
    assert entered.request["PATH_INFO"] == "/admin/"
    assert supervisor.get("/admin/", follow=True).status_code == 403


def test_an_error_page_says_what_is_not_lost_and_leads_on(
    alice: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("Where is my parcel?")

    monkeypatch.setattr(pages, "list_rows", fail)
    client = browser_of(alice)
    client.raise_request_exception = False
    broken = client.get("/desk/")
    assert broken.status_code == 500
    page = broken.content.decode()
    assert "is kept in this tab" in page
    assert 'href="/desk/"' in page
    assert "parcel" not in page


def test_an_agent_who_has_left_is_out_at_once(alice: Agent) -> None:
    client = browser_of(alice)
    assert client.get("/desk/").status_code == 200
    Agent.objects.filter(id=alice.id).update(is_active=False)
    assert client.get("/desk/").status_code == 302


def test_signing_out_closes_the_desk(alice: Agent) -> None:
    client = browser_of(alice)
    client.post("/desk/logout/")
    assert client.get("/desk/").status_code == 302


def test_pages_allow_no_inline_script_and_no_frame(alice: Agent) -> None:
    policy = browser_of(alice).get("/desk/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy


def test_no_browser_keeps_what_an_agent_has_seen(alice: Agent) -> None:
    message = make_message("I have moved to Galway")
    path = f"/desk/c/{message.conversation_id}/"
    for headers in ({}, {"X-Desk": "1"}):
        assert "no-store" in browser_of(alice).get(path, headers=headers)["Cache-Control"]


@pytest.mark.parametrize(
    ("named", "shown"), [("Asia/Kolkata", "01:20"), ("", "19:50"), ("../etc/passwd", "19:50")]
)
def test_times_are_those_of_the_agents_own_clock(alice: Agent, named: str, shown: str) -> None:
    article = Article.objects.create(slug="tea", title="Tea", body="Green.")
    Article.objects.update(updated_at=datetime(2026, 5, 1, 19, 50, tzinfo=UTC))
    client = browser_of(alice)
    client.cookies["timezone"] = named
    assert (
        f"2026, {shown}" in client.get(f"/desk/knowledge/articles/{article.id}/").content.decode()
    )


def test_another_teams_conversation_is_not_there(alice: Agent, foreign_inbox: Inbox) -> None:
    message = make_message("A secret of theirs", foreign_inbox)
    suggestion = finish_message(message.id).suggestions.get(rank=1)
    client, id_ = browser_of(alice), message.conversation_id
    assert "A secret of theirs" not in client.get("/desk/?status=open").content.decode()
    assert client.get(f"/desk/c/{id_}/").status_code == 404
    evidence = reverse("desk:evidence", args=[id_, suggestion.id])
    assert client.get(evidence).status_code == 404
    form = {"text": "Hello", "key": "k", "tag": "x", "priority": "low"}
    for act in ("reply", "note", "assign", "resolve", "reopen", "snooze", "priority", "tag"):
        assert client.post(f"/desk/c/{id_}/{act}/", form).status_code == 404
    unchanged = Conversation.objects.get(id=id_)
    assert (unchanged.status, unchanged.message_count, unchanged.tags) == ("open", 1, [])
    assert not Note.objects.exists()


def test_a_supervisor_sees_every_inbox(foreign_inbox: Inbox, supervisor: Client) -> None:
    message = make_message("A secret of theirs", foreign_inbox)
    page = supervisor.get(f"/desk/c/{message.conversation_id}/")
    assert "A secret of theirs" in page.content.decode()


def test_a_suggestion_of_another_conversation_is_not_there(alice: Agent) -> None:
    mine, other = make_message(), make_message()
    suggestion = finish_message(other.id).suggestions.get(rank=1)
    finish_message(mine.id)
    client = browser_of(alice)
    path = f"/desk/c/{mine.conversation_id}/suggestions/{suggestion.id}"
    assert client.get(f"{path}/evidence/").status_code == 404
    assert client.post(f"{path}/reject/").status_code == 404
    stolen = {"text": "Hello", "key": "k", "suggestion": str(suggestion.id)}
    # As if it had been erased: nobody learns whether there is one elsewhere.
    assert client.post(f"/desk/c/{mine.conversation_id}/reply/", stolen).status_code == 410
    assert not Message.objects.filter(direction="outgoing").exists()


def test_what_changes_something_is_never_done_by_a_link(alice: Agent) -> None:
    message = make_message()
    for act in ("reply", "note", "assign", "resolve", "read"):
        got = browser_of(alice).get(f"/desk/c/{message.conversation_id}/{act}/")
        assert got.status_code == 405


def test_a_post_without_the_token_of_the_page_is_refused(alice: Agent) -> None:
    message = make_message()
    client = Client(enforce_csrf_checks=True)
    client.force_login(alice)
    path = f"/desk/c/{message.conversation_id}/resolve/"
    refused = client.post(path)
    assert refused.status_code == 403
    assert "Your session has changed" in refused.content.decode()

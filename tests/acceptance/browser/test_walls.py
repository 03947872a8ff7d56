"""What belongs to another contact or to another team's inbox is not there for whoever asks."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.windows import Windows
from tests.acceptance.callers import Contact
from tests.acceptance.one_process import OneProcess
from tests.processes import MANAGE, run

pytestmark = pytest.mark.system

MAKE_INBOX = """
from apps.accounts.models import Team
from apps.conversations.models import Inbox
from apps.conversations.actions import receive_message, start_conversation
inbox = Inbox.objects.create(name="Repairs {key}", site_key="{key}")
inbox.teams.add(Team.objects.get(name="Products and repairs"))
conversation = start_conversation(inbox, name="Zelda {key}")
receive_message(conversation.id, "A secret of the repairs {key}")
print("made", conversation.id)
"""


@pytest.fixture(scope="module")
def key() -> str:
    return f"wall{uuid4().hex[:8]}"


@pytest.fixture(scope="module")
def walled(house: OneProcess, key: str) -> str:
    """A conversation in an inbox of Charlie's team; Alice is of another."""
    done = run((*MANAGE, "shell", "-c", MAKE_INBOX.format(key=key)), house.environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.rpartition("made ")[2].strip()


def test_an_agent_of_another_team_meets_no_trace_of_it(
    windows: Windows, walled: str, key: str
) -> None:
    page = windows.sign_in("alice@example.com", f"/desk/?search={key}")
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    page.goto("/desk/")
    assert key not in page.content()
    cookies = {each["name"]: each["value"] for each in page.context.cookies()}
    token = cookies["csrftoken"]
    asked = page.context.request
    assert asked.get(f"/desk/c/{walled}/").status == 404
    for act in (
        "reply",
        "note",
        "assign",
        "resolve",
        "reopen",
        "snooze",
        "priority",
        "tag",
        "read",
    ):
        answer = asked.post(
            f"/desk/c/{walled}/{act}/",
            headers={"X-CSRFToken": token, "Referer": windows.address},
            form={"text": "Hello", "key": uuid4().hex, "tag": "x", "priority": "high"},
        )
        assert answer.status == 404, act


def test_who_is_of_the_team_finds_it(windows: Windows, walled: str, key: str) -> None:
    page = windows.sign_in("charlie@example.com", f"/desk/?search={key}")
    page.locator(".list-row").click()
    expect(page.locator(".entries").get_by_text(f"A secret of the repairs {key}")).to_be_visible()


def test_a_stranger_is_asked_to_sign_in_and_learns_nothing(windows: Windows, walled: str) -> None:
    page = windows.open(f"/desk/c/{walled}/")
    expect(page.get_by_label("Password")).to_be_visible()
    assert walled not in page.locator("main").inner_text()


def test_a_contact_reaches_no_other_contacts_conversation(windows: Windows, walled: str) -> None:
    anna, mallory = Contact.begin(windows.address), Contact.begin(windows.address)
    message = anna.ask("My order FL-10432 is for a secret birthday")
    for conversation in (anna.conversation, walled):
        path = f"/conversations/{conversation}"
        assert mallory.http.get(f"{path}/messages").status_code == 404
        assert mallory.http.post(f"{path}/messages", json={"text": "Hi"}).status_code == 404
        assert mallory.http.get(f"{path}/events").status_code == 404
    assert mallory.http.get(f"/messages/{message['id']}").status_code == 404
    rating = mallory.http.post(f"/messages/{message['id']}/feedback", json={"rating": "up"})
    assert rating.status_code == 404


def test_two_visitors_on_one_page_have_a_conversation_each(windows: Windows) -> None:
    first, second = (windows.open("/widget/demo/") for _ in range(2))
    first.locator("#text").fill("A secret of the first visitor")
    first.locator("#text").press("Enter")
    expect(first.locator(".message").get_by_text("A secret of the first visitor")).to_be_visible()
    second.reload()
    expect(second.locator("#text")).to_be_visible()
    expect(second.get_by_text("A secret of the first visitor")).to_have_count(0)

"""One agent with several tabs."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.browser.windows import Windows
from tests.acceptance.callers import Contact

pytestmark = pytest.mark.system


def test_what_one_tab_has_sent_does_not_wait_in_another(windows: Windows) -> None:
    name = uuid4().hex[:8]
    contact = Contact.begin(windows.address)
    contact.ask(f"I want to talk to a person {name}")
    alice = windows.sign_in("alice@example.com", f"/desk/c/{contact.conversation}/")
    other = alice.context.new_page()
    other.goto(urlsplit(alice.url).path)
    here, there = (page.get_by_role("textbox", name="Write a reply") for page in (alice, other))
    here.fill("It left today.")
    expect(there).to_have_value("It left today.")
    here.press("Control+Enter")
    expect(there).to_have_value("")
    there.press("Control+Enter")
    said = other.locator(".entry.agent .bubble")
    expect(said).to_have_text(["It left today."])


def test_tabs_that_nobody_sees_leave_room_for_others_and_catch_up(windows: Windows) -> None:
    name = uuid4().hex[:8]
    contact = Contact.begin(windows.address)
    contact.ask(f"I want to talk to a person {name}")
    alice = windows.sign_in("alice@example.com", f"/desk/c/{contact.conversation}/")
    for _ in range(7):
        unseen = alice.context.new_page()
        unseen.add_init_script(
            "Object.defineProperty(document, 'hidden', {value: true, writable: true})"
        )
        unseen.goto(urlsplit(alice.url).path)
    look(alice, away=True)
    contact.ask(f"Is anybody there? {name}")
    for page in (unseen, alice):
        look(page, away=False)
        expect(page.locator(".entries").get_by_text("Is anybody there?")).to_be_visible()


def test_the_title_of_a_tab_that_nobody_sees_tells_who_has_come(windows: Windows) -> None:
    alice = windows.sign_in("alice@example.com")
    alice.clock.install()
    alice.reload()
    expect(alice).to_have_title(re.compile(r"^\(\d+\) Inbox"))
    before = alice.title()
    look(alice, away=True)
    Contact.begin(windows.address).ask("I want to talk to a person")
    assert alice.title() == before
    alice.clock.fast_forward("01:01")
    expect(alice).not_to_have_title(before)
    expect(alice).to_have_title(re.compile(r"^\(\d+\) Inbox"))


def look(page: Page, *, away: bool) -> None:
    """At this tab or at another one; the browser of a test says by itself that it sees them all."""
    page.evaluate(
        """away => {
          Object.defineProperty(document, "hidden", {value: away, writable: true});
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        away,
    )

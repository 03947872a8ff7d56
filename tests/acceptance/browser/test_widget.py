"""A customer in a shop: in several tabs, and known to it only after the page was loaded."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.acceptance.browser.test_conversation import open_chat, say
from tests.acceptance.browser.windows import Windows

pytestmark = pytest.mark.system
ASKED = "I want to talk to a person about"


def open_ready_chat(page: Page) -> FrameLocator:
    chat = open_chat(page)
    expect(chat.locator("#text")).to_be_visible()
    return chat


def test_two_tabs_hold_one_conversation(windows: Windows) -> None:
    name = uuid4().hex[:8]
    first = windows.open("/demo/")
    second = first.context.new_page()
    second.goto("/demo/")
    chats = [open_ready_chat(tab) for tab in (first, second)]
    say(chats[0], f"{ASKED} my grinder {name}")
    expect(chats[0].get_by_text("I am passing this to a colleague")).to_be_visible()
    say(chats[1], f"And about my kettle {name}")
    for chat in chats:
        expect(chat.get_by_text(f"about my kettle {name}")).to_be_visible()
        expect(chat.get_by_text(f"about my grinder {name}")).to_be_visible()
    first.reload()
    expect(open_chat(first).get_by_text(f"about my grinder {name}")).to_be_visible()


def test_a_tab_that_was_not_told_goes_on_with_what_another_has_begun(windows: Windows) -> None:
    name = uuid4().hex[:8]
    first = windows.open("/demo/")
    second = first.context.new_page()
    # As where a browser freezes a tab that nobody looks at.
    second.add_init_script("addEventListener('storage', (told) => told.stopImmediatePropagation())")
    second.goto("/demo/")
    chats = [open_ready_chat(tab) for tab in (first, second)]
    say(chats[0], f"{ASKED} my grinder {name}")
    expect(chats[0].get_by_text("I am passing this to a colleague")).to_be_visible()
    expect(chats[1].get_by_text(f"about my grinder {name}")).to_have_count(0)
    say(chats[1], f"And about my kettle {name}")
    expect(chats[1].get_by_text(f"about my grinder {name}")).to_be_visible()


def test_what_a_site_tells_of_a_visitor_before_they_write_is_taken(windows: Windows) -> None:
    shop = windows.open("/demo/")
    chat = open_ready_chat(shop)
    expect(chat.locator("#questions")).to_be_visible()
    shop.evaluate("Firstline.identify({ name: 'Ann Moran', email: 'ann@example.com' })")
    with shop.expect_request("**/api/v1/conversations") as started:
        say(chat, f"{ASKED} my grinder")
    contact = json.loads(started.value.post_data or "")["contact"]
    assert (contact["name"], contact["email"]) == ("Ann Moran", "ann@example.com")
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()

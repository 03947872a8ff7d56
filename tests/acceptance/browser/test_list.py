"""The list of conversations: what is new in it, and what it is narrowed to."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.windows import Windows
from tests.acceptance.callers import Contact

pytestmark = pytest.mark.system

# Two more than are shown at once.
WAITING = 52


def test_only_who_is_new_is_announced_as_new(windows: Windows) -> None:
    word = f"list{uuid4().hex[:8]}"
    for _ in range(WAITING):
        contact = Contact.begin(windows.address)
        contact.post(f"I want to talk to a person {word}")
    contact.ask(f"Is anybody there? {word}")
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    rows = page.locator(".list-row")
    expect(rows).to_have_count(50)
    page.keyboard.press("j")
    expect(page.locator("article.thread")).to_be_visible()
    with page.expect_response("**/desk/list/**"):
        page.keyboard.press("e")
    expect(rows).to_have_count(49)
    newer = page.locator("[data-newer-rows]")
    expect(newer).to_be_hidden()
    Contact.begin(windows.address).ask(f"I want to talk to a person, too {word}")
    expect(newer).to_have_text("1 new conversation")
    newer.press("Enter")
    expect(rows.first).to_contain_text("a person, too")

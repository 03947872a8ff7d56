"""The list of conversations: what is new in it, and what it is narrowed to."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Route, expect

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
    newcomer = Contact.begin(windows.address)
    newcomer.ask(f"I want to talk to a person, too {word}")
    expect(newer).to_have_text("1 new conversation")
    # It is read out, once: what happens elsewhere changes nothing of it.
    status = page.get_by_role("status").filter(has=newer)
    expect(status).to_match_aria_snapshot('- status:\n  - button "1 new conversation"')
    status.evaluate(
        """element => new MutationObserver(() => { element.dataset.changed = "yes"; })
        .observe(element, { childList: true, subtree: true, characterData: true })"""
    )
    with page.expect_response("**/desk/list/**"):
        newcomer.ask(f"I want to talk to a person, too, please {word}")
    page.wait_for_timeout(300)
    expect(status).not_to_have_attribute("data-changed", "yes")
    newer.press("Enter")
    expect(rows.first).to_contain_text("a person, too, please")
    expect(page.locator("[data-row-list]")).to_be_focused()
    page.get_by_role("button", name="Show more").press("Enter")
    expect(rows).to_have_count(WAITING)
    expect(rows.nth(50)).to_be_focused()


def test_a_list_that_comes_late_does_not_replace_what_was_asked_for_since(
    windows: Windows,
) -> None:
    word = f"list{uuid4().hex[:8]}"
    for number in range(2):
        Contact.begin(windows.address).ask(f"Where is order FL-1004{number}? {word} {word}{number}")
    page = windows.sign_in("alice@example.com")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(f"**/desk/list/?search={word}&**", hold)
    search = page.get_by_role("searchbox", name="Search")
    search.fill(word)
    page.wait_for_timeout(500)
    search.fill(f"{word}0")
    rows = page.locator(".list-row")
    expect(rows).to_have_count(1)
    with page.expect_response(f"**/desk/list/?search={word}&**"):
        held[0].continue_()
    page.wait_for_timeout(300)
    expect(rows).to_have_count(1)
    assert f"search={word}0" in page.url


def test_who_looks_somebody_up_sees_every_status_and_whoever_is_resolved_stays_there(
    windows: Windows,
) -> None:
    word = f"list{uuid4().hex[:8]}"
    contacts = [Contact.begin(windows.address) for _ in range(2)]
    for contact in contacts:
        contact.ask(f"I want to talk to a person {word}")
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    rows, statuses = page.locator(".list-row"), page.locator(".list-row [data-status]")
    expect(rows).to_have_count(2)
    page.keyboard.press("j")
    expect(page.locator("article.thread")).to_be_visible()
    page.keyboard.press("e")
    expect(rows).to_have_count(1)
    page.get_by_role("link", name="1 more in another status").press("Enter")
    expect(page.locator("[data-row-list]")).to_be_focused()
    expect(statuses).to_have_text(["resolved", "waits for a person"])
    assert "status=any" in page.url
    page.get_by_role("button", name="Undo").click()
    expect(statuses).to_have_text(["waits for a person", "waits for a person"])
    expect(page.locator("article.thread")).to_have_attribute(
        "data-conversation", contacts[1].conversation
    )
    with page.expect_response("**/resolve/"):
        page.keyboard.press("e")
    expect(statuses).to_have_text(["resolved", "waits for a person"])
    expect(rows.nth(1)).to_have_attribute("aria-current", "true")
    contacts[1].ask(f"I want to talk to a person, still {word}")
    expect(statuses).to_have_text(["waits for a person", "waits for a person"])
    expect(rows.first).to_contain_text("still")


def test_a_list_that_was_emptied_says_so_until_what_left_it_is_back(windows: Windows) -> None:
    word = f"list{uuid4().hex[:8]}"
    Contact.begin(windows.address).ask(f"I want to talk to a person {word}")
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    page.keyboard.press("j")
    expect(page.locator("article.thread")).to_be_visible()
    page.keyboard.press("e")
    emptied = page.get_by_role("heading", name="No open conversation matches")
    expect(emptied).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".list-row")).to_have_count(1)
    expect(emptied).to_be_hidden()


def test_what_narrows_the_list_is_counted_while_it_is_folded_away(windows: Windows) -> None:
    Contact.begin(windows.address).ask("I want to talk to a person")
    page = windows.sign_in("alice@example.com")
    fold = page.get_by_role("button", name="More filters")
    fold.click()
    page.get_by_label("Tag", exact=True).fill("nowhere")
    expect(page.get_by_text("No conversation passes these filters")).to_be_visible()
    fold.click()
    expect(fold).to_have_text("1")

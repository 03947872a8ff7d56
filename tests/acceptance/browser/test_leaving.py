"""Agents who share a browser: none of them sees what another was writing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.acceptance.browser.windows import Windows, wait_until_alive
from tests.acceptance.callers import Contact

pytestmark = pytest.mark.system

KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}])"


def write(page: Page, conversation: str, words: str) -> None:
    page.goto("/desk/knowledge/new/")
    page.get_by_label("Body").fill(words)
    page.goto(conversation)
    page.get_by_role("textbox", name="Write a reply").fill(words)


def enter(page: Page, windows: Windows, email: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(windows.password)
    page.get_by_label("Password").press("Enter")
    wait_until_alive(page)


def expect_nothing_kept(page: Page, conversation: str, words: str) -> None:
    page.goto("/desk/knowledge/new/")
    expect(page.get_by_label("Body")).to_have_value("")
    page.goto(conversation)
    expect(page.get_by_role("textbox", name="Write a reply")).to_have_value("")
    assert words not in page.evaluate(KEPT)


def test_what_was_written_is_gone_for_whoever_comes_next_and_stays_for_its_writer(
    windows: Windows,
) -> None:
    contact = Contact.begin(windows.address)
    contact.ask("I want to talk to a person")
    conversation = f"/desk/c/{contact.conversation}/"
    page = windows.sign_in("bob@example.com")
    write(page, conversation, "By Bob.")
    page.context.clear_cookies(name="sessionid")
    page.goto(conversation)
    enter(page, windows, "bob@example.com")
    expect(page.get_by_role("textbox", name="Write a reply")).to_have_value("By Bob.")

    page.get_by_role("button", name="Sign out").click()
    enter(page, windows, "charlie@example.com")
    expect_nothing_kept(page, conversation, "By Bob.")

    write(page, conversation, "By Charlie.")
    page.context.clear_cookies(name="sessionid")
    page.goto("/desk/")
    enter(page, windows, "bob@example.com")
    expect_nothing_kept(page, conversation, "By Charlie.")


def test_whose_session_ends_while_writing_is_told_that_it_is_kept(windows: Windows) -> None:
    contact = Contact.begin(windows.address)
    contact.ask("I want to talk to a person")
    page = windows.sign_in("bob@example.com", f"/desk/c/{contact.conversation}/?whose=all")
    composer = page.get_by_role("textbox", name="Write a reply")
    page.context.clear_cookies(name="sessionid")
    composer.fill("By Bob.")
    expect(page.get_by_text("What you were writing is kept")).to_be_visible()
    windows.problems.clear()
    enter(page, windows, "bob@example.com")
    expect(page).to_have_url(f"{windows.address}/desk/c/{contact.conversation}/?whose=all")
    expect(composer).to_have_value("By Bob.")

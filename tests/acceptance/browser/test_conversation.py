"""A customer and an agent, each in a window of their own, through a whole conversation."""

from __future__ import annotations

import re
from urllib.parse import urlsplit
from uuid import uuid4

from playwright.sync_api import FrameLocator, Locator, Page, Route, expect

from tests.acceptance.browser.windows import PHONE, Windows
from tests.acceptance.callers import Contact


def open_chat(page: Page) -> FrameLocator:
    """The customer presses the button; the panel is a page of its own."""
    page.get_by_role("button", name="Open the chat").click()
    return page.frame_locator("iframe")


def say(chat: FrameLocator, text: str) -> None:
    chat.locator("#text").fill(text)
    chat.locator("#text").press("Enter")


def leave_something_open(agent: Page, composer: Locator) -> None:
    """It is sent only when she says that it is meant so."""
    composer.fill("Hello, this is {{ shoe }}.")
    expect(agent.get_by_role("button", name="Fill in: shoe")).to_be_visible()
    composer.press("Control+Enter")
    expect(agent.get_by_text("Fill in what is marked")).to_be_visible()
    composer.fill("Hello, write to <EMAIL> in {{ braces }}.")
    agent.get_by_role("button", name="It is meant so").click()
    composer.press("Control+Enter")


def test_a_customer_and_an_agent_talk_until_all_is_settled(windows: Windows) -> None:
    name = uuid4().hex[:8]
    customer = windows.open("/demo/")
    chat = open_chat(customer)
    say(chat, f"I want to talk to a person about my grinder {name}")
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()

    alice = windows.sign_in("alice@example.com", f"/desk/?search={name}")
    alice.locator(".list-row").click()
    thread = alice.locator(".entries")
    expect(thread.get_by_text(f"about my grinder {name}")).to_be_visible()
    expect(thread.get_by_text(re.compile("Handed"))).to_be_visible()
    composer = alice.get_by_role("textbox", name="Write a reply")
    bob = windows.sign_in("bob@example.com", urlsplit(alice.url).path)
    leave_something_open(alice, composer)
    expect(chat.get_by_text("Hello, write to <EMAIL> in {{ braces }}.")).to_be_visible()
    composer.fill("This is Alice. What does it do?")
    expect(bob.get_by_text("Alice is writing a reply")).to_be_visible()
    composer.press("Control+Enter")
    expect(chat.get_by_text("This is Alice. What does it do?")).to_be_visible()
    expect(bob.get_by_text("Alice is writing a reply")).to_have_count(0)

    say(chat, "It makes a strange noise.")
    expect(thread.get_by_text("It makes a strange noise.")).to_be_visible()

    alice.get_by_role("button", name="Note", exact=True).click()
    note = alice.get_by_role("textbox", name="Write a note")
    note.fill("Sounds like the bearing.")
    note.press("Control+Enter")
    expect(thread.get_by_text("Sounds like the bearing.")).to_be_visible()

    alice.get_by_role("button", name="Reply", exact=True).click()
    composer.fill("We send you a new bearing today: https://shop.example/a?b=1.")
    composer.press("Control+Enter")
    for side in (chat, thread):
        link = side.get_by_role("link", name="https://shop.example/a?b=1", exact=True)
        expect(link).to_have_attribute("target", "_blank")
    expect(chat.get_by_text("Sounds like the bearing.")).to_have_count(0)

    alice.get_by_role("button", name="Resolve").click()
    expect(alice.get_by_text("Resolved.")).to_be_visible()
    say(chat, "Wonderful, thank you!")
    expect(chat.get_by_text("Wonderful, thank you!")).to_be_visible()
    alice.goto(f"/desk/?search={name}")
    expect(alice.locator(".list-row").get_by_text("Wonderful, thank you!")).to_be_visible()

    customer.reload()
    chat = open_chat(customer)
    expect(chat.get_by_text("We send you a new bearing today")).to_be_visible()
    expect(chat.get_by_text("Wonderful, thank you!")).to_be_visible()


def test_what_is_written_while_a_message_is_under_way_follows_it_or_stays(
    windows: Windows,
) -> None:
    name = uuid4().hex[:8]
    contact = Contact.begin(windows.address)
    contact.ask(f"I want to talk to a person {name}")
    alice = windows.sign_in("alice@example.com", f"/desk/?search={name}")
    alice.locator(".list-row").click()
    composer = alice.get_by_role("textbox", name="Write a reply")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)
        if len(held) == 2:
            route.continue_()

    alice.route("**/reply/", hold)
    for text in ("The first.", "The second."):
        composer.fill(text)
        composer.press("Control+Enter")
    expect(alice.get_by_text("It is sent after the one before")).to_be_visible()
    held[0].continue_()
    said = alice.locator(".entry.agent:not(.pending) .bubble")
    expect(said).to_have_text(["The first.", "The second."])
    expect(composer).to_have_value("")

    with alice.expect_request("**/reply/"):
        composer.fill("The third.")
        composer.press("Control+Enter")
    composer.fill("The fourth.")
    held[2].abort("aborted")
    expect(composer).to_have_value("The third.\n\nThe fourth.")


def test_a_suggestion_takes_no_words_away(windows: Windows) -> None:
    name = uuid4().hex[:8]
    contact = Contact.begin(windows.address)
    contact.ask("I want to talk to a person")
    contact.ask(f"How long does delivery to Germany take? {name}")
    alice = windows.sign_in("alice@example.com", f"/desk/?search={name}")
    alice.locator(".list-row").click()
    composer = alice.get_by_role("textbox", name="Write a reply")
    put_back = alice.get_by_role("button", name="Put back what you wrote")
    composer.fill("All that I wrote myself")
    for card in alice.locator(".suggestion").get_by_role("button", name="Use").all()[:2]:
        card.click()
        expect(composer).not_to_have_value("All that I wrote myself")
    alice.reload()
    put_back.click()
    expect(composer).to_have_value("All that I wrote myself")
    expect(put_back).to_have_count(0)


def test_a_reply_that_is_too_long_says_so_and_stays(windows: Windows) -> None:
    contact = Contact.begin(windows.address)
    contact.ask("I want to talk to a person")
    page = windows.sign_in("alice@example.com", f"/desk/c/{contact.conversation}/")
    composer = page.get_by_role("textbox", name="Write a reply")
    composer.focus()
    page.keyboard.insert_text(f"{'x' * 8000} and the end")
    expect(page.get_by_text("12 characters too long; 8000 are the most")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(composer).to_have_value(re.compile("and the end$"))
    expect(page.locator(".entry.agent")).to_have_count(0)


def test_while_nothing_can_be_heard_that_is_said_and_what_was_missed_is_read_again(
    windows: Windows,
) -> None:
    name = uuid4().hex[:8]
    staying, leaving = Contact.begin(windows.address), Contact.begin(windows.address)
    for contact in (staying, leaving):
        contact.ask(f"I want to talk to a person {name}")
    alice = windows.sign_in("alice@example.com", f"/desk/?search={name}")
    bob = windows.sign_in("bob@example.com", f"/desk/c/{leaving.conversation}/")
    row = alice.locator(f'[data-conversation="{staying.conversation}"]')
    left = alice.locator(f'.list-row.left[data-conversation="{leaving.conversation}"]')
    expect(row).to_contain_text(name)
    notice = alice.get_by_text("No connection since")
    expect(notice).to_be_hidden()
    alice.route("**/desk/l*/**", lambda route: route.abort("aborted"))
    alice.evaluate("dispatchEvent(new Event('offline'))")
    expect(notice).to_be_visible()
    staying.ask(f"Is anybody there? {name}")
    bob.get_by_role("button", name="Resolve").click()
    expect(bob.get_by_text("Resolved.")).to_be_visible()
    alice.unroute("**/desk/l*/**")
    expect(row).to_contain_text("Is anybody there?")
    expect(left).to_be_visible()
    expect(notice).to_be_hidden()


def test_on_a_phone_a_hand_off_is_one_line_that_stays_as_the_agent_left_it(
    windows: Windows,
) -> None:
    name = uuid4().hex[:8]
    chat = open_chat(windows.open("/demo/"))
    say(chat, f"I want to talk to a person about my grinder {name}")
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()

    alice = windows.sign_in("alice@example.com", f"/desk/?search={name}", viewport=PHONE)
    alice.locator(".list-row").click()
    reason = alice.locator(".summary").get_by_text("The contact asks for a person.")
    # The row in the list says it too, until the conversation is there.
    line = alice.locator(".summary").get_by_text("Waits for a person")
    expect(line).to_be_visible()
    expect(reason).to_be_hidden()
    line.click()
    expect(reason).to_be_visible()
    alice.locator(".entries").focus()
    say(chat, "It makes a strange noise.")
    expect(alice.locator(".summary").get_by_text("It makes a strange noise.")).to_be_visible()
    expect(reason).to_be_visible()

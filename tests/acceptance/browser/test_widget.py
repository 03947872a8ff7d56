"""A customer in a shop: in several tabs, on a bad line, and known to it only after a while."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from playwright.sync_api import FrameLocator, Page, Route, expect

from tests.acceptance.browser.test_conversation import open_chat, say
from tests.acceptance.browser.test_tabs import look
from tests.acceptance.browser.windows import Windows

pytestmark = pytest.mark.system
ASKED = "I want to talk to a person about"
STARTS = "**/api/v1/conversations"
MESSAGES = "**/api/v1/conversations/*/messages"
SAID = ".message[data-from=contact]:not(.sending, .failed) .bubble"


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


# The second message is stored before the first is read, and the answer to it comes after that.
CROSSED = """() => {
  const real = window.fetch;
  let posts = 0;
  let store;
  const stored = new Promise((resolve) => (store = resolve));
  window.fetch = async (path, options) => {
    const isMessages = /\\/messages(\\?|$)/.test(path);
    if (isMessages && options.method === "POST" && ++posts === 2) {
      const answer = await real(path, options);
      store();
      await new Promise((resolve) => setTimeout(resolve, 500));
      return answer;
    }
    if (isMessages && options.method === "GET" && posts) await stored;
    return real(path, options);
  };
}"""


def test_what_is_read_before_the_answer_to_it_comes_is_shown_once(windows: Windows) -> None:
    page = windows.open("/widget/demo/")
    page.evaluate(CROSSED)
    for said in (["one"], ["one", "two"], ["one", "two", "three"]):
        page.locator("#text").fill(said[-1])
        page.locator("#text").press("Enter")
        expect(page.locator(".message[data-from=contact] .bubble")).to_have_text(said)
    expect(page.locator(SAID)).to_have_text(["one", "two", "three"])


def hold_starts(tab: Page) -> list[Route]:
    """What begins a conversation in this tab, and does not get through before it is let."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    tab.route(STARTS, hold)
    return held


def test_two_tabs_that_write_at_once_begin_one_conversation(windows: Windows) -> None:
    first = windows.open("/demo/")
    second = first.context.new_page()
    second.goto("/demo/")
    chats = [open_ready_chat(tab) for tab in (first, second)]
    held = hold_starts(first)
    say(chats[0], f"{ASKED} my grinder")
    expect(chats[0].get_by_text("Sending …")).to_be_visible()
    say(chats[1], f"{ASKED} my kettle")
    expect(chats[1].locator(SAID)).to_have_text([f"{ASKED} my kettle"])
    held[0].continue_()
    for chat in chats:
        expect(chat.locator(SAID)).to_have_text([f"{ASKED} my kettle", f"{ASKED} my grinder"])


def test_a_tab_opened_while_the_first_message_is_sent_does_not_say_it_twice(
    windows: Windows,
) -> None:
    first = windows.open("/demo/")
    chat = open_ready_chat(first)
    held = hold_starts(first)
    say(chat, f"{ASKED} my grinder")
    expect(chat.get_by_text("Sending …")).to_be_visible()
    second = first.context.new_page()
    second.goto("/demo/")
    with first.expect_response(STARTS) as begun, second.expect_response(STARTS) as begun_again:
        expect(open_chat(second).locator(SAID)).to_have_text([f"{ASKED} my grinder"])
        held[0].continue_()
    assert begun.value.json()["id"] == begun_again.value.json()["id"]
    expect(chat.locator(SAID)).to_have_text([f"{ASKED} my grinder"])


def test_a_browser_of_2023_hears_the_answer_too(windows: Windows) -> None:
    shop = windows.open("/demo/")
    shop.context.add_init_script("delete AbortSignal.any")
    shop.reload()
    chat = open_ready_chat(shop)
    say(chat, f"{ASKED} my grinder")
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()


def test_the_button_comes_though_the_line_was_down_as_the_page_opened(windows: Windows) -> None:
    # What could not be loaded is expected: nobody watches this tab.
    shop = windows.open("/demo/").context.new_page()
    shop.route("**/launcher.json", lambda route: route.abort(), times=1)
    shop.goto("/demo/")
    open_ready_chat(shop)


def test_a_source_is_read_without_looking_for_it(windows: Windows) -> None:
    page = windows.open("/widget/demo/", viewport={"width": 384, "height": 560})
    page.locator("#text").fill("When is your showroom open?")
    page.locator("#text").press("Enter")
    page.get_by_text("From: Opening hours and showroom").click()
    expect(page.locator(".article")).to_contain_text("Quay Lane")
    expect(page.locator(".article")).to_be_in_viewport(ratio=0.9)


def test_a_thumb_that_was_given_in_one_tab_is_seen_in_the_other(windows: Windows) -> None:
    first = windows.open("/widget/demo/")
    first.locator("#text").fill("How long does delivery take?")
    first.locator("#text").press("Enter")
    second = first.context.new_page()
    second.goto("/widget/demo/")
    thumbs = [tab.get_by_role("button", name="Yes", exact=True) for tab in (first, second)]
    for thumb in thumbs:
        expect(thumb).to_have_attribute("aria-pressed", "false")
    look(second, away=True)
    thumbs[0].click()
    expect(first.get_by_text("Thank you.")).to_be_visible()
    look(second, away=False)
    for thumb in thumbs:
        expect(thumb).to_have_attribute("aria-pressed", "true")


def test_a_source_that_was_taken_back_is_not_offered_any_more(windows: Windows) -> None:
    # Its refusal is expected: nobody watches this tab.
    shop = windows.open("/demo/").context.new_page()
    shop.goto("/demo/")
    chat = open_ready_chat(shop)
    say(chat, "How long does delivery take?")
    source = chat.get_by_text("From: How long delivery takes")
    expect(source).to_be_visible()
    refusal = '{"detail": "No message of yours with a source has this id."}'
    shop.context.route("**/source", lambda route: route.fulfill(status=404, body=refusal))
    source.click()
    expect(source).to_be_hidden()
    expect(chat.get_by_text("That conversation has ended")).to_have_count(0)


def test_what_a_site_tells_of_a_visitor_before_they_write_is_taken(windows: Windows) -> None:
    shop = windows.open("/demo/")
    chat = open_ready_chat(shop)
    expect(chat.locator("#questions")).to_be_visible()
    shop.evaluate("Firstline.identify({ name: 'Ann Moran', email: 'ann@example.com' })")
    with shop.expect_request(STARTS) as started:
        say(chat, f"{ASKED} my grinder")
    contact = json.loads(started.value.post_data or "")["contact"]
    assert (contact["name"], contact["email"]) == ("Ann Moran", "ann@example.com")
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()


def ask_for_a_person(chat: FrameLocator, name: str) -> str:
    """From here on the bot says nothing. Returns what was said."""
    asked = f"{ASKED} my grinder {name}"
    say(chat, asked)
    expect(chat.get_by_text("I am passing this to a colleague")).to_be_visible()
    return asked


def test_messages_arrive_once_and_in_their_order_though_the_line_breaks(windows: Windows) -> None:
    name = uuid4().hex[:8]
    shop = windows.open("/demo/")
    chat = open_ready_chat(shop)
    asked = ask_for_a_person(chat, name)
    broken: list[str] = []

    def break_at_first(route: Route) -> None:
        text = json.loads(route.request.post_data or "{}").get("text")
        if text is None or text in broken:
            route.continue_()
            return
        broken.append(text)
        if len(broken) == 1:
            route.abort("aborted")
        else:
            # It arrives, and its answer breaks off.
            route.fetch()
            route.fulfill(status=202, content_type="application/json", body='{"id": "')

    shop.context.route(MESSAGES, break_at_first)
    for text in ("The first.", "The second."):
        say(chat, text)
    expect(chat.locator(SAID)).to_have_text([asked, "The first.", "The second."])
    shop.reload()
    expect(open_chat(shop).locator(SAID)).to_have_text([asked, "The first.", "The second."])


def test_what_could_not_be_sent_is_sent_when_the_line_is_back(windows: Windows) -> None:
    shop = windows.open("/demo/")
    chat = open_ready_chat(shop)
    asked = ask_for_a_person(chat, uuid4().hex[:8])
    shop.context.route(MESSAGES, lambda route: route.abort("aborted"))
    say(chat, "Are you still there?")
    expect(chat.get_by_text("Not sent.")).to_be_visible()
    shop.context.unroute(MESSAGES)
    shop.frames[-1].evaluate("dispatchEvent(new Event('online'))")
    expect(chat.locator(SAID)).to_have_text([asked, "Are you still there?"])


def test_what_was_being_sent_as_the_page_was_left_is_sent_from_the_next(windows: Windows) -> None:
    shop = windows.open("/demo/")
    chat = open_ready_chat(shop)
    # It is held for ever.
    shop.context.route(STARTS, lambda _: None)
    say(chat, f"{ASKED} my grinder")
    expect(chat.get_by_text("Sending …")).to_be_visible()
    shop.context.unroute(STARTS)
    shop.goto("/demo/?next")
    expect(open_chat(shop).locator(SAID)).to_have_text([f"{ASKED} my grinder"])

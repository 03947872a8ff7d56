"""Ten conversations, from signing in to the last answer, and never a hand on the mouse."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.acceptance.browser.windows import DESK, PHONE, Windows, wait_until_alive
from tests.acceptance.callers import Contact

pytestmark = pytest.mark.system

CONVERSATIONS = 10
MOST_GAPS = 5


def wait_for_a_person(address: str, word: str) -> Contact:
    """A contact whom the bot has handed over, and who then asks something with an answer."""
    contact = Contact.begin(address)
    contact.ask("I want to talk to a person")
    contact.ask(f"How long does delivery to Germany take? {word}")
    return contact


def answer_what_is_open(page: Page) -> None:
    """Accept the first suggestion, fill in what it leaves open, send it."""
    expect(page.locator(".suggestion").first).to_be_focused()
    page.keyboard.press("Enter")
    composer = page.locator("[data-composer] textarea")
    expect(composer).to_be_focused()
    send = page.locator("[data-send]")
    for _ in range(MOST_GAPS):
        if send.get_attribute("aria-disabled") == "true":
            page.keyboard.type("there")
    said = composer.input_value()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.agent .bubble").last).to_have_text(said)
    expect(page.locator(".entry.agent").last).to_have_attribute("data-sequence", "4")


def test_ten_conversations_are_handled_from_the_keyboard_alone(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    contacts = [wait_for_a_person(windows.address, word) for _ in range(CONVERSATIONS)]
    page = windows.open("/desk/")
    for key in ("alice@example.com", "Tab", windows.password, "Enter"):
        page.keyboard.press(key) if key in {"Tab", "Enter"} else page.keyboard.type(key)
    wait_until_alive(page)
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type(word)
    rows = page.locator(".list-row")
    expect(rows).to_have_count(CONVERSATIONS)
    page.keyboard.press("Escape")
    expect(page.get_by_role("searchbox")).to_have_value(word)
    page.keyboard.press("j")
    for left in reversed(range(CONVERSATIONS)):
        answer_what_is_open(page)
        page.keyboard.press("Escape")
        page.keyboard.press("e")
        expect(rows).to_have_count(left)
    for contact in contacts:
        said = contact.read()
        assert [message["sender_type"] for message in said].count("agent") == 1


def test_an_answer_is_looked_up_left_and_sent(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    contact = wait_for_a_person(windows.address, word)
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    page.keyboard.press("j")
    expect(page.locator(".suggestion").first).to_be_focused()
    page.keyboard.press("f")
    search = page.get_by_role("searchbox", name="Find an answer")
    expect(search).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("[data-composer] textarea")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("f")
    page.keyboard.type("gift card")
    found = page.locator(".suggestion[data-passage]")
    expect(found.first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(found.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(search).to_be_focused()
    search.fill("opened bags engraved shoes")
    expect(found.first).to_contain_text("engraved")
    title = found.first.locator(".suggestion-title").inner_text()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    composer = page.locator("[data-composer] textarea")
    expect(composer).to_be_focused()
    expect(page.get_by_text(f"From “{title}”")).to_be_visible()
    said = composer.input_value()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".entry.agent").last).to_have_attribute("data-sequence", "4")
    assert said in [message["text"] for message in contact.read()]


def test_an_action_is_looked_at_left_done_and_undone_without_losing_the_place(
    windows: Windows,
) -> None:
    word = f"keys{uuid4().hex[:8]}"
    wait_for_a_person(windows.address, word)
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    page.keyboard.press("j")
    page.get_by_text("Other actions").press("Enter")
    action = page.get_by_role("button", name="Tag as return")
    action.press("Enter")
    expect(page.get_by_role("button", name="Do it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(action).to_be_focused()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Do it").press("Enter")
    tag = page.get_by_label("Remove the tag return")
    expect(tag).to_be_visible()
    page.get_by_role("button", name="Undo").press("Enter")
    expect(tag).to_have_count(0)
    expect(page.get_by_role("log", name="Messages")).to_be_focused()


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_who_has_read_why_is_back_at_the_suggestion(
    windows: Windows, viewport: dict[str, int]
) -> None:
    word = f"keys{uuid4().hex[:8]}"
    wait_for_a_person(windows.address, word)
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}", viewport=viewport)
    page.keyboard.press("j")
    second = page.locator(".suggestion").nth(1)
    second.get_by_role("button", name="Why").press("Enter")
    evidence = page.get_by_role("region", name="Why this suggestion")
    expect(evidence).to_be_visible()
    page.keyboard.press("Escape")
    expect(evidence).to_have_count(0)
    expect(second).to_be_focused()
    expect(page.locator(".context.open")).to_have_count(0)


def test_who_has_read_why_is_back_at_what_was_looked_up(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    wait_for_a_person(windows.address, word)
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    page.keyboard.press("j")
    expect(page.locator(".suggestion").first).to_be_focused()
    page.keyboard.press("f")
    second = page.locator("[data-look-up] .suggestion").nth(1)
    second.get_by_role("button", name="Why").press("Enter")
    expect(page.locator("[data-evidence-title]")).to_be_focused()
    page.keyboard.press("Escape")
    expect(second).to_be_focused()


def test_who_rejects_several_suggestions_stays_among_them(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    contact = Contact.begin(windows.address)
    contact.ask(f"My parcel is damaged, the box was open, order FL-10555 {word}")
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    page.keyboard.press("j")
    cards = page.locator(".suggestions:not([data-looked-up]) .suggestion")
    expect(cards.first).to_be_focused()
    titles = cards.locator(".suggestion-title").all_inner_texts()
    for title in titles[1:]:
        with page.expect_response(f"**/desk/c/{contact.conversation}/read/"):
            page.keyboard.press("x")
        focused = page.locator(".suggestion:focus .suggestion-title")
        expect(focused).to_have_text(title)
    page.keyboard.press("x")
    expect(page.locator(".entries")).to_be_focused()
    expect(cards.filter(has_text=titles[-1])).to_have_count(0)


def test_a_key_that_is_held_or_pressed_twice_resolves_one(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    for _ in range(4):
        wait_for_a_person(windows.address, word)
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    rows = page.locator(".list-row")
    expect(rows).to_have_count(4)
    page.keyboard.press("j")
    expect(page.locator(".suggestion").first).to_be_focused()
    page.keyboard.press("e")
    page.keyboard.press("e")
    expect(rows).to_have_count(3)
    expect(page.locator(".list-row").first).to_have_attribute("aria-current", "true")
    expect(page.locator("article.thread")).to_have_attribute("data-status", "open")
    for _ in range(20):
        page.keyboard.down("e")
        page.wait_for_timeout(30)
    page.keyboard.up("e")
    expect(page.get_by_text("Resolved.")).to_have_count(2)
    expect(rows).to_have_count(2)


def test_no_key_is_taken_for_the_conversation_before(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    contacts = [wait_for_a_person(windows.address, word) for _ in range(4)]
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    # The first and the last in the list are fetched before they are asked for.
    third = contacts[1].conversation
    page.route(f"**/desk/c/{third}/", hold)
    thread = page.locator("article.thread")
    for contact in (contacts[3], contacts[2]):
        page.keyboard.press("j")
        expect(thread).to_have_attribute("data-conversation", contact.conversation)
    page.keyboard.press("j")
    page.keyboard.press("e")
    page.wait_for_timeout(500)
    expect(page.locator(".list-row")).to_have_count(4)
    held[0].continue_()
    expect(thread).to_have_attribute("data-conversation", third)
    page.keyboard.press("e")
    expect(page.locator(f"[data-row-list] [data-conversation='{third}']")).to_have_count(0)
    expect(page.locator(".list-row")).to_have_count(3)


def test_an_undo_does_not_go_away_under_the_keyboard(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    wait_for_a_person(windows.address, word)
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    page.keyboard.press("j")
    expect(page.locator("article.thread")).to_be_visible()
    page.keyboard.press("e")
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.wait_for_timeout(6000)
    undo.press("Enter")
    expect(page.locator("article.thread")).to_have_attribute("data-status", "open")
    expect(page.get_by_text("Resolved.")).to_have_count(0)


def test_nobody_is_assigned_on_the_way_to_who_is_meant(windows: Windows) -> None:
    word = f"keys{uuid4().hex[:8]}"
    wait_for_a_person(windows.address, word)
    page = windows.sign_in("alice@example.com", f"/desk/?search={word}")
    page.keyboard.press("j")
    owner = page.get_by_label("Assigned to")
    owner.focus()
    for _ in range(3):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".happening").filter(has_text="gave this to")).to_have_count(1)
    expect(owner).to_be_focused()

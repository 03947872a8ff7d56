"""What a stranger writes is shown as it was written, and does nothing else."""

from __future__ import annotations

import re

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.acceptance.browser.windows import DESK, PHONE, Windows, is_wider_than_its_window
from tests.acceptance.callers import Contact

pytestmark = pytest.mark.system

HARM = "window.harmed=true"
MESSAGES = {
    "script": f"<script>{HARM}</script>",
    "picture": f'<img src=x onerror="{HARM}"><b onmouseover={HARM}>bold</b>',
    "svg": f"<svg onload={HARM}><animate onbegin={HARM}/></svg>",
    "end of a template": f"</template></textarea></title></div><script>{HARM}</script>",
    "markdown": f"[a link](javascript:{HARM}) ![](https://evil.example/x.png) <https://evil.example>",
    "attribute": f"\" onfocus={HARM} autofocus x=\"' onclick={HARM} y='",
    "template language": "{{ 7 * 7 }}{% include 'desk/base.html' %} ${7*7}",
    "right to left": "\u202eegassem eht fo dne eht si siht\u202e\u2067 (not closed)",
    "endless": "x" * 8000,
}
ENDLESS = "W" * 100
NAME = f'<img src=x onerror="{HARM}">\u202e Mallory'


def begin_as_mallory(address: str, name: str = NAME) -> Contact:
    """A contact whose very name is hostile."""
    body = {"contact": {"name": name, "email": "mallory@example.com"}}
    http = httpx.Client(base_url=f"{address}/api/v1", timeout=45)
    answer = http.post("/conversations", json=body, headers={"X-Inbox-Key": "demo"})
    started = answer.raise_for_status().json()
    http.headers["Authorization"] = f"Bearer {started['token']}"
    return Contact(http, started["id"])


def check_harmless(page: Page, bubble: Locator, text: str) -> None:
    """Its own words, nothing made of them, in a place of its own, and no wider than the page."""
    expect(bubble).to_have_js_property("textContent", text)
    expect(bubble).to_have_js_property("childElementCount", 0)
    expect(bubble).to_have_js_property("dir", "auto")
    expect(bubble).to_have_css("unicode-bidi", re.compile("isolate|plaintext"))
    check_page(page)


def check_page(page: Page) -> None:
    assert page.evaluate("() => window.harmed") is None
    assert not is_wider_than_its_window(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_desk_shows_what_was_written_and_nothing_happens(
    windows: Windows, viewport: dict[str, int]
) -> None:
    mallory = begin_as_mallory(windows.address)
    page = windows.sign_in("alice@example.com", viewport=viewport)
    for text in MESSAGES.values():
        mallory.ask(text)
        page.goto(f"/desk/c/{mallory.conversation}/")
        check_harmless(page, page.locator(".entry.contact .said").last, text)
    expect(page.locator(".head-name bdi")).to_have_js_property("textContent", NAME)
    page.goto("/desk/?search=mallory")
    expect(page.locator(".list-row").first).to_be_visible()
    check_page(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_panel_shows_it_to_whoever_wrote_it_and_nothing_happens(
    windows: Windows, viewport: dict[str, int]
) -> None:
    page = windows.open("/widget/demo/", viewport=viewport)
    for text in MESSAGES.values():
        page.locator("#text").fill(text)
        page.locator("#text").press("Enter")
        check_harmless(page, page.locator("[data-from=contact] .bubble").last, text)


def test_an_article_that_is_hostile_harms_no_reader(windows: Windows) -> None:
    page = windows.sign_in("bob@example.com", "/desk/knowledge/")
    page.get_by_role("link", name="New article").first.click()
    page.get_by_label("Title").fill("Mallory's <b>advice</b>")
    page.locator("textarea[name=body]").fill("\n\n".join(MESSAGES.values()))
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Mallory's <b>advice</b>").first).to_be_visible()
    assert page.locator("main script, main svg[onload], main img[onerror]").count() == 0
    assert page.locator("main a[href^='javascript:']").count() == 0
    check_page(page)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_a_name_without_end_widens_no_page(windows: Windows, viewport: dict[str, int]) -> None:
    begin_as_mallory(windows.address, f"{ENDLESS}{ENDLESS}").ask("I want to talk to a person")
    page = windows.sign_in("charlie@example.com", viewport=viewport)
    expect(page.locator(".list-row.unread").filter(has_text=ENDLESS).first).to_be_visible()
    check_page(page)
    name = f"{viewport['width']}{ENDLESS}"[:100]
    page.goto("/desk/settings/teams/new/")
    page.get_by_label("Name").fill(name)
    page.get_by_role("button", name="Save").click()
    page.goto("/desk/settings/inboxes/")
    page.locator("table a").first.click()
    expect(page.get_by_label(name)).to_be_visible()
    check_page(page)

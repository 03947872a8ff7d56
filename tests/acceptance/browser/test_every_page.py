"""Every link of the desk, on a desk and on a phone, in the light and in the dark."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.acceptance.browser.windows import (
    DESK,
    PHONE,
    SMALL_PHONE,
    Windows,
    find_covered,
    is_wider_than_its_window,
)

pytestmark = pytest.mark.system

# Pages that differ in what they are about only: two of each tell enough.
PAGES_OF_A_KIND = 2
MOST_PAGES = 150
ABOUT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+")
LINKS = "elements => elements.map(element => element.href)"


def find_links(page: Page, address: str) -> list[str]:
    """Where the links of a page lead inside the desk."""
    found: list[str] = page.locator("a[href]:not([download])").evaluate_all(LINKS)
    parts = [urlsplit(link) for link in found if link.startswith(f"{address}/desk/")]
    return [part.path + (f"?{part.query}" if part.query else "") for part in parts]


def kind_of(path: str) -> str:
    return ABOUT.sub("*", path.partition("?")[0]) + ("?" if "?" in path else "")


@pytest.mark.parametrize(
    ("viewport", "scheme"), [(DESK, "light"), (PHONE, "dark")], ids=["desk", "phone"]
)
def test_every_link_leads_to_a_page_without_errors_that_fits(
    windows: Windows, viewport: dict[str, int], scheme: str
) -> None:
    page = windows.sign_in("charlie@example.com", viewport=viewport, color_scheme=scheme)
    waiting, seen = ["/desk/"], {"/desk/"}
    kinds: Counter[str] = Counter()
    while waiting and len(seen) < MOST_PAGES:
        path = waiting.pop(0)
        page.goto(path)
        page.wait_for_load_state("load")
        if is_wider_than_its_window(page):
            windows.problems.append(f"{path}: wider than its window")
        windows.problems += [f"{path}: “{each}” is covered" for each in find_covered(page)]
        for link in find_links(page, windows.address):
            if link not in seen and kinds[kind_of(link)] < PAGES_OF_A_KIND:
                kinds[kind_of(link)] += 1
                seen.add(link)
                waiting.append(link)
    assert {"/desk/knowledge/", "/desk/learning/", "/desk/settings/"} <= seen
    assert len(kinds) > 20, sorted(kinds)


def test_nothing_lies_below_the_inbox_however_long_its_list_is(windows: Windows) -> None:
    page = windows.sign_in("alice@example.com", viewport=PHONE)
    last = page.locator(".list-row").last
    assert last.evaluate("row => row.getBoundingClientRect().top > innerHeight")
    assert page.evaluate("document.documentElement.scrollHeight === innerHeight")


def test_the_smallest_phone_has_every_control_of_the_inbox_in_view(windows: Windows) -> None:
    page = windows.sign_in("alice@example.com", viewport=SMALL_PHONE, has_touch=True)
    assert not is_wider_than_its_window(page)
    page.locator(".list-row").first.click()
    controls = page.locator(".thread-head").locator("select, button, input")
    controls.last.wait_for()
    within = "elements => elements.every(element => element.getBoundingClientRect().right <= 320)"
    assert controls.evaluate_all(within)


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["desk", "phone"])
def test_the_pages_outside_the_desk_fit_too(windows: Windows, viewport: dict[str, int]) -> None:
    for path in ("/demo/", "/desk/login/", "/widget/demo/"):
        page = windows.open(path, viewport=viewport)
        page.wait_for_load_state("load")
        assert not is_wider_than_its_window(page), path

"""Browser windows whose errors (console, requests, crashes) fail the test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    sync_playwright,
)

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
# For slow CI machines; usually nothing takes nearly as long.
PATIENCE_MS = 45_000
DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
SMALL_PHONE = {"width": 320, "height": 640}
# Elements that are merely scrolled away, or beneath a phone's rail, do not count.
COVERED = """elements => elements.filter(element => {
  const box = element.getBoundingClientRect();
  if (!box.width || box.top < 0 || box.bottom > innerHeight - 60) return false;
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  return !element.contains(top);
}).map(element => element.ariaLabel || element.textContent.trim())"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser; each window of it has a session of its own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


class Windows:
    """Opens windows on an address, and collects the errors of all of them."""

    def __init__(self, browser: Browser, address: str, password: str) -> None:
        self.address = address
        self.problems: list[str] = []
        self._browser = browser
        self.password = password
        self._contexts: list[BrowserContext] = []

    def open(self, path: str, **options: Any) -> Page:
        """A window without cookies. `options`: of Playwright's context."""
        settings = {"viewport": DESK, "base_url": self.address} | options
        context = self._browser.new_context(**settings)
        context.set_default_timeout(PATIENCE_MS)
        self._contexts.append(context)
        page = context.new_page()
        self._watch(page)
        page.goto(path)
        return page

    def sign_in(self, email: str, path: str = "/desk/", **options: Any) -> Page:
        """An agent's window, signed in through the form as people do."""
        page = self.open(path, **options)
        page.get_by_label("E-mail address").fill(email)
        page.get_by_label("Password").fill(self.password)
        page.get_by_label("Password").press("Enter")
        wait_until_alive(page)
        return page

    def close(self) -> None:
        """Close all windows. Raises AssertionError with all errors."""
        for context in self._contexts:
            context.close()
        assert not self.problems, "\n".join(self.problems)

    def _watch(self, page: Page) -> None:
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._note(page, f"error: {error}"))
        page.on("requestfailed", self._miss)
        page.on("response", self._check)
        page.on("dialog", lambda dialog: self._note(page, f"dialog: {dialog.message}"))

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"{message.location.get('url')}: {message.text}")

    def _miss(self, request: Request) -> None:
        """Record a failed request, unless it was cut off because its page was left."""
        if request.failure != "net::ERR_ABORTED":
            self.problems.append(f"{request.method} {request.url}: {request.failure}")

    def _check(self, response: Response) -> None:
        if response.status >= 400:
            self.problems.append(f"{response.request.method} {response.url}: {response.status}")

    def _note(self, page: Page, problem: str) -> None:
        self.problems.append(f"{page.url}: {problem}")


def wait_until_alive(page: Page) -> None:
    """Wait until the desk's scripts listen; keys pressed before would be lost."""
    page.get_by_role("navigation", name="Main").wait_for()
    page.wait_for_load_state("load")


def is_wider_than_its_window(page: Page) -> bool:
    """Whether the page scrolls sideways."""
    wider: bool = page.evaluate(
        "() => document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    return wider


def find_covered(page: Page) -> list[str]:
    """Clickable elements in tables that are covered by something else."""
    covered: list[str] = page.locator("td a:not(.row-link), td button").evaluate_all(COVERED)
    return covered

"""`make screenshots`: the sample company in one process, a customer, two agents, and a camera.

What the README shows is kept beside this file, all else in var/screenshots.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.acceptance.browser.test_conversation import open_chat, say
from tests.acceptance.browser.windows import PATIENCE_MS, PHONE, Windows, chromium
from tests.acceptance.one_process import OneProcess

REPOSITORY = Path(__file__).resolve().parents[2]
SHOWN = Path(__file__).parent
OTHERS = REPOSITORY / "var" / "screenshots"
IN_README = {"desk", "widget"}
LARGEST = 200_000
QUESTION = "Where is my parcel? My order is FL-10432, and it should have been here on Monday."
AGENT, ADMINISTRATOR = "alice@example.com", "charlie@example.com"


def main() -> None:
    encoder_dir = Path(os.environ.get("ENCODER_DIR", REPOSITORY / "var" / "encoder"))
    OTHERS.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE_MS)
    with (
        tempfile.TemporaryDirectory(prefix="firstline-pictures-") as folder,
        OneProcess(Path(folder), encoder_dir, RATE_LIMITS="0") as house,
    ):
        house.start()
        password = (house.var_dir / "demo_password").read_text().strip()
        with chromium() as browser:
            windows = Windows(browser, house.address, password)
            picture_widget(windows)
            picture_desk(windows)
            windows.close()


def picture_widget(windows: Windows) -> None:
    """A customer asks what the bot can answer, and then what it leaves to a person."""
    for name, options in (("widget", {}), ("widget-phone", {"viewport": PHONE})):
        page = windows.open("/demo/", **options)
        chat = open_chat(page)
        say(chat, "How long does delivery to Germany take?")
        expect(chat.get_by_text("Did this help?")).to_be_visible()
        keep(page, name)
        say(chat, QUESTION)
        expect(chat.get_by_text(QUESTION)).to_be_visible()
        expect(chat.get_by_text("Sending")).to_have_count(0)


def picture_desk(windows: Windows) -> None:
    """An agent looks at that question, by day, by night and on the way; and who runs it all."""
    for name, options in (
        ("desk", {}),
        ("desk-dark", {"color_scheme": "dark"}),
        ("desk-phone", {"viewport": PHONE}),
    ):
        agent = windows.sign_in(AGENT, "/desk/?search=FL-10432", **options)
        agent.locator(".list-row").first.click()
        expect(agent.locator(".entries").get_by_text(QUESTION)).to_be_visible()
        keep(agent, name)
    administrator = windows.sign_in(ADMINISTRATOR, "/desk/ops/")
    keep(administrator, "ops")


def keep(page: Page, name: str) -> None:
    """Take the picture. Raises ValueError for one that is too heavy for the repository."""
    path = (SHOWN if name in IN_README else OTHERS) / f"{name}.png"
    page.wait_for_load_state()
    page.screenshot(path=path, animations="disabled", caret="hide")
    size = path.stat().st_size
    if size > LARGEST:
        raise ValueError(f"{path} has {size:,} bytes; show less on it.")
    sys.stdout.write(f"{path.relative_to(REPOSITORY)}  {size // 1000} kB\n")


if __name__ == "__main__":
    main()

"""One house and one browser for all tests here; each test has windows of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.browser.windows import CHROMIUM, PATIENCE_MS, Windows, chromium
from tests.acceptance.one_process import FirstDay, OneProcess

expect.set_options(timeout=PATIENCE_MS)


# Not of the session: while Playwright runs, its thread counts as one with an event loop, where
# Django refuses to ask the database.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip("Chromium is missing; run `apt-get install -y chromium`")
    with chromium() as running:
        yield running


@pytest.fixture(scope="package")
def house(
    browser: Browser,
    first_day: FirstDay,
    encoder_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[OneProcess]:
    """A copy of the first day's installation, with as many requests as a test needs."""
    folder = first_day.copy(tmp_path_factory.mktemp("browser"))
    with OneProcess(folder, encoder_dir, RATE_LIMITS="0") as running:
        running.start()
        yield running


@pytest.fixture
def windows(browser: Browser, house: OneProcess) -> Iterator[Windows]:
    password = (house.var_dir / "demo_password").read_text().strip()
    opened = Windows(browser, house.address, password)
    yield opened
    opened.close()

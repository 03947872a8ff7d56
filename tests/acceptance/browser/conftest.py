"""One running product and one browser for all tests here; each test has its own windows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.acceptance.browser.windows import CHROMIUM, PATIENCE_MS, Windows, chromium
from tests.acceptance.one_process import FirstDay, OneProcess

expect.set_options(timeout=PATIENCE_MS)


# Not of the session: while Playwright runs, its thread has an event loop, and Django refuses to
# query the database there.
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
    """The product on a copy of the first day's installation, without rate limits."""
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

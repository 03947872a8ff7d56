"""A conversation of which not all is shown at once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.windows import Windows
from tests.acceptance.callers import Contact

pytestmark = pytest.mark.system


def test_what_was_said_earlier_comes_without_leaving_what_was_searched_for(
    windows: Windows,
) -> None:
    name = uuid4().hex[:8]
    contact = Contact.begin(windows.address)
    for number in range(203):
        contact.post(f"Line {number} {name}.")
    alice = windows.sign_in("alice@example.com", f"/desk/?search={name}")
    alice.locator(".list-row").click()
    first = alice.get_by_text(f"Line 0 {name}.", exact=True)
    expect(alice.get_by_text(f"Line 202 {name}.", exact=True).last).to_be_visible()
    expect(first).to_have_count(0)
    alice.get_by_role("link", name="earlier message").click()
    expect(first).to_have_count(1)
    expect(alice.locator(".entries")).to_be_focused()
    assert alice.url.endswith(f"?search={name}")
    expect(alice.locator(".list-row")).to_have_count(1)

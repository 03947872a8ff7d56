"""Two supervisors write and import knowledge, each in a window of their own."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from playwright.sync_api import expect

from tests.acceptance.browser.windows import Windows

pytestmark = pytest.mark.system


def test_an_article_is_written_with_its_preview_found_while_typing_and_saved_by_two(
    windows: Windows,
) -> None:
    word = f"zeppelin{uuid4().hex[:6]}"
    bob = windows.sign_in("bob@example.com", "/desk/knowledge/new/")
    bob.get_by_label("Title").fill(f"Rent a {word}")
    bob.get_by_label("Body").fill("It costs **nine** euros.")
    expect(bob.locator("#preview strong")).to_have_text("nine")
    bob.get_by_role("button", name="Save").click()
    expect(bob.get_by_text("is saved.")).to_be_visible()
    article = bob.url

    bob.goto("/desk/knowledge/")
    bob.get_by_role("searchbox").press_sequentially(word[:10])
    expect(bob.locator("#found")).to_contain_text(f"Rent a {word}")

    charlie = windows.sign_in("charlie@example.com", f"{article}edit/")
    bob.goto(f"{article}edit/")
    charlie.get_by_label("Body").fill("It costs ten euros.")
    charlie.get_by_role("button", name="Save").click()
    expect(charlie.get_by_text("is saved.")).to_be_visible()
    bob.get_by_label("Body").fill("It costs eleven euros.")
    bob.get_by_role("button", name="Save").click()
    expect(bob.get_by_role("alert")).to_contain_text("Charlie saved this article")
    expect(bob.get_by_label("Body")).to_have_value("It costs eleven euros.")


def test_what_was_written_outlives_the_session_and_is_forgotten_once_saved(
    windows: Windows,
) -> None:
    bob = windows.sign_in("bob@example.com", "/desk/knowledge/new/")
    bob.get_by_label("Title").fill(f"Rent a kite {uuid4().hex[:6]}")
    bob.get_by_label("Body").fill("An hour of work.")
    bob.get_by_label("Status").select_option("draft")
    bob.context.clear_cookies(name="sessionid")
    bob.get_by_role("button", name="Save").click()
    bob.get_by_label("E-mail address").fill("bob@example.com")
    bob.get_by_label("Password").fill(windows.password)
    bob.get_by_label("Password").press("Enter")
    expect(bob.get_by_text("What you wrote here before is back.")).to_be_visible()
    expect(bob.get_by_label("Body")).to_have_value("An hour of work.")
    expect(bob.get_by_label("Status")).to_have_value("draft")
    expect(bob.locator("#preview")).to_contain_text("An hour of work.")

    bob.get_by_role("button", name="Save").click()
    expect(bob.get_by_text("is saved.")).to_be_visible()
    bob.goto("/desk/knowledge/new/")
    expect(bob.get_by_label("Body")).to_have_value("")


def test_a_macro_shows_itself_filled_in_and_what_nobody_can(windows: Windows) -> None:
    bob = windows.sign_in("bob@example.com", "/desk/knowledge/macros/new/")
    bob.get_by_label("Text").fill("Hi {{ contact.first_name }}, {{ shoe }}")
    expect(bob.locator("#preview mark")).to_have_text("Robin")
    expect(bob.locator("#preview")).to_contain_text("Nobody can fill in shoe")


def test_what_is_pasted_is_not_cut_off_unseen(windows: Windows) -> None:
    page = windows.sign_in("bob@example.com", "/desk/knowledge/macros/new/")
    title, text = f"Long {uuid4().hex[:8]}", page.get_by_role("textbox", name="Text")
    page.get_by_label("Title").fill(title)
    text.focus()
    page.keyboard.insert_text(f"{'x' * 8000} and the end")
    page.get_by_role("button", name="Save").click()
    expect(text).to_have_js_property(
        "validationMessage", "This is 12 characters too long; 8000 are the most."
    )
    expect(text).to_have_value(re.compile("and the end$"))
    text.fill("Shorter, with an end")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def test_a_double_click_saves_once(windows: Windows) -> None:
    page = windows.sign_in("bob@example.com", "/desk/knowledge/macros/new/")
    title = f"Double {uuid4().hex[:8]}"
    page.get_by_label("Title").fill(title)
    page.get_by_role("textbox", name="Text").fill("Hello again.")
    page.get_by_role("button", name="Save").dblclick()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.goto(f"/desk/knowledge/macros/?search={title}")
    expect(page.get_by_role("link", name=title)).to_have_count(1)


def test_what_is_wrong_in_a_folded_part_of_a_form_is_shown(windows: Windows) -> None:
    page = windows.sign_in("bob@example.com", "/desk/knowledge/actions/new/tag/")
    page.get_by_label("Title").fill(f"Mark {uuid4().hex[:8]}")
    page.get_by_label("Tag", exact=True).fill("kites")
    page.get_by_text("When it is offered").click()
    wrong = page.get_by_label("Tagged optional", exact=True)
    wrong.fill("k" * 60)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("has 60 characters; cut it to 50.")).to_be_visible()
    expect(wrong).to_be_focused()


def test_an_import_is_followed_to_its_end(windows: Windows) -> None:
    word = uuid4().hex[:8]
    bob = windows.sign_in("bob@example.com", "/desk/knowledge/import/")
    text = f"# Kites {word}\n\nWe sell kites.".encode()
    files = [
        {"name": f"kites-{word}.md", "mimeType": "text/markdown", "buffer": text},
        {"name": "bad.md", "mimeType": "text/markdown", "buffer": b"No heading."},
    ]
    bob.set_input_files("[name=uploads]", files)  # type: ignore[arg-type]
    bob.get_by_role("button", name="Import", exact=True).click()
    expect(bob.get_by_text("Finished.")).to_be_visible()
    expect(bob.locator("#progress")).to_contain_text("The file has no heading")
    bob.goto(f"/desk/knowledge/?search={word}")
    expect(bob.locator("#found")).to_contain_text("Searchable")

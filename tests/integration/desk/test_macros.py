"""Macros in the desk: what is left open in them, and two who write at once."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.accounts.models import Role
from apps.knowledge.models import Action, Macro
from tests.integration.desk.pages import shown
from tests.integration.staff import browser_of, hire

pytestmark = pytest.mark.django_db

MACRO = {"title": "Thanks", "text": "You are welcome.", "tags": "polite", "language": "en"}


def test_who_saves_a_macro_second_sees_both_texts_and_saves_knowingly(
    supervisor: Client, macro: Macro
) -> None:
    path = f"/desk/knowledge/macros/{macro.id}/edit/"
    typed = MACRO | {"version": "1"}
    assert 'name="version" value="1"' in shown(supervisor, path)
    dora = browser_of(hire(Role.SUPERVISOR, "Dora"))
    shown(dora, path, typed | {"text": "You are most welcome."})
    mine = typed | {"text": "You are so welcome.", "tags": ""}
    page = shown(supervisor, path, mine)
    assert "Dora saved this macro" in page
    assert "You are so welcome." in page
    assert "<del>most</del><ins>so</ins>" in page
    assert '<del dir="auto">polite</del> <ins dir="auto">none</ins>' in page
    assert Macro.objects.get().text == "You are most welcome."
    shown(supervisor, path, mine | {"version": "2"})
    saved = Macro.objects.get()
    assert (saved.text, saved.version, str(saved.updated_by)) == (mine["text"], 3, "Bob")


def test_an_unknown_variable_is_an_error_that_names_the_known_ones(supervisor: Client) -> None:
    text = "Hello {{ contact.shoe_size }}"
    page = shown(supervisor, "/desk/knowledge/macros/new/", MACRO | {"text": text})
    assert "Nobody can fill in {{ contact.shoe_size }}" in page
    assert "{{ contact.first_name }}" in page
    assert not Macro.objects.exists()


def test_a_macro_shows_what_is_filled_in_when_it_is_sent(supervisor: Client) -> None:
    text = "Hello {{ contact.first_name }}"
    page = shown(
        supervisor, "/desk/knowledge/macros/new/", MACRO | {"text": text, "tags": "a, b , a"}
    )
    assert "the first name of the contact" in page
    assert Macro.objects.get().tags == ["a", "b"]


def test_the_preview_of_a_macro_is_filled_in_with_samples_and_names_what_nobody_knows(
    supervisor: Client,
) -> None:
    text = "<b>Hi</b> {{ contact.first_name }}, {{ shoe }}"
    page = shown(supervisor, "/desk/knowledge/macros/preview/", {"text": text})
    assert '<mark title="contact.first_name">Robin</mark>' in page
    assert "Nobody can fill in <code>shoe</code>" in page
    assert "<b>Hi" not in page
    assert not Macro.objects.exists()


def test_a_macro_that_an_action_sends_stays_until_the_action_changes(
    supervisor: Client, macro: Macro
) -> None:
    Action.objects.create(
        slug="s", title="Say thanks", effect="send_macro", parameters={"macro": "thanks"}
    )
    path = f"/desk/knowledge/macros/{macro.id}/delete/"
    assert "“Say thanks” would have nothing to send" in shown(supervisor, path, {})
    assert Macro.objects.exists()

"""What another web site loads: the script, and whether its inbox lets it show a button."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from apps.conversations.models import Inbox
from tests.factories import make_inbox

SHOP = "https://shop.example"
ADDRESS = "/widget/demo/launcher.json"
LARGEST_SCRIPT = 5000


@pytest.fixture
def inbox(db: None) -> Inbox:
    return make_inbox(allowed_origins=[SHOP])


def test_the_script_is_small_and_any_site_may_load_it(client: Client) -> None:
    response = client.get("/widget.js", headers={"Accept-Encoding": "gzip"})
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "public" in response.headers["Cache-Control"]
    assert len(response.content) < LARGEST_SCRIPT
    assert b"attachShadow" in gzip.decompress(response.content)


def test_a_browser_that_has_the_script_gets_no_second_copy(client: Client) -> None:
    first = client.get("/widget.js")
    again = client.get("/widget.js", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_allowed_site_learns_what_its_button_looks_like(client: Client, inbox: Inbox) -> None:
    Inbox.objects.update(accent="#ffd23f", position="left", launcher_text="Ask Fern")
    response = client.get(ADDRESS, headers={"Origin": SHOP})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Origin" in response.headers["Vary"]
    assert response.headers["Cache-Control"] == "max-age=60"
    settings = response.json()
    assert settings["allowed"] is True
    assert (settings["accent"], settings["position"]) == ("#ffd23f", "left")
    assert settings["on_accent"] != "#ffffff"
    assert settings["texts"]["open"] == "Ask Fern"


def test_the_button_speaks_the_language_of_its_inbox(client: Client, inbox: Inbox) -> None:
    Inbox.objects.update(language="de")
    texts = client.get(ADDRESS, headers={"Origin": SHOP}).json()["texts"]
    assert (texts["open"], texts["close"]) == ("Chat öffnen", "Chat schließen")


def test_our_own_pages_are_always_allowed(client: Client, inbox: Inbox) -> None:
    Inbox.objects.update(allowed_origins=[])
    assert client.get(ADDRESS).json()["allowed"] is True
    assert client.get(ADDRESS, headers={"Origin": "http://testserver"}).json()["allowed"] is True


@pytest.mark.parametrize("origin", ["https://evil.example", "https://shop.example.evil", "null"])
def test_another_site_gets_one_sentence_and_nothing_of_the_inbox(
    client: Client, inbox: Inbox, origin: str
) -> None:
    make_inbox("other", allowed_origins=["https://evil.example"])
    answer = client.get(ADDRESS, headers={"Origin": origin}).json()
    assert set(answer) == {"allowed", "detail"}
    assert answer["allowed"] is False
    assert origin in answer["detail"]


def test_an_inbox_that_names_no_site_is_shown_on_none(client: Client, inbox: Inbox) -> None:
    Inbox.objects.update(allowed_origins=[])
    refused = client.get(ADDRESS, headers={"Origin": SHOP})
    assert refused.json()["allowed"] is False
    assert refused.headers["Cache-Control"] == "no-store", "who adds the site sees it at once"


@pytest.mark.django_db
def test_an_unknown_site_key_is_told_apart_and_names_the_repair(client: Client) -> None:
    for nobody in ("nobody", "%00"):
        answer = client.get(f"/widget/{nobody}/launcher.json", headers={"Origin": SHOP}).json()
        assert answer["allowed"] is False
        assert "site key" in answer["detail"]

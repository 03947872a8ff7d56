"""The page in the frame: who may show it, what it may load, and what it tells."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from apps.accounts.models import Agent
from apps.conversations.actions import send_reply
from apps.conversations.models import Inbox
from tests.factories import make_inbox, make_message

pytestmark = pytest.mark.django_db
SHOP = "https://shop.example"
HERE = "<bdi>People are here now</bdi>"


@pytest.fixture
def inbox(db: None) -> Inbox:
    return make_inbox(allowed_origins=[SHOP], secret="s3cret")


def read_policy(client: Client) -> dict[str, list[str]]:
    response = client.get("/widget/demo/")
    assert "X-Frame-Options" not in response.headers
    directives = response.headers["Content-Security-Policy"].split("; ")
    return {name: sources for name, *sources in map(str.split, directives)}


def read_page(client: Client) -> str:
    return client.get("/widget/demo/").content.decode()


def read_config(client: Client) -> dict[str, Any]:
    found = re.search(r'<script id="config"[^>]*>(.*?)</script>', read_page(client))
    assert found
    config: dict[str, Any] = json.loads(found[1])
    return config


def test_only_the_sites_of_the_inbox_may_frame_its_panel(client: Client, inbox: Inbox) -> None:
    make_inbox("other", allowed_origins=["https://other.example"])
    assert read_policy(client)["frame-ancestors"] == ["'self'", SHOP]
    Inbox.objects.filter(site_key="demo").update(allowed_origins=[])
    assert read_policy(client)["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize(
    "origin", ["*", "https://*", "https://a.example; script-src *", "'unsafe-inline'", "data:", ""]
)
def test_what_is_no_plain_origin_opens_nothing(client: Client, inbox: Inbox, origin: str) -> None:
    Inbox.objects.update(allowed_origins=[origin, SHOP])
    policy = read_policy(client)
    assert policy["frame-ancestors"] == ["'self'", SHOP]
    assert policy["script-src"] == ["'self'"]


def test_the_panel_loads_nothing_inline_and_nothing_from_elsewhere(
    client: Client, inbox: Inbox
) -> None:
    policy = read_policy(client)
    assert policy["default-src"] == ["'none'"]
    assert all(
        sources in (["'self'"], ["'none'"])
        for name, sources in policy.items()
        if name != "frame-ancestors"
    )
    page = read_page(client)
    assert not re.search(r"<style|\sstyle=|\son\w+=", page)
    assert all('src="/static/' in tag for tag in re.findall(r"<script(?! id=)[^>]*>", page))


def test_the_panel_sets_no_cookie(client: Client, inbox: Inbox) -> None:
    assert not client.get("/widget/demo/").cookies


def test_the_panel_is_told_what_is_public_and_no_secret(client: Client, inbox: Inbox) -> None:
    config = read_config(client)
    assert config["origins"] == ["http://testserver", SHOP]
    assert config["inbox"] == "demo"
    page = read_page(client)
    assert "s3cret" not in page
    assert str(inbox.id) not in page


def test_what_an_administrator_wrote_is_shown_as_text(client: Client, inbox: Inbox) -> None:
    attack = "</script><script>alert(1)</script>"
    Inbox.objects.update(name=attack, greeting=attack, questions=[attack])
    page = read_page(client)
    assert attack not in page
    assert page.count("&lt;script&gt;alert(1)") >= 3


def test_at_most_four_questions_are_offered(client: Client, inbox: Inbox) -> None:
    Inbox.objects.update(questions=[f"Question {number}?" for number in range(6)])
    assert read_page(client).count('class="chip"') == 4


def test_the_page_has_the_language_and_the_direction_of_its_inbox(
    client: Client, inbox: Inbox
) -> None:
    Inbox.objects.update(language="fr")
    assert '<html lang="fr" dir="ltr">' in read_page(client)
    assert "Parler à une personne" in read_page(client)
    Inbox.objects.update(language="he")
    assert '<html lang="he" dir="rtl">' in read_page(client)


def test_people_are_here_only_when_one_of_them_has_just_answered_there(
    client: Client, inbox: Inbox, alice: Agent
) -> None:
    assert HERE not in read_page(client)
    elsewhere = make_message(inbox=make_inbox("other"))
    send_reply(elsewhere.conversation_id, alice, "Hello.")
    send_reply(make_message(inbox=inbox).conversation_id, None, "A program says hello.")
    assert HERE not in read_page(client)
    send_reply(make_message(inbox=inbox).conversation_id, alice, "Hello.")
    assert HERE in read_page(client)


def test_an_inbox_that_does_not_exist_has_no_panel(client: Client) -> None:
    for nobody in ("nobody", "%00"):
        assert client.get(f"/widget/{nobody}/").status_code == 404


def test_the_demo_shop_is_there_with_the_sample_and_only_then(client: Client) -> None:
    assert client.get("/demo/").status_code == 404
    make_inbox("demo")
    page = client.get("/demo/").content.decode()
    assert '<script src="/widget.js" data-inbox="demo" async></script>' in page
    assert 'href="/desk/' in page

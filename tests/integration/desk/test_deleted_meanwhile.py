"""What is written into the form of something that somebody deletes meanwhile is not lost."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Model
from django.test import Client

from apps.accounts.models import Team
from apps.conversations.models import Inbox
from apps.knowledge.actions import delete_article, save_article
from apps.knowledge.models import Action, Article, Macro
from apps.learning.entities import read_names
from apps.learning.models import EntityPattern, Intent
from apps.webhooks.models import Webhook

pytestmark = pytest.mark.django_db

CONTENT = {"language": "en", "status": "published", "tags": "", "audience": "customers"}
FORMS: list[tuple[type[Model], str, dict[str, Any]]] = [
    (Article, "knowledge/articles/{}/edit/", {"title": "Kites", "body": "Fly.", **CONTENT}),
    (Macro, "knowledge/macros/{}/edit/", {"title": "Kites", "text": "Fly.", "language": "en"}),
    (Action, "knowledge/actions/{}/", {"title": "Kites", "effect": "tag", "tag": "kites"}),
    (Intent, "learning/intents/{}/", {"title": "Kites", "examples": "My kite fell\nA kite fell"}),
    (EntityPattern, "learning/entities/patterns/{}/", {"label": "kite", "pattern": r"KITE-\d+"}),
    (Webhook, "settings/webhooks/{}/edit/", {"name": "Kites", "url": "https://kites.example/"}),
    (Team, "settings/teams/{}/", {"name": "Kites"}),
    (Inbox, "settings/inboxes/{}/", {"name": "Kites", "language": "en", "position": "right"}),
]


@pytest.mark.parametrize(("kind", "path", "form"), FORMS, ids=lambda each: str(each)[:25])
def test_what_was_written_is_shown_again_and_can_be_saved_as_a_new_one(
    administrator: Client, kind: type[Model], path: str, form: dict[str, Any]
) -> None:
    rows = kind._default_manager.all()
    before = rows.count()
    page = administrator.post(f"/desk/{path.format(uuid4())}", form).content.decode()
    assert f"Somebody deleted this {kind._meta.verbose_name} while you wrote." in page
    assert str(next(iter(form.values()))) in page
    assert rows.count() == before

    action = re.search(r'<form class="[^"]+" method="post"[^>]* action="([^"]+)"', page)
    assert action, "The form says where it is saved."
    administrator.post(action[1], form | {"version": "7"})
    assert rows.count() == before + 1


def test_what_is_not_there_cannot_be_opened(administrator: Client) -> None:
    for _, path, _ in FORMS:
        assert administrator.get(f"/desk/{path.format(uuid4())}").status_code == 404


def test_a_deleted_article_is_a_new_one_with_a_history_of_its_own(administrator: Client) -> None:
    save_article(article := Article(slug="kites", title="Kites", body="Fly."))
    path = f"/desk/knowledge/articles/{article.id}/edit/"
    delete_article(article)
    administrator.post(path, FORMS[0][2] | {"version": "7"})
    administrator.post("/desk/knowledge/new/", FORMS[0][2] | {"version": "7"})
    saved = Article.objects.get()
    assert (saved.version, saved.slug) == (1, "kites")
    assert saved.id != article.id


def test_names_that_were_deleted_are_a_list_again(administrator: Client) -> None:
    administrator.post("/desk/learning/entities/names/kite/", {"names": "Red kite"})
    assert list(read_names("kite")) == ["Red kite"]

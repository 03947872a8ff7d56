"""Knowledge in Django's own admin, where what actions are made of is written by hand."""

from __future__ import annotations

import pytest
from django.test import Client

from apps.knowledge.gaps.models import Gap
from apps.knowledge.models import Action, Article
from tests.factories import make_inbox, make_message
from tests.integration.desk.pages import shown

pytestmark = pytest.mark.django_db

NEW = {"title": "Tag", "slug": "tag", "effect": "tag", "parameters": '{"tag": "late"}'}


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"parameters": "[1]"}, "Write an object"),
        ({"parameters": ""}, "`tag` is None"),
        ({"effect": "webhook"}, "`webhook` is None"),
        ({"inputs": "[1]"}, "Write an object"),
        ({"inputs": '{"shoe": true}'}, "nobody can fill in"),
        ({"conditions": '["x"]'}, "Write an object"),
        ({"conditions": '{"weather": ["fair"]}'}, "there is no condition"),
        ({"conditions": "{"}, "Enter a valid JSON"),
        ({"effect": ""}, "This field is required"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(
    administrator: Client, wrong: dict[str, str], said: str
) -> None:
    assert said in shown(administrator, "/admin/knowledge/action/add/", NEW | wrong)
    assert not Action.objects.exists()


def test_what_makes_sense_is_stored_and_offered(administrator: Client) -> None:
    shown(administrator, "/admin/knowledge/action/add/", NEW)
    assert Action.objects.get().parameters == {"tag": "late"}
    conversation = make_message().conversation_id
    assert "Tag" in shown(administrator, f"/desk/c/{conversation}/")


@pytest.mark.parametrize("several", [True, False])
def test_what_a_deleted_article_answered_is_asked_for_again(
    administrator: Client, several: bool
) -> None:
    article = Article.objects.create(slug="a", title="A", body="x")
    Gap.objects.create(inbox=make_inbox(), article=article, state=Gap.State.ANSWERED)
    chosen = {"action": "delete_selected", "_selected_action": [str(article.id)], "post": "yes"}
    path = "/admin/knowledge/article/"
    if several:
        shown(administrator, path, chosen)
    else:
        shown(administrator, f"{path}{article.id}/delete/", {"post": "yes"})
    assert not Article.objects.exists()
    assert Gap.objects.get().state == Gap.State.OPEN

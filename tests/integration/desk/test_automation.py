"""Learning → Automation: everybody sees it, administrators set it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from apps.automation.actions import review, set_target
from apps.automation.models import Automation, Judgement
from apps.conversations.models import Typing
from apps.dispatch.models import Event
from apps.learning.models import Intent
from tests.factories import make_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def intent() -> Intent:
    """Forty of fifty right, the surest thirty of them all."""
    intent = Intent.objects.create(slug="opening_hours", title="Opening hours")
    for number in range(50):
        Judgement.objects.create(
            intent=intent,
            source="agent",
            confidence=0.95 if number < 30 else 0.6,
            right=number < 40,
            judged_at=timezone.now(),
        )
    return intent


def page_of(agent: Client, path: str) -> str:
    response = agent.get(f"/desk/learning/automation/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_an_agent_sees_and_sets_nothing(agent: Client, intent: Intent, supervisor: Client) -> None:
    assert "Opening hours" in page_of(agent, "")
    page = page_of(agent, f"{intent.id}/")
    assert "Never alone" in page
    assert "Administrators set this." in page
    path = f"/desk/learning/automation/{intent.id}/set/"
    for asking in (agent, supervisor):
        assert asking.post(path, {"percent": "90"}).status_code == 403
    assert not Automation.objects.exists()


def test_a_wish_says_what_it_would_have_meant_while_it_is_typed(
    agent: Client, intent: Intent
) -> None:
    path = f"{intent.id}/meaning/?percent="
    assert page_of(agent, f"{path}90") == (
        "At 90% right, Firstline would have answered 30 of 50 alone, from 0.95 on. "
        "30 of these were right: 100% (92 to 100%)."
    )
    assert "would have answered none of 50 alone" in page_of(agent, f"{path}99")
    assert "between 50 and 99.5%" in page_of(agent, f"{path}140")
    assert "between 50 and 99.5%" in page_of(agent, f"{path}nonsense")


def test_an_administrator_sets_it_and_takes_it_back(intent: Intent, administrator: Client) -> None:
    path = f"/desk/learning/automation/{intent.id}/set/"
    page = administrator.post(path, {"percent": "90"}, follow=True).content.decode()
    assert "Alone from 0.95 on" in page
    assert "Charlie set the target to 90% right: alone from 0.95 on, 30 of 30 right" in page
    assert "Opening hours" in page_of(administrator, "")
    page = administrator.post(path, {"percent": "90", "never": "1"}, follow=True).content.decode()
    assert "Charlie had it never answer alone" in page
    assert Automation.objects.get().target is None


def test_a_share_that_is_none_changes_nothing(intent: Intent, administrator: Client) -> None:
    path = f"/desk/learning/automation/{intent.id}/set/"
    for percent in ("30", "100", "much"):
        page = administrator.post(path, {"percent": percent}, follow=True).content.decode()
        assert "Give a share between 50 and 99.5%." in page
    assert not Automation.objects.filter(target__isnull=False).exists()


def test_what_became_stricter_by_itself_stands_above_the_list(
    agent: Client, intent: Intent
) -> None:
    set_target(intent, 0.9, None)
    Judgement.objects.filter(confidence=0.95).update(right=False)
    review(intent)
    page = page_of(agent, "")
    assert "Too few were right, so Firstline stopped answering alone" in page


def test_an_agent_who_types_is_known_for_some_seconds(agent: Client) -> None:
    conversation = make_message().conversation
    path = f"/desk/c/{conversation.id}/typing/"
    for _ in range(2):
        assert agent.post(path).status_code == 204
    typing = Typing.objects.get(conversation=conversation)
    assert 0 < (typing.until - timezone.now()).total_seconds() <= 10
    assert Event.objects.filter(kind="agent.typing").count() == 1

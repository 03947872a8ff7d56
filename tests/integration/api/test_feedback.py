"""Thumbs and outcomes become rows and work for the feedback pool."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from apps.assist.models import Feedback, Suggestion
from apps.dispatch.models import Work
from tests.factories import finish_message
from tests.integration.api.callers import Caller, ContactCaller, assert_problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def suggestion(contact: ContactCaller) -> Suggestion:
    message_id = UUID(contact.write("Where is my parcel?").json()["id"])
    suggestion = finish_message(message_id).suggestions.first()
    assert suggestion is not None
    return suggestion


def test_a_contacts_latest_thumb_counts_and_is_learnt_from(contact: ContactCaller) -> None:
    message_id = contact.write("Hello").json()["id"]
    path = f"/messages/{message_id}/feedback"
    assert contact.post(path, {"rating": "up"}).status_code == 200
    response = contact.post(path, {"rating": "down", "comment": "Not what I asked."})
    assert response.json() == {"message_id": message_id, "rating": "down"}
    feedback = Feedback.objects.get()
    assert (feedback.outcome, feedback.text) == ("down", "Not what I asked.")
    assert Work.objects.filter(kind="feedback", subject_id=feedback.id, state="pending").exists()


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"rating": "sideways"}, "/rating"),
        ({}, "/rating"),
        ({"rating": "up", "comment": "x" * 2001}, "/comment"),
        ({"rating": "up", "comment": "\x00"}, "/comment"),
        ({"rating": "up", "stars": 5}, "/stars"),
    ],
)
def test_a_wrong_rating_is_pointed_at(
    contact: ContactCaller, body: dict[str, Any], pointer: str
) -> None:
    message_id = contact.write("Hello").json()["id"]
    problem = assert_problem(contact.post(f"/messages/{message_id}/feedback", body), 422)
    assert problem["errors"][0]["pointer"] == pointer
    assert not Feedback.objects.exists()


def test_an_agents_latest_outcome_counts_and_is_learnt_from(
    agent: Caller, suggestion: Suggestion
) -> None:
    path = f"/suggestions/{suggestion.id}/outcome"
    assert agent.post(path, {"outcome": "rejected"}).status_code == 200
    response = agent.post(path, {"outcome": "edited", "text": "It left today."})
    assert response.json() == {"suggestion_id": str(suggestion.id), "outcome": "edited"}
    feedback = Feedback.objects.get()
    assert (feedback.outcome, feedback.text) == ("edited", "It left today.")
    assert Work.objects.filter(kind="feedback", subject_id=feedback.id).exists()


def test_an_edited_suggestion_needs_the_text_that_was_sent(
    agent: Caller, suggestion: Suggestion
) -> None:
    path = f"/suggestions/{suggestion.id}/outcome"
    for body in ({"outcome": "edited"}, {"outcome": "liked"}, {"outcome": "edited", "text": " "}):
        assert_problem(agent.post(path, body), 422)
    assert not Feedback.objects.exists()


def test_each_credential_gives_its_own_kind_of_feedback(
    contact: ContactCaller, agent: Caller, suggestion: Suggestion
) -> None:
    message_id = suggestion.prediction.message_id
    outcome = contact.post(f"/suggestions/{suggestion.id}/outcome", {"outcome": "accepted"})
    assert_problem(outcome, 403)
    assert_problem(agent.post(f"/messages/{message_id}/feedback", {"rating": "up"}), 403)


def test_an_unknown_suggestion_is_404(agent: Caller, suggestion: Suggestion) -> None:
    for wrong in ("nonsense", str(suggestion.prediction_id)):
        response = agent.post(f"/suggestions/{wrong}/outcome", {"outcome": "accepted"})
        assert_problem(response, 404)

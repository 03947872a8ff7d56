"""A thumb that changes while the feedback pool learns from it."""

from __future__ import annotations

import threading
from functools import partial

import pytest

from apps.assist.models import Feedback, Label
from apps.conversations.models import Inbox
from apps.dispatch.models import Work
from tests.factories import make_inbox
from tests.integration.api.callers import ContactCaller
from tests.integration.dispatch.threads import (
    PATIENCE_SECONDS,
    beside,
    commit_when_somebody_waits,
)


@pytest.fixture
def inbox(transactional_db: None) -> Inbox:
    return make_inbox()


def learn(feedback: Feedback) -> None:
    """As the pool does: its work is done, and what it learnt is of the feedback that it read."""
    Work.objects.filter(kind="feedback", subject_id=feedback.id).update(state="done")
    Label.objects.create(feedback=feedback, message=feedback.message, intent="", value=1)


@pytest.mark.django_db(transaction=True)
def test_a_thumb_is_changed_while_the_pool_learns_from_it(contact: ContactCaller) -> None:
    path = f"/messages/{contact.write('Hello').json()['id']}/feedback"
    assert contact.post(path, {"rating": "up"}).status_code == 200
    is_learnt = threading.Event()
    learn_it = partial(learn, Feedback.objects.get())
    with beside(partial(commit_when_somebody_waits, learn_it, is_learnt)):
        is_learnt.wait(PATIENCE_SECONDS)
        assert contact.post(path, {"rating": "down"}).status_code == 200
    assert Feedback.objects.get().outcome == "down"
    assert Work.objects.get(kind="feedback").state == "pending"

"""What one deletes in the very moment in which another saves it stays deleted, and says so."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db.models import Model
from django.db.models.signals import pre_delete
from django.test import Client

from apps.accounts.models import Agent, Team
from apps.assist.actions import accept_suggestion
from apps.assist.models import Suggestion
from apps.conversations.contacts import erase_contact
from apps.conversations.models import Conversation, Message
from apps.knowledge.actions import save_article
from apps.knowledge.models import Article, SolvedQuestion
from tests.factories import finish_message, make_message
from tests.integration.desk.test_deleted_meanwhile import FORMS
from tests.integration.desk.test_solved import keep
from tests.integration.dispatch.threads import (
    PATIENCE_SECONDS,
    beside,
    commit_when_somebody_waits,
)

pytestmark = pytest.mark.django_db(transaction=True)

WRITTEN = {kind: (path, form) for kind, path, form in FORMS}


def make_article() -> Article:
    save_article(article := Article(slug="kites", title="Kites", body="Fly high."))
    return article


def make_team() -> Team:
    return Team.objects.create(name="Kite flyers")


@pytest.mark.parametrize("make", [make_article, make_team])
def test_what_is_deleted_while_it_is_saved_is_not_brought_back(
    administrator: Client, make: Callable[[], Model]
) -> None:
    row, is_deleted = make(), threading.Event()
    path, form = WRITTEN[type(row)]
    delete = type(row)._default_manager.filter(pk=row.pk).delete
    with beside(lambda: commit_when_somebody_waits(delete, is_deleted)):
        is_deleted.wait(PATIENCE_SECONDS)
        page = administrator.post(f"/desk/{path.format(row.pk)}", form | {"version": "1"})
    assert f"Somebody deleted this {row._meta.verbose_name}" in page.content.decode()
    assert not type(row)._default_manager.exists()


@pytest.mark.parametrize(
    ("act", "status"),
    # `read`: the page sends it as it is left, and nobody waits for the answer.
    [("reply", 404), ("note", 404), ("resolve", 404), ("tag", 404), ("read", 204)],
)
def test_what_is_done_in_a_conversation_that_is_just_erased_is_told_that_it_is_gone(
    agent: Client, bob: Agent, message: Message, act: str, status: int
) -> None:
    is_erased, conversation = threading.Event(), message.conversation
    erase = partial(erase_contact, conversation.contact, bob)
    form = {"text": "It left today.", "key": "one", "tag": "island"}
    with beside(lambda: commit_when_somebody_waits(erase, is_erased)):
        is_erased.wait(PATIENCE_SECONDS)
        response = agent.post(f"/desk/c/{conversation.id}/{act}/", form)
    assert response.status_code == status
    assert not Conversation.objects.exists()


def test_a_customer_is_erased_although_their_past_answer_is_just_being_sent_to_another(
    supervisor: Client, alice: Agent, message: Message
) -> None:
    asked = make_message("Where was my tent?")
    suggestion = finish_message(asked.id).suggestions.get(kind="reply")
    suggestion.article, suggestion.solved_question = None, keep(message, "Behind the house.")
    suggestion.save()

    def send(**_: object) -> None:
        with beside(partial(accept_suggestion, suggestion, alice)):
            pass

    # All that is to be deleted has been found by then.
    pre_delete.connect(send, sender=SolvedQuestion)
    try:
        erased = supervisor.post(f"/desk/c/{message.conversation_id}/erase/")
    finally:
        pre_delete.disconnect(send, sender=SolvedQuestion)
    assert erased.status_code == 302
    assert Conversation.objects.get() == asked.conversation
    assert Message.objects.filter(sender_type="agent").count() == 1
    assert not Suggestion.objects.filter(id=suggestion.id).exists()

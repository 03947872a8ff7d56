"""`manage.py load_sample`, once and again; its first loading is shared by those who look at it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from pytest_django import DjangoDbBlocker

from apps.accounts.models import Agent
from apps.conversations.models import Conversation, Inbox, Message
from apps.dispatch.models import Event, Work
from apps.knowledge.models import Action, Article, Macro, Passage
from apps.learning.models import Example, Intent, SentimentExample
from apps.sample.conversations import have_waiting_read
from apps.sample.files import read_lines

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _once(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, var_dir: Path
) -> Iterator[None]:
    """Within a transaction, of which each test has a part that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def loaded(_once: None, db: None) -> None:
    """The sample, as a first loading leaves it."""


def load(*options: str) -> None:
    call_command("load_sample", *options, verbosity=0)


def count_rows() -> dict[str, int]:
    own = (model for config in apps.get_app_configs() for model in config.get_models())
    return {
        model._meta.label: model._default_manager.count()
        for model in own
        if model.__module__.startswith("apps.")
    }


def test_the_sample_is_as_large_as_promised(loaded: None) -> None:
    assert Article.objects.count() >= 40
    assert Macro.objects.count() >= 30
    assert Action.objects.count() >= 12
    assert SentimentExample.objects.count() >= 1500
    held_out = [row["text"] for row in read_lines("sentiment_held_out.jsonl")]
    assert len(held_out) >= 50
    assert not SentimentExample.objects.filter(text__in=held_out).exists()
    intents = Intent.objects.all()
    assert len(intents) >= 25
    assert min(intent.examples.count() for intent in intents) >= 20
    assert Inbox.objects.get(site_key="demo").hand_off_text
    assert Conversation.objects.exists()


def test_what_its_contacts_wait_for_is_read_once_and_answered_by_no_bot(loaded: None) -> None:
    waiting = Conversation.objects.filter(status="open", message_count__gt=F("answered_sequence"))
    assert have_waiting_read() == len(waiting) > 0
    assert have_waiting_read() == 0
    assert all(conversation.handed_off_at for conversation in waiting)
    read = Work.objects.filter(kind="message", state=Work.State.PENDING)
    assert {work.conversation_id for work in read} == {one.id for one in waiting}


def test_loaded_again_it_adds_nothing_and_embeds_nothing_again(loaded: None) -> None:
    before, passages = count_rows(), set(Passage.objects.values_list("id", flat=True))
    Work.objects.update(state=Work.State.DONE)
    load()
    assert count_rows() == before
    assert set(Passage.objects.values_list("id", flat=True)) == passages
    assert not Work.objects.exclude(state=Work.State.DONE).exists()


def test_what_was_changed_is_put_back_and_what_was_added_stays(loaded: None) -> None:
    article, agent = Article.objects.earliest("slug"), Agent.objects.earliest("email")
    body, intent = article.body, Intent.objects.earliest("slug")
    Article.objects.filter(id=article.id).update(body="Nothing.")
    Article.objects.create(slug="own", title="Our own", body="Kept.")
    Example.objects.create(intent=intent, text="an example of ours", source="agent")
    agent.set_password("a password of their own")
    agent.save()
    load()
    article.refresh_from_db()
    agent.refresh_from_db()
    assert article.body == body
    assert Article.objects.filter(slug="own", body="Kept.").exists()
    assert Example.objects.filter(text="an example of ours").exists()
    assert agent.check_password("a password of their own")


def test_the_agents_sign_in_with_the_password_that_is_kept_for_them(
    loaded: None, var_dir: Path
) -> None:
    (kept,) = [path for path in var_dir.iterdir() if "password" in path.name]
    assert all(agent.check_password(kept.read_text().strip()) for agent in Agent.objects.all())


def test_the_conversations_lie_in_the_past_and_ask_for_no_work(loaded: None) -> None:
    assert not Work.objects.filter(kind="message").exists()
    newest = Message.objects.latest("created_at").created_at
    assert newest < Event.objects.latest("created_at").created_at
    for conversation in Conversation.objects.all():
        messages = list(conversation.messages.order_by("sequence"))
        assert [m.sequence for m in messages] == list(range(1, conversation.message_count + 1))
        times = [message.created_at for message in messages]
        assert times == sorted(times)

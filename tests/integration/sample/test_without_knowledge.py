"""`manage.py load_sample --without-knowledge`, into a database that has nothing yet."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from apps.conversations.models import Conversation, Inbox
from apps.knowledge.models import Action, Article, Macro, Passage
from apps.learning.models import Intent

pytestmark = pytest.mark.django_db


def test_without_knowledge_there_is_an_inbox_and_nothing_to_search() -> None:
    call_command("load_sample", "--without-knowledge", verbosity=0)
    assert Inbox.objects.filter(site_key="demo").exists()
    assert Intent.objects.exists()
    for model in (Article, Macro, Action, Passage, Conversation):
        assert not model.objects.exists()

from __future__ import annotations

import pytest

from apps.conversations.models import Message
from apps.knowledge.actions import save_article, save_macro
from apps.knowledge.models import Article, Macro
from tests.factories import make_message


@pytest.fixture
def message(db: None) -> Message:
    """What a contact has written."""
    return make_message()


@pytest.fixture
def article(db: None) -> Article:
    article = Article(slug="returns", title="Returns", body="**Thirty** days.")
    save_article(article)
    return article


@pytest.fixture
def macro(db: None) -> Macro:
    macro = Macro(slug="thanks", title="Thanks", text="You are welcome.")
    save_macro(macro)
    return macro

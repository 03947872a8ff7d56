"""An article that is saved again while the pool embeds what it said before."""

from __future__ import annotations

import threading

import pytest

from apps.accounts.models import Role
from apps.dispatch.models import Work
from apps.knowledge.actions import save_article
from apps.knowledge.models import Article, Passage, PassageVector
from tests.integration.desk.test_deleted_meanwhile import CONTENT
from tests.integration.dispatch.threads import (
    PATIENCE_SECONDS,
    beside,
    commit_when_somebody_waits,
)
from tests.integration.staff import browser_of, hire


def embed() -> None:
    """As the pool does: its work is done, and each passage that it read has its vector."""
    Work.objects.filter(kind="knowledge").update(state="done")
    for passage in Passage.objects.all():
        PassageVector.objects.create(passage=passage, encoder="test", embedding=[0.0] * 384)


@pytest.mark.django_db(transaction=True)
def test_an_article_is_saved_again_while_it_is_embedded() -> None:
    article = Article(slug="kites", title="Kites", body="They fly.")
    save_article(article)
    supervisor, is_embedded = browser_of(hire(Role.SUPERVISOR)), threading.Event()
    form = {"title": "Kites", "body": "They fly high.", "version": "1", **CONTENT}
    with beside(lambda: commit_when_somebody_waits(embed, is_embedded)):
        is_embedded.wait(PATIENCE_SECONDS)
        answer = supervisor.post(f"/desk/knowledge/articles/{article.id}/edit/", form)
    assert answer.status_code == 302
    assert Passage.objects.get().text == "They fly high."

"""Splits articles again that an earlier splitter has split, some at a time.

New passages wait on the bulk lane for their vectors, and until then are found only by their words.
So the next articles wait until most of these have theirs.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from apps.dispatch.actions import OPEN_STATES
from apps.dispatch.models import Work
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Article
from apps.knowledge.passages.splitting import SPLITTER
from apps.knowledge.passages.storing import store_article_passages

ARTICLES_AT_ONCE = 50
BUSY = timedelta(seconds=2)
# During a rollout, processes of the previous release may still split articles.
REST = timedelta(hours=1)
SUBJECT = UUID("00000000-0000-7000-8000-000000000003")


def split_again() -> datetime:
    """Split some of the articles that an earlier splitter has split. Returns when to go on."""
    now = timezone.now()
    stale = Article.objects.filter(split_by__lt=SPLITTER).order_by("id")
    ids = list(stale.values_list("id", flat=True)[:ARTICLES_AT_ONCE])
    waiting = Work.objects.filter(kind=KNOWLEDGE.name, state__in=OPEN_STATES).order_by()
    if len(waiting.values("id")[:ARTICLES_AT_ONCE]) < ARTICLES_AT_ONCE:
        for id_ in ids:
            _split(id_)
    return now + (BUSY if ids else REST)


@transaction.atomic
def _split(article_id: UUID) -> None:
    locked = Article.objects.select_for_update(of=("self",)).filter(id=article_id)
    for article in locked:
        store_article_passages(article)

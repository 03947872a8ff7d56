"""What changes knowledge. What retrieval finds follows each change within seconds."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.dispatch.actions import enqueue, record_event
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Article, Macro, Passage
from apps.knowledge.passages import split_article


@transaction.atomic
def save_article(article: Article) -> None:
    """Store an article; its passages are replaced where it is published, removed where not."""
    article.save()
    published = article.status == Article.Status.PUBLISHED
    pieces = split_article(article.title, article.body) if published else []
    Passage.objects.filter(article=article).delete()
    Passage.objects.bulk_create(
        Passage(article=article, position=i, title=title, text=text, language=article.language)
        for i, (title, text) in enumerate(pieces)
    )
    _embed("article.saved", article.id, sum(len(text) for _, text in pieces))


@transaction.atomic
def save_macro(macro: Macro) -> None:
    """Store a macro; it is retrieved as one passage."""
    macro.save()
    Passage.objects.filter(macro=macro).delete()
    Passage.objects.create(
        macro=macro, position=0, title=macro.title, text=macro.text, language=macro.language
    )
    _embed("macro.saved", macro.id, len(macro.text))


def _embed(event: str, subject_id: UUID, size: int) -> None:
    enqueue(KNOWLEDGE, subject_id, size=size)
    record_event(event, subject=str(subject_id))

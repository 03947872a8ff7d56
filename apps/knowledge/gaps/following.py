"""Keeps gaps in step with their articles: answered while the article is published."""

from __future__ import annotations

from django.utils import timezone

from apps.knowledge.gaps.models import Gap
from apps.knowledge.models import Article


def follow_article(article: Article) -> None:
    """Close the gaps of an article that was published, and open them again when it no longer is."""
    gaps = Gap.objects.filter(article=article)
    if article.status == Article.Status.PUBLISHED:
        gaps.filter(state=Gap.State.OPEN).update(
            state=Gap.State.ANSWERED, answered_at=timezone.now()
        )
    else:
        reopen_for(article)


def reopen_for(article: Article) -> None:
    """Open the gaps again that the article answered."""
    Gap.objects.filter(article=article, state=Gap.State.ANSWERED).update(state=Gap.State.OPEN)

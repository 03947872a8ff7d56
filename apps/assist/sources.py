"""The articles behind the bot's answers, for the contacts who got them."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from apps.assist.models import Suggestion
from apps.knowledge.models import Article


def find_sources(message_ids: Iterable[UUID]) -> dict[UUID, Article]:
    """For each answered message, the article of its best reply.

    Only articles that customers may see: published, and not for agents only.
    """
    replies = Suggestion.objects.filter(
        prediction__message__in=message_ids, kind=Suggestion.Kind.REPLY, solved_question=None
    )
    best = replies.order_by("prediction", "rank").distinct("prediction")
    article_ids = {
        message_id: evidence[0]["article_id"]
        for message_id, evidence in best.values_list("prediction__message_id", "evidence")
        if evidence
    }
    shown = Article.objects.filter(
        id__in=article_ids.values(),
        status=Article.Status.PUBLISHED,
        audience=Article.Audience.CUSTOMERS,
    )
    articles = {str(article.id): article for article in shown}
    return {
        message_id: articles[article_id]
        for message_id, article_id in article_ids.items()
        if article_id in articles
    }

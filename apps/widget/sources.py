"""Reads the article behind a bot's answer."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router

from apps.assist.queries import gather_facts
from apps.knowledge.markdown import render_markdown
from apps.widget.authentication import Bearer, access_of
from apps.widget.problems import Problem, documented
from apps.widget.schemas import SourceTextOut

router = Router(auth=Bearer(), tags=["messages"])


@router.get(
    "/messages/{message_id}/source",
    response=SourceTextOut,
    openapi_extra=documented(404),
)
def get_source(request: HttpRequest, message_id: UUID) -> SourceTextOut:
    """What a bot's answer rests on, as HTML that can do no harm."""
    message = access_of(request).messages().filter(id=message_id).first()
    facts = gather_facts([message], with_suggestions=False)[0] if message else None
    if facts is None or facts.source is None:
        raise Problem(404, "No message of yours with a source has this id.")
    article = facts.source
    return SourceTextOut(
        article_id=article.id, title=article.title, html=render_markdown(article.body)
    )

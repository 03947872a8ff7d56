"""Stores the passages of articles and macros, and has new ones embedded."""

from __future__ import annotations

from uuid import UUID

from apps.dispatch.actions import enqueue, lock_work
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Article, Macro, Passage
from apps.knowledge.passages.encoders import find_current_encoder, lacks_vector
from apps.knowledge.passages.splitting import SPLITTER, split_article


def store_article_passages(article: Article) -> None:
    """Split an article, and replace the passages that differ. Inside a transaction.

    An article that is not published has no passages.
    """
    published = article.status == Article.Status.PUBLISHED
    pieces = split_article(article.title, article.body) if published else []
    _replace(
        [
            Passage(article=article, position=i, title=title, text=text, language=article.language)
            for i, (title, text) in enumerate(pieces)
        ],
        subject_id=article.id,
        article=article,
    )
    article.split_by = SPLITTER
    Article.objects.filter(id=article.id).exclude(split_by=SPLITTER).update(split_by=SPLITTER)


def store_macro_passage(macro: Macro) -> None:
    """Replace the one passage of a macro, if it differs. Inside a transaction."""
    passage = Passage(
        macro=macro, position=0, title=macro.title, text=macro.text, language=macro.language
    )
    _replace([passage], subject_id=macro.id, macro=macro)


def _replace(
    wanted: list[Passage],
    *,
    subject_id: UUID,
    article: Article | None = None,
    macro: Macro | None = None,
) -> None:
    """Replace the passages of a source that differ from the wanted ones; others keep their vectors.

    The bulk lane embeds passages without a vector by the current encoder.
    """
    lock_work(KNOWLEDGE, subject_id)
    of_source = Passage.objects.filter(article=article, macro=macro)
    stored = {passage.position: passage for passage in of_source}
    kept = {
        passage.position
        for passage in wanted
        if passage.position in stored and _content(passage) == _content(stored[passage.position])
    }
    of_source.exclude(position__in=kept).delete()
    Passage.objects.bulk_create(each for each in wanted if each.position not in kept)
    if of_source.filter(lacks_vector(find_current_encoder())).exists():
        enqueue(KNOWLEDGE, subject_id, size=sum(len(passage.text) for passage in wanted))


def _content(passage: Passage) -> tuple[str, str, str]:
    return passage.title, passage.text, passage.language

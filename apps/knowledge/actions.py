"""What changes knowledge. What retrieval finds follows each change within seconds."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.dispatch.actions import enqueue, record_event
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Action, Article, Macro, Passage
from apps.knowledge.passages import split_article


@transaction.atomic
def save_article(article: Article) -> None:
    """Store an article; its passages are replaced where it is published, removed where not."""
    article.save()
    published = article.status == Article.Status.PUBLISHED
    pieces = split_article(article.title, article.body) if published else []
    _make_searchable(
        [
            Passage(article=article, position=i, title=title, text=text, language=article.language)
            for i, (title, text) in enumerate(pieces)
        ],
        subject_id=article.id,
        article=article,
    )
    record_event("article.saved", subject=str(article.id))


@transaction.atomic
def save_macro(macro: Macro) -> None:
    """Store a macro; it is retrieved as one passage."""
    macro.save()
    passage = Passage(
        macro=macro, position=0, title=macro.title, text=macro.text, language=macro.language
    )
    _make_searchable([passage], subject_id=macro.id, macro=macro)
    record_event("macro.saved", subject=str(macro.id))


@transaction.atomic
def save_action(action: Action) -> None:
    """Store what an agent can do with one click."""
    action.save()
    record_event("action.saved", subject=str(action.id))


def rename_team_in_actions(old: str, new: str) -> None:
    """Let the actions that assign to a team follow its new name."""
    Action.objects.filter(effect=Action.Effect.ASSIGN, parameters__team=old).update(
        parameters={"team": new}
    )


@transaction.atomic
def delete_article(article: Article) -> None:
    """Forget an article at once; what was suggested from it keeps its words."""
    _forget("article.deleted", article)


@transaction.atomic
def delete_macro(macro: Macro) -> None:
    """Forget a macro at once; what was suggested from it keeps its words."""
    _forget("macro.deleted", macro)


@transaction.atomic
def delete_action(action: Action) -> None:
    """Forget an action; what it has done stays done."""
    _forget("action.deleted", action)


def _make_searchable(
    wanted: list[Passage],
    *,
    subject_id: UUID,
    article: Article | None = None,
    macro: Macro | None = None,
) -> None:
    """Replace the passages of a source, unless they already say this and have their vectors."""
    stored = Passage.objects.filter(article=article, macro=macro).order_by("position")
    same = [_content(passage) for passage in stored] == [_content(passage) for passage in wanted]
    if same and not stored.filter(vectors__isnull=True).exists():
        return
    stored.delete()
    Passage.objects.bulk_create(wanted)
    if wanted:
        enqueue(KNOWLEDGE, subject_id, size=sum(len(passage.text) for passage in wanted))


def _content(passage: Passage) -> tuple[str, str, str]:
    return passage.title, passage.text, passage.language


def _forget(event: str, subject: Article | Macro | Action) -> None:
    record_event(event, subject=str(subject.id))
    subject.delete()

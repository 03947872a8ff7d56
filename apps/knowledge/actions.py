"""Changes knowledge. Retrieval follows each change within seconds."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from apps.accounts.models import Agent
from apps.dispatch.actions import record_event
from apps.knowledge.gaps.following import follow_article, reopen_for
from apps.knowledge.models import (
    Action,
    Article,
    ArticleVersion,
    Macro,
    MacroVersion,
    SolvedQuestion,
)
from apps.knowledge.passages.storing import store_article_passages, store_macro_passage
from apps.knowledge.versions import Source, find_locked, store
from workers.contracts.events import EventKind


@transaction.atomic
def save_article(article: Article, by: Agent | None = None) -> None:
    """Store an article; its passages are replaced where it is published, removed where not.

    Its earlier content is kept as a version. Raises ChangedMeanwhile, and stores nothing, when
    somebody has saved it since this one was read.
    """
    article.body = as_stored(article.body)
    store(article, by)
    store_article_passages(article)
    follow_article(article)
    record_event(EventKind.ARTICLE_SAVED, subject=str(article.id))


@transaction.atomic
def save_macro(macro: Macro, by: Agent | None = None) -> None:
    """Store a macro; it is retrieved as one passage.

    Keeps its earlier content and raises ChangedMeanwhile as `save_article` does.
    """
    macro.text = as_stored(macro.text)
    store(macro, by)
    store_macro_passage(macro)
    record_event(EventKind.MACRO_SAVED, subject=str(macro.id))


@transaction.atomic
def restore_version(version: ArticleVersion | MacroVersion, by: Agent) -> None:
    """Restore the content of an earlier version, as the newest version.

    Raises ObjectDoesNotExist where it was deleted since the version was read.
    """
    if isinstance(version, ArticleVersion):
        save_article(_with_content_of(version.article, version), by)
    else:
        save_macro(_with_content_of(version.macro, version), by)


def as_stored(text: str) -> str:
    """The text as it is stored: its line breaks are line feeds, and its ends are stripped."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@transaction.atomic
def save_action(action: Action) -> None:
    """Store an action."""
    action.save()
    record_event(EventKind.ACTION_SAVED, subject=str(action.id))


def rename_in_actions(parameter: str, old: str, new: str) -> None:
    """Update the actions that refer to a team or a webhook by its name."""
    Action.objects.filter(**{f"parameters__{parameter}": old}).update(parameters={parameter: new})


@transaction.atomic
def rename_in_conditions(condition: str, old: str, new: str) -> None:
    """Update the conditions of actions that refer to something, such as an inbox, by its name."""
    named = {f"conditions__{condition}__contains": old}
    for action in Action.objects.select_for_update().filter(**named):
        values = action.conditions[condition]
        action.conditions[condition] = [new if value == old else value for value in values]
        action.save(update_fields=["conditions"])


@transaction.atomic
def delete_article(article: Article) -> None:
    """Delete an article; suggestions that were made from it keep their text."""
    reopen_for(article)
    _forget(EventKind.ARTICLE_DELETED, article)


@transaction.atomic
def delete_macro(macro: Macro) -> None:
    """Delete a macro; suggestions that were made from it keep their text."""
    _forget(EventKind.MACRO_DELETED, macro)


@transaction.atomic
def forget_solved_question(solved: SolvedQuestion) -> None:
    """Delete a past answer. The conversation stays, and gives a new one if it is resolved again."""
    solved.delete()


def record_forgotten(instance: SolvedQuestion, **_: Any) -> None:
    """Record that a past answer was deleted, by somebody or with its contact.

    The event makes a training due, so that the models unlearn it.
    """
    record_event(EventKind.SOLVED_QUESTION_FORGOTTEN, subject=str(instance.id))


@transaction.atomic
def delete_action(action: Action) -> None:
    """Delete an action; its effects stay."""
    _forget(EventKind.ACTION_DELETED, action)


def _with_content_of(source: Source, version: ArticleVersion | MacroVersion) -> Source:
    """The stored row, locked, with the content of a version. Raises ObjectDoesNotExist."""
    stored = find_locked(source)
    if stored is None:
        raise type(source).DoesNotExist
    for name in source.CONTENT:
        setattr(stored, name, getattr(version, name))
    return stored


def _forget(event: EventKind, subject: Article | Macro | Action) -> None:
    record_event(event, subject=str(subject.id))
    subject.delete()

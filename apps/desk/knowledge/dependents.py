"""Describes what depends on a piece of knowledge that is to be deleted."""

from __future__ import annotations

from apps.assist.models import Suggestion
from apps.knowledge.models import Action, Article, Macro
from apps.learning.queries import list_intents_answered_by


def describe_dependents(source: Article | Macro | Action) -> list[str]:
    """Sentences for the page that asks for confirmation."""
    return [*_intents(source), *_suggestions(source), "This cannot be undone."]


def _intents(source: Article | Macro | Action) -> list[str]:
    titles = [intent.title for intent in list_intents_answered_by(source)]
    if not titles:
        return ["No intent names it as an answer."]
    return [f"It is an answer to {', '.join(titles)}; these will no longer offer it."]


def _suggestions(source: Article | Macro | Action) -> list[str]:
    count = Suggestion.objects.filter(**{str(source._meta.model_name): source}).count()
    if not count:
        return ["It has not been suggested in any conversation yet."]
    times = "once" if count == 1 else f"{count:,} times"
    return [f"It has been suggested {times}; those suggestions keep their words."]

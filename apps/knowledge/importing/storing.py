"""Stores rows of an import, if they differ from what is stored."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from apps.accounts.models import Agent
from apps.knowledge.actions import save_action, save_article, save_macro
from apps.knowledge.checking import check_action
from apps.knowledge.importing.records import RowRefused, Wanted
from apps.knowledge.models import Action, Article, Macro

Source = Article | Macro | Action
MODELS: dict[str, type[Source]] = {"article": Article, "macro": Macro, "action": Action}


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


def store(wanted: Wanted, by: Agent | None) -> Outcome:
    """Store a row, unless nothing differs. Inside the caller's transaction.

    Raises RowRefused for invalid fields; the caller must then roll back.
    """
    model = MODELS[wanted.kind]
    unlocked = model._default_manager.select_for_update(of=("self",))
    stored = unlocked.filter(slug=wanted.slug).first()
    source = stored or model(slug=wanted.slug)
    named = [
        name for name in wanted.fields if name in {f.name for f in model._meta.concrete_fields}
    ]
    before = [getattr(source, name) for name in named]
    for name in named:
        setattr(source, name, wanted.fields[name])
    _check(source)
    if stored and before == [getattr(source, name) for name in named]:
        return Outcome.UNCHANGED
    try:
        _save(source, by)
    except IntegrityError:
        raise RowRefused(
            f"somebody else made “{wanted.slug}” at the same moment; import it again."
        ) from None
    return Outcome.UPDATED if stored else Outcome.CREATED


def _check(source: Source) -> None:
    try:
        source.clean_fields(exclude=["id", "updated_by"])
        if isinstance(source, Action):
            check_action(source)
    except ValidationError as error:
        problems = (f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise RowRefused(" ".join(problems)) from None


def _save(source: Source, by: Agent | None) -> None:
    if isinstance(source, Article):
        save_article(source, by)
    elif isinstance(source, Macro):
        save_macro(source, by)
    else:
        save_action(source)

"""A wanted row in its table, where something differs."""

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
    """Write it unless the table says so already, inside the caller's transaction.

    Raises RowRefused for what the table refuses; nothing of the transaction can be kept then.
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
        said = (f"{field}: {' '.join(texts)}" for field, texts in error.message_dict.items())
        raise RowRefused(" ".join(said)) from None


def _save(source: Source, by: Agent | None) -> None:
    if isinstance(source, Article):
        save_article(source, by)
    elif isinstance(source, Macro):
        save_macro(source, by)
    else:
        save_action(source)

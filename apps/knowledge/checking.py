"""Validates actions, from a form or from a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError

from apps.accounts.models import Role
from apps.conversations.models import LONGEST_TAG, Priority
from apps.knowledge.models import Action
from apps.knowledge.variables import (
    MENTIONED,
    OF_CONTACT,
    PERSONAL_VARIABLES,
    find_unknown_variables,
    find_variables,
)
from workers.contracts.conditions import CONDITIONS

Effect = Action.Effect
LONGEST_SNOOZE_HOURS = 720
HIGHER_ROLES = tuple(Role.values[1:])
IN_TAGS = sorted(MENTIONED.keys() - PERSONAL_VARIABLES)


def check_action(action: Action) -> None:
    """Raises ValidationError where its effect could not be done, or not safely."""
    problems = {
        "parameters": _find_wrong_parameter(action),
        "inputs": _find_wrong_input(action.inputs),
        "conditions": _find_wrong_condition(action.conditions),
    }
    if found := {field: problem for field, problem in problems.items() if problem}:
        raise ValidationError(found)


def check_tag(tag: str) -> None:
    """Raises ValidationError. Everybody can see tags, so personal variables are refused."""
    if not re.search(r"[^\W_]", tag):
        raise ValidationError("Give a tag at least one letter or digit.")
    if len(tag) > LONGEST_TAG:
        raise ValidationError(f"A tag has at most {LONGEST_TAG} characters.")
    if set(find_variables(tag)) - set(IN_TAGS) or find_unknown_variables(tag):
        raise ValidationError(f"A tag can name {', '.join(IN_TAGS)} and nothing else.")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _is_snooze(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole and 1 <= value <= LONGEST_SNOOZE_HOURS


def _one_of(values: Sequence[str]) -> tuple[Callable[[Any], bool], str]:
    """A check that a value is one of these, and a sentence that asks for one."""
    return values.__contains__, f"one of {', '.join(values)}"


# What each effect needs: its parameter, a check of the value, and a sentence that asks for it.
_NEEDED: dict[str, tuple[str, Callable[[Any], bool], str]] = {
    Effect.ASSIGN: ("team", _is_text, "the name of a team"),
    Effect.SET_PRIORITY: ("priority", *_one_of(Priority.values)),
    Effect.TAG: ("tag", _is_text, "a tag"),
    Effect.SNOOZE: ("hours", _is_snooze, f"a whole number from 1 to {LONGEST_SNOOZE_HOURS}"),
    Effect.ESCALATE: ("role", *_one_of(HIGHER_ROLES)),
    Effect.SEND_MACRO: ("macro", _is_text, "the slug of a macro"),
    Effect.WEBHOOK: ("webhook", _is_text, "the name of a webhook"),
}


def _find_wrong_parameter(action: Action) -> str:
    if action.effect not in _NEEDED:
        return ""
    name, is_valid, wanted = _NEEDED[action.effect]
    value = action.parameters.get(name)
    if not is_valid(value):
        return f"`{name}` is {value!r}; write {wanted}."
    if action.effect != Effect.TAG:
        return ""
    try:
        check_tag(value)
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _find_wrong_input(inputs: dict[str, Any]) -> str:
    variables = sorted(MENTIONED.keys() | OF_CONTACT.keys())
    for name, required in inputs.items():
        if name not in variables:
            return f"nobody can fill in {name!r}; name {', '.join(variables)}."
        if not isinstance(required, bool):
            return f"`{name}` is {required!r}; write true where it is needed, else false."
    return ""


def _find_wrong_condition(conditions: dict[str, Any]) -> str:
    for name, wanted in conditions.items():
        if name not in CONDITIONS:
            return f"there is no condition {name!r}; name {', '.join(CONDITIONS)}."
        if not isinstance(wanted, list) or not all(isinstance(each, str) for each in wanted):
            return f'`{name}` is no list of words; write ["…"].'
    return ""

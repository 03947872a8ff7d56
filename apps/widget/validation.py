"""Turns validation errors of pydantic into problems that say what to change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ninja.errors import ValidationError

from apps.widget.problems import Problem

SENTENCES = {
    "missing": "This is required.",
    "extra_forbidden": "This is not known here; leave it out.",
    "string_type": "This must be a string.",
    "bool_type": "This must be true or false.",
    "int_parsing": "This must be a whole number, in figures.",
    "int_parsing_size": "This must be a whole number, and a smaller one.",
    "string_unicode": "This holds half of a surrogate pair; send whole characters.",
    "model_type": "This must be an object.",
    "model_attributes_type": "This must be an object.",
}


def problem_of(error: ValidationError) -> Problem:
    """The problem: 404 for an invalid id in the path, else 422 with the wrong fields."""
    if any(_place(found) == "path" for found in error.errors):
        return Problem(404, "Nothing has this id.")
    fields = [_describe(found) for found in error.errors]
    return Problem(422, "The request is not accepted; see `errors`.", errors=fields)


def pointer(path: Sequence[str | int]) -> str:
    """The JSON pointer of a path (RFC 6901)."""
    return "".join(f"/{str(step).replace('~', '~0').replace('/', '~1')}" for step in path)


def _place(found: Mapping[str, Any]) -> str:
    return str(found["loc"][0])


def _describe(found: Mapping[str, Any]) -> dict[str, str]:
    detail = SENTENCES.get(found["type"]) or _sentence(found["msg"])
    # The first step is the part of the request, the second the name of the view's argument. An
    # error about several fields names in `ctx` the one that is to be changed.
    if _place(found) == "body":
        to_change = [*found["loc"][2:], *found.get("ctx", {}).get("fields", ())]
        return {"pointer": pointer(to_change), "detail": detail}
    return {"parameter": str(found["loc"][-1]), "detail": detail}


def _sentence(message: str) -> str:
    text = message.removeprefix("Value error, ").replace("Input should", "This should", 1)
    text = text.replace("String should", "This should", 1)
    return text if text.endswith(".") else f"{text}."

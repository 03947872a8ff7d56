"""Shows what patterns find in a given text, and in the newest messages of customers.

Nothing is stored. The pools find the same, because they use the same module.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.conversations.queries import list_recent_texts
from apps.learning.entities import read_taught
from workers.contracts.rows import LONGEST_MESSAGE
from workers.text.patterns import Lexicon, PatternRefused, Taught, compile_pattern

RECENT = 200
SHOWN = 10
AROUND = 60


class Piece(NamedTuple):
    """A stretch of text; with a label it is an entity."""

    text: str
    label: str = ""
    value: str = ""


class TryForm(forms.Form):
    """`pattern`: the one that is being edited; without it everything that was taught is tried."""

    text = forms.CharField(required=False, max_length=LONGEST_MESSAGE, strip=False)
    label = forms.CharField(required=False, max_length=100)
    pattern = forms.CharField(required=False)


@require_POST
@role_required(Role.ADMINISTRATOR)
def try_out(request: AgentRequest) -> HttpResponse:
    form = TryForm(request.POST)
    if not form.is_valid():
        return _show(request, refusal=f"Try at most {LONGEST_MESSAGE} characters at once.")
    pattern, label = form.cleaned_data["pattern"].strip(), form.cleaned_data["label"].strip()
    try:
        taught = _draft(label or "found", pattern) if "pattern" in request.POST else read_taught()
    except PatternRefused as refusal:
        return _show(request, refusal=str(refusal))
    lexicon = Lexicon(taught)
    return _show(
        request,
        pieces=list(_cut(form.cleaned_data["text"], lexicon)),
        recent=_find_recent(request, lexicon),
        count=RECENT,
    )


def _draft(label: str, pattern: str) -> Taught:
    if pattern:
        compile_pattern(pattern)
    return Taught(patterns=((label, pattern),) if pattern else ())


def _show(request: AgentRequest, **context: object) -> HttpResponse:
    return render(request, "desk/learning/entities/found.html", context)


def _find_recent(request: AgentRequest, lexicon: Lexicon) -> list[list[Piece]]:
    """The newest messages in which something is found, shortened to the text around it."""
    found: list[list[Piece]] = []
    for text in list_recent_texts(request.user, RECENT):
        pieces = list(_cut(text, lexicon))
        if any(piece.label for piece in pieces):
            found.append([_shortened(piece) for piece in pieces])
        if len(found) == SHOWN:
            break
    return found


def _cut(text: str, lexicon: Lexicon) -> Iterator[Piece]:
    position = 0
    for entity in lexicon.find_in_stored(text):
        yield Piece(text[position : entity.start])
        yield Piece(text[entity.start : entity.end], entity.label, entity.value or "")
        position = entity.end
    yield Piece(text[position:])


def _shortened(piece: Piece) -> Piece:
    if piece.label or len(piece.text) <= 2 * AROUND:
        return piece
    return Piece(f"{piece.text[:AROUND]} … {piece.text[-AROUND:]}")

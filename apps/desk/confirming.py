"""Asking once more before something that cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest


@dataclass(frozen=True)
class Confirmation:
    """What is asked. `consequences`: a sentence each; `back`: for whoever thinks better of it.

    With a `refusal` there is no button, and the sentence says why.
    """

    question: str
    verb: str
    consequences: Sequence[str]
    back: str
    refusal: str = ""


def ask_before(request: AgentRequest, confirmation: Confirmation) -> HttpResponse:
    """The page whose button posts to the same address."""
    return render(request, "desk/confirm.html", vars(confirmation))

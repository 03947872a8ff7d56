"""The page that asks for confirmation of something that cannot be undone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from apps.accounts.access import AgentRequest
from apps.accounts.actions import ChangeRefused
from apps.learning.teaching import TeachingRefused


@dataclass(frozen=True)
class Confirmation:
    """The question. `consequences`: a sentence each; `back`: the address of the way back.

    With a `refusal`, a sentence on why it is impossible, there is no button. `done`: the message
    afterwards.
    """

    question: str
    verb: str
    consequences: Sequence[str]
    back: str
    done: str = ""
    refusal: str = ""


def ask_to_delete(
    kind: str, name: str, consequences: Sequence[str], *, back: str, refusal: str = ""
) -> Confirmation:
    """The question whether to delete a thing by its kind and name."""
    return Confirmation(
        question=f"Delete the {kind} “{name}”?",
        verb=f"Delete the {kind}",
        consequences=consequences,
        back=back,
        done=f"“{name}” is deleted.",
        refusal=refusal,
    )


def ask(request: AgentRequest, confirmation: Confirmation) -> HttpResponse:
    """The page, whose button posts to its own address."""
    return render(request, "desk/confirm.html", vars(confirmation))


def ask_before(
    act: Callable[[], object], request: AgentRequest, confirmation: Confirmation, *, then: str
) -> HttpResponse:
    """Ask, and call `act` when the button was pressed; the page `then` shows that it is done.

    A refusal by `act` is shown on this page.
    """
    if request.method != "POST" or confirmation.refusal:
        return ask(request, confirmation)
    try:
        act()
    except (ChangeRefused, TeachingRefused) as refused:
        return ask(request, replace(confirmation, refusal=str(refused), consequences=()))
    messages.success(request, confirmation.done)
    return redirect(then)

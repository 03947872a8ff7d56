"""Views of the composer: replies to the contact, and notes, each stored once."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest
from apps.accounts.idempotency import do_once
from apps.assist.actions import SuggestionSent, accept_suggestion
from apps.assist.looking_up import check_looked_up, suggest_looked_up
from apps.assist.sending import send_written
from apps.conversations.errors import ActionRefused
from apps.conversations.handling import write_note
from apps.conversations.models import Conversation, Message, Note
from apps.conversations.typing_indicator import end_typing, note_typing
from apps.desk.inbox.finding import acts_on_conversation, read_sequence, refuse
from apps.desk.inbox.looking_up import PassageChanged, find_passage
from apps.desk.inbox.suggesting import SuggestionGone, find_suggestion_to_send
from apps.desk.inbox.thread import Entry, entry_of_message, entry_of_note
from workers.contracts.rows import LONGEST_MESSAGE


class WritingForm(forms.Form):
    """`key`: an idempotency key of the composer. `passage`: what the agent looked up.

    `as_written`: send the text even where something looks as if it had to be filled in.
    """

    text = forms.CharField(max_length=LONGEST_MESSAGE)
    key = forms.CharField(max_length=64)
    suggestion = forms.UUIDField(required=False)
    passage = forms.IntegerField(required=False)
    as_written = forms.BooleanField(required=False)


@acts_on_conversation
def reply(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    form = _read(request)
    try:
        message_id = _once(request, conversation, lambda: _send(request, form, conversation))
    except (SuggestionSent, SuggestionGone, PassageChanged) as refused:
        # Nobody can send this suggestion or passage any more: the page keeps the text without it.
        return refuse(str(refused), HTTPStatus.GONE)
    end_typing(conversation, request.user)
    message = Message.objects.select_related("agent", "conversation__contact").get(id=message_id)
    return _show(request, entry_of_message(message))


@acts_on_conversation
def note(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    text = _read(request)["text"]
    note_id = _once(
        request, conversation, lambda: write_note(conversation.id, request.user, text).id
    )
    return _show(request, entry_of_note(Note.objects.select_related("agent").get(id=note_id)))


@acts_on_conversation
def typing(request: AgentRequest, conversation: Conversation) -> HttpResponse:
    note_typing(conversation, request.user)
    return HttpResponse(status=204)


def _send(request: AgentRequest, form: dict[str, Any], conversation: Conversation) -> UUID:
    agent, text, as_written = request.user, form["text"], form["as_written"]
    seen = read_sequence(request, "seen")
    suggestion = passage = None
    if form["suggestion"]:
        suggestion = find_suggestion_to_send(conversation, form["suggestion"])
    elif form["passage"]:
        passage = find_passage(form["passage"])
        suggestion = suggest_looked_up(conversation.id, passage, seen)
    if suggestion is not None:
        return accept_suggestion(suggestion, agent, text, as_written=as_written, seen=seen).id
    if passage is not None:
        check_looked_up(passage, text, as_written=as_written)
        as_written = True
    return send_written(conversation.id, agent, text, as_written=as_written, seen=seen).id


def _read(request: AgentRequest) -> dict[str, Any]:
    form = WritingForm(request.POST)
    if not form.is_valid():
        raise ActionRefused(f"Write something first, at most {LONGEST_MESSAGE} characters.")
    return form.cleaned_data


def _once(request: AgentRequest, conversation: Conversation, write: Callable[[], UUID]) -> UUID:
    based_on = request.POST.get("suggestion") or request.POST.get("passage", "")
    content = f"{request.path} {request.POST['text']} {based_on}"
    return do_once(f"agent {request.user.id}", request.POST["key"], content, write)


def _show(request: AgentRequest, entry: Entry) -> HttpResponse:
    return render(request, "desk/inbox/entry.html", {"entry": entry})

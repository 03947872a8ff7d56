"""Views of a suggestion: its evidence, and rejecting it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, agent_required
from apps.assist.actions import reject_suggestion
from apps.assist.current_text import read_current_texts
from apps.assist.models import Suggestion
from apps.assist.reasons import list_reasons
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.desk.inbox.arranging import arrange, drop_rejected, find_matters
from apps.desk.inbox.finding import acts_on_conversation, find_or_404, get_or_404
from apps.knowledge.models import Passage


class SuggestionGone(ActionRefused):
    """A suggestion went with the past answer that it was made from, which somebody erased."""


@acts_on_conversation
def reject(request: AgentRequest, conversation: Conversation, suggestion_id: UUID) -> HttpResponse:
    reject_suggestion(find_suggestion(conversation, suggestion_id), request.user)
    return HttpResponse(status=204)


@agent_required
def evidence(request: AgentRequest, conversation_id: UUID, suggestion_id: UUID) -> HttpResponse:
    """The article behind a suggestion, with the passage that was found."""
    conversation = find_or_404(conversation_id, request.user)
    suggestion = find_suggestion(conversation, suggestion_id)
    return render(request, "desk/inbox/evidence.html", _read_evidence(suggestion))


def find_suggestion(conversation: Conversation, suggestion_id: UUID | str) -> Suggestion:
    """The suggestion, which must be of this conversation. Raises Http404."""
    suggestions = Suggestion.objects.select_related("prediction__message", "article", "macro")
    own = suggestions.filter(prediction__message__conversation=conversation)
    return get_or_404(own, suggestion_id)


def find_suggestion_to_send(conversation: Conversation, suggestion_id: UUID) -> Suggestion:
    """The suggestion. Raises SuggestionGone, because the agent's text may still be sent."""
    try:
        return find_suggestion(conversation, suggestion_id)
    except Http404:
        raise SuggestionGone(
            "What you took this from has been erased since. Check the text; sent again, it is a "
            "reply of your own."
        ) from None


def _read_evidence(suggestion: Suggestion) -> dict[str, Any]:
    article_ids = [each["article_id"] for each in suggestion.evidence[:1]]
    beside = list(suggestion.prediction.suggestions.all())
    articles = [each for each in beside if str(each.article_id) in article_ids]
    found = read_current_texts([suggestion, *articles]).values()
    shown = {each.suggestion.id: each.confidence for each in arrange(drop_rejected(beside))}
    passages = Passage.objects.filter(article__in=article_ids).order_by("position")
    return {
        "suggestion": suggestion,
        "confidence": shown.get(suggestion.id, suggestion.confidence),
        "reasons": list_reasons(suggestion),
        "intent": _choose_intent(suggestion),
        "likeliest": suggestion.prediction.intents[0],
        "article": suggestion.evidence[0]["title"] if article_ids else "",
        "passages": [(passage.text, passage.text in found) for passage in passages],
    }


def _choose_intent(suggestion: Suggestion) -> dict[str, Any]:
    """The likeliest intent that the suggestion answers, or of the message where it answers none."""
    intents: list[dict[str, Any]] = suggestion.prediction.intents
    answered = find_matters([suggestion])[suggestion.id]
    return next((intent for intent in intents if intent["label"] in answered), intents[0])

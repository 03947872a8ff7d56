"""Suggestions beside a message, and the evidence that each rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from apps.accounts.access import AgentRequest, agent_required
from apps.accounts.models import Agent
from apps.assist.actions import reject_suggestion
from apps.assist.current_text import read_current_texts
from apps.assist.filling import fill_variables
from apps.assist.models import Feedback, Suggestion
from apps.assist.queries import MessageFacts
from apps.assist.reasons import list_reasons
from apps.conversations.models import Conversation, ConversationStatus
from apps.desk.inbox.choosing import CARDS, choose
from apps.desk.inbox.finding import acts_on_conversation, find_or_404, get_or_404
from apps.knowledge.models import Action, Passage
from apps.knowledge.placeholders import find_placeholders
from workers.contracts.conditions import Facts, find_unmet


@dataclass(frozen=True)
class Card:
    """A suggested reply with its variables filled in; `said`: see `list_said`.

    `confidence`: beside the other cards.
    """

    suggestion: Suggestion
    confidence: float
    text: str
    missing: Sequence[str]

    @property
    def said(self) -> str:
        if not find_placeholders(self.text):
            return ""
        # The source is read from the database, which few texts need.
        return list_said(self.text, self.suggestion.source_text)


def list_said(text: str, source_text: str) -> str:
    """The placeholders in a text, such as `<EMAIL>`, that are words of its source."""
    left = find_placeholders(text, source_text)
    return " ".join(each for each in find_placeholders(text) if each not in left)


def list_cards(conversation: Conversation, newest: MessageFacts | None, agent: Agent) -> list[Card]:
    """Replies to the unanswered messages, the best first, without rejected ones."""
    choices = choose(_list_replies(_open(conversation, newest)))
    texts = read_current_texts([each.suggestion for each in choices])
    return [
        Card(
            each.suggestion,
            each.confidence,
            *fill_variables(texts[each.suggestion.id], conversation, agent),
        )
        for each in choices
    ]


def list_suggested_actions(
    conversation: Conversation, newest: MessageFacts | None, facts: Facts
) -> list[Suggestion]:
    """Actions suggested for the unanswered messages, whose conditions hold."""
    shown = [each for each in _open(conversation, newest) if each.kind == Suggestion.Kind.ACTION]
    actions = Action.objects.in_bulk([each.action_id for each in shown if each.action_id])
    possible = [
        each
        for each in shown
        if each.action_id in actions and not find_unmet(actions[each.action_id].conditions, facts)
    ]
    return possible[:CARDS]


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


def _open(conversation: Conversation, newest: MessageFacts | None) -> list[Suggestion]:
    if newest is None or conversation.status == ConversationStatus.RESOLVED:
        return []
    if newest.message.sequence <= conversation.answered_sequence:
        return []
    return _drop_rejected(newest.suggestions)


def _drop_rejected(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    rejected = Feedback.objects.filter(
        suggestion__in=suggestions, outcome=Feedback.Outcome.REJECTED
    )
    gone = set(rejected.values_list("suggestion_id", flat=True))
    return [each for each in suggestions if each.id not in gone]


def _list_replies(suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    return [each for each in suggestions if each.kind != Suggestion.Kind.ACTION]


def _read_evidence(suggestion: Suggestion) -> dict[str, Any]:
    article_ids = [each["article_id"] for each in suggestion.evidence[:1]]
    beside = list(suggestion.prediction.suggestions.all())
    articles = [each for each in beside if str(each.article_id) in article_ids]
    found = read_current_texts([suggestion, *articles]).values()
    choices = choose(_list_replies(_drop_rejected(beside)))
    shown = {each.suggestion.id: each.confidence for each in choices}
    passages = Passage.objects.filter(article__in=article_ids).order_by("position")
    return {
        "suggestion": suggestion,
        "confidence": shown.get(suggestion.id, suggestion.confidence),
        "reasons": list_reasons(suggestion),
        "intent": suggestion.prediction.intents[0],
        "article": suggestion.evidence[0]["title"] if article_ids else "",
        "passages": [(passage.text, passage.text in found) for passage in passages],
    }

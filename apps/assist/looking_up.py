"""Sends what an agent looked up in the knowledge, and learns from it as from a suggestion."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.accounts.models import Agent
from apps.assist.actions import accept_suggestion
from apps.assist.models import Prediction, Suggestion
from apps.assist.reasons import LOOKED_UP
from apps.assist.sending import refuse_open
from apps.conversations.actions import lock_conversation, send_reply
from apps.conversations.models import Message
from apps.knowledge.models import Passage


@transaction.atomic
def send_looked_up(
    conversation_id: UUID,
    passage: Passage,
    agent: Agent,
    text: str,
    *,
    as_written: bool = False,
    seen: int | None = None,
) -> Message:
    """Send a passage as it is, or as the agent edited it (`text`). `seen`: see `send_reply`.

    It becomes the last suggestion of the newest message that was seen and that the models have
    read; where there is none, nothing is learnt. Raises as `accept_suggestion` does, and
    Conversation.DoesNotExist.
    """
    conversation = lock_conversation(conversation_id)
    predictions = Prediction.objects.filter(message__conversation=conversation)
    if seen is not None:
        predictions = predictions.filter(message__sequence__lte=seen)
    newest = predictions.order_by("-message__sequence").first()
    if newest is None:
        if not as_written:
            refuse_open(text, passage.text)
        return send_reply(conversation.id, agent, text, seen=seen)
    suggestion = _suggest(newest, passage)
    return accept_suggestion(suggestion, agent, text, as_written=as_written, seen=seen)


def _suggest(prediction: Prediction, passage: Passage) -> Suggestion:
    """The suggestion with these words of the same source, which is added where there is none."""
    suggestions = Suggestion.objects.select_related("prediction__message", "article", "macro")
    same = suggestions.filter(
        prediction=prediction,
        article=passage.article_id,
        macro=passage.macro_id,
        solved_question=None,
        text=passage.text,
    )
    if (found := same.first()) is not None:
        return found
    last = suggestions.filter(prediction=prediction).order_by("-rank").first()
    article, macro = passage.article, passage.macro
    source = article or macro
    return Suggestion.objects.create(
        prediction=prediction,
        rank=last.rank + 1 if last else 1,
        kind=Suggestion.Kind.ARTICLE if article else Suggestion.Kind.REPLY,
        title=str(source),
        text=passage.text,
        confidence=0.0,
        article=article,
        macro=macro,
        evidence=[{"article_id": str(article.id), "title": article.title}] if article else [],
        why=LOOKED_UP,
    )

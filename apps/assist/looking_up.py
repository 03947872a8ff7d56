"""Makes a suggestion of what an agent looked up, so that it is sent and learnt from like one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.assist.current_text import read_current_texts
from apps.assist.models import Prediction, Suggestion
from apps.assist.reasons import LOOKED_UP
from apps.conversations.actions import lock_conversation
from apps.knowledge.models import Passage


@transaction.atomic
def suggest_looked_up(
    conversation_id: UUID, passage: Passage, seen: int | None = None
) -> Suggestion | None:
    """The suggestion with the words of this passage, added as the last one where there is none.

    It is about the newest message that the models have read and the agent has `seen` (see
    `send_reply`); None where there is no such message. Raises Conversation.DoesNotExist.
    """
    conversation = lock_conversation(conversation_id)
    predictions = Prediction.objects.filter(message__conversation=conversation)
    if seen is not None:
        predictions = predictions.filter(message__sequence__lte=seen)
    newest = predictions.order_by("-message__sequence").first()
    return None if newest is None else _find_same(newest, passage) or _add(newest, passage)


def _find_same(prediction: Prediction, passage: Passage) -> Suggestion | None:
    suggestions = prediction.suggestions.select_related("prediction__message", "article", "macro")
    of_source = suggestions.filter(
        article=passage.article_id, macro=passage.macro_id, solved_question=None
    )
    texts = read_current_texts(list(of_source))
    return next((each for each in of_source if texts[each.id] == passage.text), None)


def _add(prediction: Prediction, passage: Passage) -> Suggestion:
    article, macro = passage.article, passage.macro
    last = prediction.suggestions.order_by("-rank").first()
    return Suggestion.objects.create(
        prediction=prediction,
        rank=last.rank + 1 if last else 1,
        kind=Suggestion.Kind.ARTICLE if article else Suggestion.Kind.REPLY,
        title=str(article or macro),
        text=passage.text,
        confidence=0.0,
        article=article,
        macro=macro,
        evidence=[{"article_id": str(article.id), "title": article.title}] if article else [],
        why=LOOKED_UP,
    )

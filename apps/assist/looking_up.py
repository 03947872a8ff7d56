"""Makes a suggestion of what an agent looked up, so that it is sent and learnt from like one."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction

from apps.assist.current_text import read_current_texts
from apps.assist.models import Prediction, Suggestion
from apps.assist.reasons import LOOKED_UP
from apps.assist.sending import FOR_AGENTS_ONLY, refuse_unfilled
from apps.conversations.actions import lock_conversation
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Direction
from apps.knowledge.models import Passage


@transaction.atomic
def suggest_looked_up(
    conversation_id: UUID, passage: Passage, seen: int | None = None
) -> Suggestion | None:
    """The suggestion with the words of this passage, added as the last one where there is none.

    It is about the contact's newest message that the agent has `seen` (see `send_reply`); None
    while the models have not read that. Raises Conversation.DoesNotExist.
    """
    conversation = lock_conversation(conversation_id)
    asked = conversation.messages.filter(direction=Direction.INCOMING)
    if seen is not None:
        asked = asked.filter(sequence__lte=seen)
    newest = asked.order_by("-sequence").values("id")[:1]
    prediction = Prediction.objects.filter(message=newest).first()
    if prediction is None:
        return None
    return _find_same(prediction, passage) or _add(prediction, passage)


def check_looked_up(passage: Passage, text: str, *, as_written: bool) -> None:
    """Raises ActionRefused, as `accept_suggestion` does, for what is no suggestion yet."""
    if passage.is_internal and text.strip() == passage.text.strip():
        raise ActionRefused(FOR_AGENTS_ONLY)
    if not as_written:
        refuse_unfilled(text, passage.text)


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

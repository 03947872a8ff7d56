"""A summary for the agent who takes a conversation over from the bot.

Computed when it is shown and never stored, so that the contact's words are in no second place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.text import Truncator

from apps.assist.mentions import Mention, gather_mentions
from apps.assist.models import Prediction
from apps.assist.queries import MessageFacts
from apps.conversations.hand_off import CAUSES
from apps.conversations.models import Conversation, SenderType
from apps.desk.inbox.thread import Thread, list_understood
from apps.dispatch.models import Event
from apps.learning.models import Intent
from workers.contracts.events import EventKind
from workers.contracts.labels import OUT_OF_SCOPE, TALK_TO_PERSON

LONGEST_QUOTE = 200
MENTIONS = 20
# The least change of a sentiment score, from -1 to 1, that is mentioned.
FELT = 0.3
# Intents that do not say what the conversation is about.
NO_MATTER = frozenset({OUT_OF_SCOPE, TALK_TO_PERSON})


@dataclass(frozen=True)
class Summary:
    """`since`: of the hand-off. `mentioned`: by label. Unknown fields are empty."""

    since: datetime
    reason: str
    wants: str
    first: str
    last: str
    mentioned: dict[str, list[Mention]]
    mood: str
    answered: str
    source: str


def summarise(conversation: Conversation, thread: Thread) -> Summary | None:
    """The summary; None without a hand-off, or once an agent has answered since."""
    since = conversation.handed_off_at
    events = Event.objects.filter(
        conversation_id=conversation.id, kind=EventKind.CONVERSATION_HANDED_OFF
    )
    handed_off = events.order_by("-id").first() if since else None
    facts = [entry.facts for entry in thread.entries if entry.facts]
    if since is None or handed_off is None or _is_answered(facts, since):
        return None
    incoming = [each for each in facts if each.message.sender_type == SenderType.CONTACT]
    predictions = [each.prediction for each in incoming if each.prediction]
    reply = next((each for each in reversed(incoming) if each.reply), None)
    first, last = (incoming[0], incoming[-1]) if incoming else (None, None)
    return Summary(
        since=since,
        reason=_find_reason(handed_off, predictions, incoming),
        wants=_find_matter(predictions),
        first=_quote(first) if first else "",
        last=_quote(last) if last and last is not first else "",
        mentioned=gather_mentions(list_understood(thread), MENTIONS),
        mood=_describe_mood([each.sentiment_score for each in predictions]),
        answered=Truncator(reply.reply.text).chars(LONGEST_QUOTE) if reply and reply.reply else "",
        source=reply.source.title if reply and reply.source else "",
    )


def _is_answered(facts: Iterable[MessageFacts], since: datetime) -> bool:
    return any(
        each.message.sender_type == SenderType.AGENT and each.message.created_at >= since
        for each in facts
    )


def _find_reason(
    handed_off: Event, predictions: Iterable[Prediction], incoming: Iterable[MessageFacts]
) -> str:
    for prediction in predictions:
        if prediction.message_id == handed_off.message_id:
            return prediction.reason
    if cause := CAUSES.get(handed_off.data.get("cause", "")):
        return cause
    if any(each.state == "failed" for each in incoming):
        return "The models could not read a message."
    return "The contact pressed the button for a person."


def _find_matter(predictions: Sequence[Prediction]) -> str:
    """The title of the newest intent that says what the conversation is about."""
    labels = [prediction.intents[0]["label"] for prediction in reversed(predictions)]
    label = next((label for label in labels if label not in NO_MATTER), None)
    intent = Intent.objects.filter(slug=label).first() if label else None
    return intent.title if intent else ""


def _describe_mood(scores: Sequence[float]) -> str:
    """The contact's mood in words, and whether it got better or worse."""
    if not scores:
        return ""
    now = "upset" if scores[-1] < -FELT else "pleased" if scores[-1] > FELT else "calm"
    moved = scores[-1] - scores[0]
    if abs(moved) < FELT:
        return now
    return f"{now}, {'better' if moved > 0 else 'worse'} than at first"


def _quote(facts: MessageFacts) -> str:
    return Truncator(facts.message.text).chars(LONGEST_QUOTE)

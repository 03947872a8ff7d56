"""How the models read a conversation: of the contact's newest message that they have read.

What they made of a message belongs to an app above this one, and is reached by its name.
"""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from apps.conversations.models import Message

INTENT = KeyTextTransform("label", KeyTransform(0, "prediction__intents"))


def newest_intent() -> Subquery:
    """Empty where nothing was read yet."""
    return Subquery(_read().values(label=INTENT)[:1])


def newest_sentiment() -> Subquery:
    """Of the same message."""
    return Subquery(_read().values("prediction__sentiment")[:1])


def is_read_as(intent: str, sentiment: str) -> Q:
    """Conversations whose newest reading has this intent and sentiment; what is empty narrows not.

    First those where any message was read so, which an index finds; then whether it is the newest.
    Both are asked of one message in one condition: of two, Postgres thinks that hardly any
    conversation meets them, and looks at all of them.
    """
    wanted = Q(intent=intent) if intent else Q()
    if sentiment:
        wanted &= Q(prediction__sentiment=sentiment)
    ever = Message.objects.alias(intent=INTENT).filter(wanted)
    meets = ExpressionWrapper(wanted, output_field=BooleanField())
    newest = _read().alias(intent=INTENT).values(meets=meets)[:1]
    return Q(id__in=ever.values("conversation")) & Q(Subquery(newest))


def _read() -> QuerySet[Message]:
    messages = Message.objects.filter(conversation=OuterRef("pk"), prediction__isnull=False)
    return messages.order_by("-sequence")

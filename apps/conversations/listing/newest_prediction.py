"""Intent and sentiment of a conversation: those of the contact's newest message with a prediction.

Predictions belong to an app above this one, so they are reached by name, not imported.
"""

from __future__ import annotations

from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform, KeyTransform

from apps.conversations.models import Message

INTENT = KeyTextTransform("label", KeyTransform(0, "prediction__intents"))


def newest_intent() -> Subquery:
    """The intent; None without a prediction."""
    return Subquery(_list_predicted().values(label=INTENT)[:1])


def newest_sentiment() -> Subquery:
    """The sentiment of the same message."""
    return Subquery(_list_predicted().values("prediction__sentiment")[:1])


def is_predicted_as(intent: str, sentiment: str) -> Q:
    """Whether the newest prediction has this intent and sentiment; empty ones match all.

    An index finds conversations where any message has them; then the newest one is checked. Both
    labels are in one condition: with two, Postgres underestimates the number of matches and scans
    all conversations.
    """
    wanted = Q(intent=intent) if intent else Q()
    if sentiment:
        wanted &= Q(prediction__sentiment=sentiment)
    ever = Message.objects.alias(intent=INTENT).filter(wanted)
    meets = ExpressionWrapper(wanted, output_field=BooleanField())
    newest = _list_predicted().alias(intent=INTENT).values(meets=meets)[:1]
    return Q(id__in=ever.values("conversation")) & Q(Subquery(newest))


def _list_predicted() -> QuerySet[Message]:
    messages = Message.objects.filter(conversation=OuterRef("pk"), prediction__isnull=False)
    return messages.order_by("-sequence")

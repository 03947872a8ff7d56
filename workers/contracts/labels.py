"""What is told of a message, in words that mean the same on both sides."""

from __future__ import annotations

from typing import Literal

UNKNOWN_LANGUAGE = "und"
OUT_OF_SCOPE = "out_of_scope"
TALK_TO_PERSON = "talk_to_person"
# Entities of these kinds are kept by their place alone; nothing else stores what they say.
PERSONAL_LABELS = frozenset({"email", "phone", "card", "iban", "national_id", "name", "address"})

Sentiment = Literal["negative", "neutral", "positive"]
Decision = Literal["auto_reply", "suggest", "hand_off"]

"""The labels that a message can get, which mean the same to the web and to the workers."""

from __future__ import annotations

from typing import Literal

UNKNOWN_LANGUAGE = "und"
OUT_OF_SCOPE = "out_of_scope"
TALK_TO_PERSON = "talk_to_person"
# Of these entities only the place in the message is stored, never the words.
PERSONAL_LABELS = frozenset(
    {"email", "phone", "card", "iban", "national_id", "name", "address", "birth_date"}
    | {"secret", "ip_address", "licence_plate"}
)

Sentiment = Literal["negative", "neutral", "positive"]
Decision = Literal["auto_reply", "suggest", "hand_off"]

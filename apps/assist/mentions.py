"""Entities with their words: stored by offsets, and cut from the message when it is shown.

Only the row of the message has personal data. The words and the normalised values of personal
entities are made here, for an agent who may see the message.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

from apps.assist.models import Prediction
from apps.assist.phone_regions import region_by_zone
from apps.conversations.models import Message
from workers.contracts import spelt_signs as signs
from workers.contracts.labels import PERSONAL_LABELS

_WITHOUT_INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u00ad]")
# `(a)` is an `@` within an address.
_SPELT_SIGNS = tuple(
    (re.compile(rf"[\s(\[{{]+(?:{words})[\s)\]}}]+", re.IGNORECASE), sign)
    for words, sign in (
        (f"{signs.AT}|a", "@"),
        (signs.DOT, "."),
        (signs.UNDERSCORE, "_"),
        (signs.DASH, "-"),
    )
)


@dataclass(frozen=True)
class Mention:
    """`message.text[start:end]` is `text`; `value` is its normalised form, if it has one."""

    label: str
    start: int
    end: int
    text: str
    value: str | None


def list_mentions(message: Message, prediction: Prediction) -> list[Mention]:
    """Mentions in the order of the text. The caller has checked that the message may be seen."""
    entities = sorted(prediction.entities, key=itemgetter("start"))
    return [_read(message, entity) for entity in entities]


def gather_mentions(
    understood: Sequence[tuple[Message, Prediction]], most: int
) -> dict[str, list[Mention]]:
    """Mentions in several messages by label, each value once, newest first, `most` at most.

    `understood`: oldest first. The caller has checked that the messages may be seen.
    """
    distinct: dict[tuple[str, str], Mention] = {}
    for message, prediction in reversed(understood):
        for mention in list_mentions(message, prediction):
            distinct.setdefault((mention.label, mention.value or mention.text), mention)
    grouped: dict[str, list[Mention]] = {}
    for mention in list(distinct.values())[:most]:
        grouped.setdefault(mention.label, []).append(mention)
    return grouped


def _read(message: Message, entity: dict[str, Any]) -> Mention:
    label, start, end = entity["label"], entity["start"], entity["end"]
    text, value = message.text[start:end], entity.get("value")
    if label in PERSONAL_LABELS:
        value = _personal_value(message, label, text)
    return Mention(label, start, end, text, value)


def _personal_value(message: Message, label: str, text: str) -> str | None:
    plain = _WITHOUT_INVISIBLE.sub("", unicodedata.normalize("NFKC", text))
    match label:
        case "email":
            return _address(plain)
        case "phone":
            return _e164(plain) or _e164(plain, message.conversation.contact.zone)
        case "iban" | "national_id" | "licence_plate":
            return re.sub(r"[\W_]", "", plain).upper()
        case "secret":  # exactly as it was written
            return None
        case _:
            return " ".join(plain.split())


def _address(written: str) -> str:
    """The e-mail address without its slips: spaces, and a comma for a dot."""
    for spelt, sign in _SPELT_SIGNS:
        written = spelt.sub(sign, written)
    local_part, _, domain = "".join(written.split()).replace("%40", "@").rpartition("@")
    return f"{local_part}@{domain.lower().replace(',', '.')}"


def _e164(written: str, zone: str = "") -> str | None:
    """E.164; None where neither the number nor the zone tells the country."""
    number = re.sub(r"^\W*00", "+", written)
    try:
        parsed = parse(number, region_by_zone().get(zone))
    except NumberParseException:
        return None
    return format_number(parsed, PhoneNumberFormat.E164)

"""Replaces personal data by typed placeholders, before anything else reads the text.

Finders run one after another, the surest first; each reads what the ones before it have left.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain

from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText, Replacement
from workers.text.cards import find_cards
from workers.text.known_entities import (
    FindKnownEntities,
    find_beside,
    locate_known_entities,
    no_known_entities,
)
from workers.text.personal.addresses import find_addresses
from workers.text.personal.bank_accounts import find_bank_accounts
from workers.text.personal.birth_dates import find_birth_dates
from workers.text.personal.emails import find_emails, find_loose_emails
from workers.text.personal.ip_addresses import find_ip_addresses
from workers.text.personal.licence_plates import find_licence_plates
from workers.text.personal.names import find_names
from workers.text.personal.national_ids import find_national_ids
from workers.text.personal.passwords import find_passwords
from workers.text.personal.phones import find_phones
from workers.text.personal.spoken_phones import find_spoken_phones
from workers.text.spans import without_overlap

Finder = Callable[[str], Iterator[tuple[int, int]]]

# Known entities have precedence over these.
_YIELD_TO_KNOWN = frozenset({"card", "phone", "national_id"})
# A placeholder may split what looked like one number before, so finders run until none finds more.
_MOST_PASSES = 4
_DIGIT = re.compile(r"\d")
_MASKED_CARD = re.compile(r"(?:[•*]{4}[ -]?){1,4}[0-9]{4}(?![0-9])")
_SECURITY_CODE = re.compile(
    r"\b(?:cvv2?|cvc2?|cvn|(?:karten)?prüf(?:nummer|ziffer)|cryptogramme(?: visuel)?)"
    r"(?: (?:code|number|is|ist|est|es|è)){0,2}[ :.#=-]{0,3}(?P<code>[0-9]{3,4})(?![0-9])",
    re.IGNORECASE,
)


def redact(
    aligned: AlignedText, find_known_entities: FindKnownEntities = no_known_entities
) -> tuple[AlignedText, tuple[Entity, ...]]:
    """Replace what is personal by `<EMAIL>`, `<IBAN>`, `<CARD>`, `<NATIONAL_ID>`, `<NAME>`, ….

    The entities are in order and have offsets in the stored text; personal ones have no value.
    What `find_known_entities` finds, once e-mail addresses are replaced, is not taken for a card, a
    phone number or a national id. A redacted text redacts to itself.
    """
    aligned, entities = _replace(aligned, {"email": find_emails}, ())
    aligned, loose = _replace(aligned, {"email": find_loose_emails}, ())
    entities += loose
    known = locate_known_entities(aligned, find_known_entities)
    finders: dict[str, Finder] = {
        "secret": find_passwords,
        "iban": find_bank_accounts,
        "card": _find_cards,
        "birth_date": find_birth_dates,
        "national_id": find_national_ids,
        "ip_address": find_ip_addresses,
        "licence_plate": find_licence_plates,
        "address": find_addresses,
        "phone": _find_phones,
        "name": find_names,
    }
    # All of these but passwords, names and numbers in words contain a digit.
    if not _DIGIT.search(aligned.text):
        finders = {"secret": find_passwords, "phone": find_spoken_phones, "name": find_names}
    for _ in range(_MOST_PASSES):
        aligned, found = _replace(aligned, finders, known)
        if not found:
            break
        entities += found
    entities += without_overlap(known, taken=entities)
    return aligned, tuple(sorted(entities, key=lambda entity: entity.start))


def _replace(
    aligned: AlignedText, finders: Mapping[str, Finder], known: tuple[Entity, ...]
) -> tuple[AlignedText, list[Entity]]:
    entities: list[Entity] = []
    for label, find in finders.items():
        spans = find_beside(aligned, find, known if label in _YIELD_TO_KNOWN else ())
        if not spans:
            continue
        entities += (_personal(label, aligned, span) for span in spans)
        aligned = aligned.replace(Replacement(*span, f"<{label.upper()}>") for span in spans)
    return aligned, entities


def _personal(label: str, aligned: AlignedText, span: tuple[int, int]) -> Entity:
    start, end = aligned.to_stored(*span)
    return Entity(label=label, start=start, end=end)


def _find_cards(text: str) -> Iterator[tuple[int, int]]:
    """Card numbers that were masked when the message was stored, others, and their security codes.

    A security code without its card is nobody's.
    """
    masked = (match.span() for match in _MASKED_CARD.finditer(text))
    cards = [*masked, *find_cards(text)]
    codes = _SECURITY_CODE.finditer(text) if cards else ()
    return iter(sorted([*cards, *(match.span("code") for match in codes)]))


def _find_phones(text: str) -> Iterator[tuple[int, int]]:
    """Telephone numbers in figures and in words."""
    return iter(sorted(chain(find_phones(text), find_spoken_phones(text))))

"""The types of texts in requests, with their checks."""

from __future__ import annotations

import unicodedata
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from workers.contracts.rows import LONGEST_MESSAGE

LONGEST_COMMENT = 2000

# Unicode categories of invisible characters: separators, control and format characters.
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def check_storable(text: str) -> str:
    """Refuse NUL, which Postgres cannot store, and half of a surrogate pair, which is no UTF-8."""
    if "\x00" in text:
        raise PydanticCustomError("nul", "This holds a NUL character; leave it out")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise PydanticCustomError(
            "surrogate", "This holds half of a surrogate pair; send whole characters"
        ) from None
    return text


def looks_empty(text: str) -> bool:
    """Whether all characters are invisible."""
    return all(unicodedata.category(character) in UNSEEN for character in text)


def check_visible(text: str) -> str:
    """Refuse a text that looks empty."""
    if looks_empty(text):
        raise PydanticCustomError("blank", "This is blank; write something")
    return text


def name_or_none(text: str) -> str:
    """The name, or none where it is invisible, so that agents see a visitor."""
    return "" if looks_empty(text) else text


def check_email(text: str) -> str:
    """Refuse what is no e-mail address. Empty is allowed, because forms may not require one."""
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise PydanticCustomError("email", "This is not an e-mail address") from None
    return text


def check_time_zone(text: str) -> str:
    """Refuse what is no IANA time zone. Empty is allowed, because browsers may not know one."""
    try:
        if text:
            ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise PydanticCustomError("time_zone", "This is not an IANA time zone") from None
    return text


Storable = Annotated[str, AfterValidator(check_storable)]
Identity = Annotated[
    str,
    StringConstraints(min_length=1, max_length=200),
    AfterValidator(check_storable),
    AfterValidator(check_visible),
]
Name = Annotated[
    str,
    StringConstraints(max_length=200),
    AfterValidator(check_storable),
    AfterValidator(name_or_none),
]
Email = Annotated[
    str,
    StringConstraints(max_length=254),
    AfterValidator(check_storable),
    AfterValidator(check_email),
]
TimeZone = Annotated[
    str,
    StringConstraints(max_length=64),
    AfterValidator(check_storable),
    AfterValidator(check_time_zone),
]
Comment = Annotated[
    str, StringConstraints(max_length=LONGEST_COMMENT), AfterValidator(check_storable)
]
MessageText = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_MESSAGE),
    AfterValidator(check_storable),
    AfterValidator(check_visible),
]

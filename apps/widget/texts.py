"""What a text must be before it is stored."""

from __future__ import annotations

import unicodedata
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

LONGEST_MESSAGE = 8000
LONGEST_COMMENT = 2000

# Separators, control and format characters: nothing that a reader could see.
UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf"})


def check_storable(text: str) -> str:
    """Postgres has no NUL, and UTF-8 no half of a surrogate pair."""
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
    """To a reader."""
    return all(unicodedata.category(character) in UNSEEN for character in text)


def check_visible(text: str) -> str:
    """Refuse what looks empty to a reader."""
    if looks_empty(text):
        raise PydanticCustomError("blank", "This is blank; write something")
    return text


def name_or_none(text: str) -> str:
    """Whoever gives a name that cannot be seen has given none: agents see a visitor."""
    return "" if looks_empty(text) else text


def check_email(text: str) -> str:
    """Empty is allowed: not every form makes people give one."""
    try:
        if text:
            validate_email(text)
    except ValidationError:
        raise PydanticCustomError("email", "This is not an e-mail address") from None
    return text


def check_time_zone(text: str) -> str:
    """Empty is allowed: not every browser tells."""
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

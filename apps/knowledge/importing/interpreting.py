"""What a row wants to be, in the words of the tables; or why it cannot be that."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from math import isfinite
from pathlib import PurePosixPath
from typing import Any
from unicodedata import normalize

from django.utils.text import slugify

from apps.knowledge.actions import as_stored
from apps.knowledge.importing.front_matter import read_article
from apps.knowledge.importing.help_center import describe_article
from apps.knowledge.importing.records import RowRefused, Wanted
from apps.knowledge.models import Article
from apps.knowledge.variables import find_unknown_variables

KINDS = ("article", "macro", "action")
LONGEST_MADE_SLUG = 90
# Of a name that no slug can say as a whole; what follows tells it from others.
LONGEST_TOLD = 77
# Half of a character, which JSON can name, and the one that ends a text in C.
_UNSTORABLE = re.compile("[\ud800-\udfff\0]")
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
# What these codes were before they became others, which some still write.
_OLD_LANGUAGES = {"iw": "he", "in": "id", "ji": "yi"}
OBJECTS = frozenset({"parameters", "inputs", "conditions"})
_YES, _NO = {"true", "yes", "1", "y"}, {"", "false", "no", "0", "n", "none", "null"}

Values = Mapping[str, Any]


def interpret(values: Values, language: str) -> Wanted:
    """`language`: of a row that names none. Raises RowRefused with the repair."""
    named = _name_fields(values)
    _check_storable(named)
    kind = _text(named, "kind").lower() or "article"
    if kind not in KINDS:
        raise RowRefused(f"the kind {kind!r} is none of {', '.join(KINDS)}.")
    title = " ".join(_text(named, "title").split())
    if not title:
        raise RowRefused("the title is empty; write one.")
    fields: dict[str, Any] = {"title": title}
    if kind == "action":
        fields |= _read_action(named)
    else:
        fields |= _read_writing(kind, named, language)
    return Wanted(kind, _find_slug(kind, named, title), fields)


def _name_fields(values: Values) -> dict[str, Any]:
    """Whatever format it came from, a row is a mapping of our fields from here on. A table may have
    a column of the name that a file of Markdown has here."""
    match dict(values):
        case {"markdown": str(text), "path": str(path), **others} if (
            PurePosixPath(path).name and not others
        ):
            named = {"path": PurePosixPath(path).with_suffix("").as_posix()}
            return named | read_article(text)
        case {"help_center": {"id": _} as article, **others} if not others:
            return describe_article(article)
    return {str(name).strip().lower(): value for name, value in values.items()}


def _check_storable(named: Values) -> None:
    """However deep it lies in a list or an object."""
    for name, value in named.items():
        if _UNSTORABLE.search(name):
            raise RowRefused("the name of a field holds what is no character; write it anew.")
        for part in _list_parts(value):
            if isinstance(part, str) and _UNSTORABLE.search(part):
                raise RowRefused(f"the {name} holds what is no character; write it anew.")
            if isinstance(part, float) and not isfinite(part):
                raise RowRefused(f"the {name} holds what is no number; write one.")


def _list_parts(value: Any) -> Iterator[Any]:
    """The value, or the values and names that lie in it."""
    left = [value]
    while left:
        part = left.pop()
        if isinstance(part, dict):
            left += [*part, *part.values()]
        elif isinstance(part, list):
            left += part
        else:
            yield part


def _read_writing(kind: str, named: Values, language: str) -> dict[str, Any]:
    text = as_stored(_text(named, "body") or _text(named, "text"))
    if not text:
        raise RowRefused("the text is empty; write one, or remove the row.")
    fields: dict[str, Any] = {"body" if kind == "article" else "text": text}
    if code := read_language(_text(named, "language") or _text(named, "locale") or language):
        fields["language"] = code
    if "tags" in named:
        fields["tags"] = _read_tags(named["tags"])
    if kind == "article":
        return fields | _read_publishing(named)
    unknown = find_unknown_variables(text)
    if "{{" in unknown:
        raise RowRefused("a {{ is never closed; close it with }}.")
    if unknown:
        raise RowRefused(f"nobody can fill in {{{{ {unknown[0]} }}}}; name a variable that is.")
    return fields


def _read_publishing(named: Values) -> dict[str, Any]:
    """Who can read an article. It is published unless the row says that it is a draft."""
    status = _choice(named, "status", Article.Status.values) or Article.Status.PUBLISHED
    if _is_true(named, "draft"):
        status = Article.Status.DRAFT
    audience = _choice(named, "audience", Article.Audience.values)
    return {"status": status} | ({"audience": audience} if audience else {})


def _read_action(named: Values) -> dict[str, Any]:
    """The fields of the table that the row names; what they may be, the table says."""
    fields = {
        name: value
        for name, value in named.items()
        if name not in {"kind", "slug", "title", "id"} and value is not None
    }
    # JSON inside of a text can name what the text itself does not hold.
    objects = {name: _read_object(name, fields[name]) for name in OBJECTS & fields.keys()}
    _check_storable(objects)
    return fields | objects


def _read_object(name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            raise RowRefused(f"the {name} are no JSON; write an object.") from None
    if not isinstance(value, dict):
        raise RowRefused(f"the {name} are no object; write {{…}} with their names.")
    return value


def _find_slug(kind: str, named: Values, title: str) -> str:
    """The name that the row gives, or one that the next import makes again."""
    if slug := _text(named, "slug"):
        return slug
    made = _text(named, "external_id") or _text(named, "id") or _text(named, "path") or title
    slug = slugify(made.replace("/", "-"))
    if slug and len(slug) <= LONGEST_MADE_SLUG and _is_ascii(made):
        return slug
    # Of “2FA включить” and “2FA выключить” a slug can say `2fa` alone.
    told = slug[:LONGEST_TOLD].strip("-") or kind
    return f"{told}-{sha256(made.encode()).hexdigest()[:12]}"


def _is_ascii(text: str) -> bool:
    """Whether its letters, without their accents, are those that a slug may have."""
    return all(char.isascii() or not char.isalnum() for char in normalize("NFKD", text))


def read_language(written: str) -> str:
    """`pt-br`, `pt_BR` and `PT` are `pt`; nothing stays nothing. Raises RowRefused."""
    if not written:
        return ""
    code = re.split(r"[-_]", written.strip().lower())[0]
    if not _LANGUAGE.match(code):
        raise RowRefused(f"{written!r} is no language; write a code such as en, de or pt-br.")
    return _OLD_LANGUAGES.get(code, code)


def _read_tags(written: Any) -> list[str]:
    written = re.split(r"[,;]", written) if isinstance(written, str) else written
    if not isinstance(written, list) or not all(isinstance(tag, str) for tag in written):
        raise RowRefused("the tags are no list of words; write them with commas between.")
    return list(dict.fromkeys(tag.strip() for tag in written if tag.strip()))


def _choice(named: Values, name: str, known: list[str]) -> str:
    value = _text(named, name).lower()
    if value and value not in known:
        raise RowRefused(f"the {name} {value!r} is none of {', '.join(known)}.")
    return value


def _is_true(named: Values, name: str) -> bool:
    value = _text(named, name).lower()
    if value not in _YES | _NO:
        raise RowRefused(f"`{name}` is {value!r}; write true or false.")
    return value in _YES


def _text(named: Values, name: str) -> str:
    value = named.get(name)
    if isinstance(value, (list, dict)):
        raise RowRefused(f"the {name} is no text; write it as one.")
    return "" if value is None else str(value).strip()

"""Turns a row into the fields of an article, a macro or an action, or refuses it with a reason."""

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
from workers.contracts.rows import UNSTORABLE

KINDS = ("article", "macro", "action")
LONGEST_MADE_SLUG = 90
# The readable part of a slug that ends in a hash.
LONGEST_READABLE = 77
_LANGUAGE = re.compile(r"[a-z]{2,3}\Z")
# Withdrawn ISO 639 codes that some systems still use.
_OLD_LANGUAGES = {"iw": "he", "in": "id", "ji": "yi"}
OBJECTS = frozenset({"parameters", "inputs", "conditions"})
_YES, _NO = {"true", "yes", "1", "y"}, {"", "false", "no", "0", "n", "none", "null"}

Values = Mapping[str, Any]


def interpret(values: Values, language: str) -> Wanted:
    """Read a row. `language`: for rows that name none. Raises RowRefused, with how to mend it."""
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
    """The fields of a row of any format. A table may have a column named `markdown`, too."""
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
    """Refuse characters and numbers that Postgres cannot store, also inside lists and objects."""
    for name, value in named.items():
        if UNSTORABLE.search(name):
            raise RowRefused("the name of a field holds what is no character; write it anew.")
        for part in _list_parts(value):
            if isinstance(part, str) and UNSTORABLE.search(part):
                raise RowRefused(f"the {name} holds what is no character; write it anew.")
            if isinstance(part, float) and not isfinite(part):
                raise RowRefused(f"the {name} holds what is no number; write one.")


def _list_parts(value: Any) -> Iterator[Any]:
    """The value itself, or all scalars in it, with the names of objects."""
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
    """The fields of an action that the row names; `storing` validates their values."""
    fields = {
        name: value
        for name, value in named.items()
        if name not in {"kind", "slug", "title", "id"} and value is not None
    }
    # JSON inside a string can hold escaped characters that the string itself does not.
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
    """The slug that the row names, or one that is the same in the next import of the row."""
    if slug := _text(named, "slug"):
        return slug
    name = _text(named, "external_id") or _text(named, "id") or _text(named, "path") or title
    slug = slugify(name.replace("/", "-"))
    if slug and len(slug) <= LONGEST_MADE_SLUG and _is_ascii(name):
        return slug
    # Both “2FA включить” and “2FA выключить” would be `2fa`.
    readable = slug[:LONGEST_READABLE].strip("-") or kind
    return f"{readable}-{sha256(name.encode()).hexdigest()[:12]}"


def _is_ascii(text: str) -> bool:
    """Whether all letters are ASCII once their accents are removed, as in a slug."""
    return all(char.isascii() or not char.isalnum() for char in normalize("NFKD", text))


def read_language(written: str) -> str:
    """The ISO 639 code: `pt` for `pt-br`, `pt_BR` and `PT`; empty for empty. Raises RowRefused."""
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


def _choice(named: Values, name: str, choices: list[str]) -> str:
    value = _text(named, name).lower()
    if value and value not in choices:
        raise RowRefused(f"the {name} {value!r} is none of {', '.join(choices)}.")
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

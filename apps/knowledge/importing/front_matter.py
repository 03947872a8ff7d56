"""An article as a Markdown file: front matter, if there is any, and the text."""

from __future__ import annotations

import re
from typing import Any

import yaml
from markdown_it import MarkdownIt

from apps.knowledge.importing.records import RowRefused
from apps.knowledge.models import LONGEST_BODY

LONGEST_FRONT_MATTER = 20_000
_FENCED = re.compile(r"\A---[ \t]*\n(.*?)\n?^---[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_parser = MarkdownIt("commonmark")


class _Loader(yaml.BaseLoader):
    """Every value as it is written: `no` is Norwegian here and 404 a title."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """A few values that name one another would be as many as nobody can count."""
        if self.check_event(yaml.AliasEvent):
            raise RowRefused("a value in the front matter names another; write it out.")
        return super().compose_node(parent, index)


def read_article(text: str) -> dict[str, Any]:
    """The fields that a file names. Without a title in front, the first heading is it, and is left
    out of the text. Raises RowRefused."""
    fields, body = divide(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(body) > LONGEST_BODY + LONGEST_FRONT_MATTER:
        raise RowRefused(f"the text is longer than {LONGEST_BODY:,} characters; divide it.")
    if not fields.get("title"):
        fields["title"], body = take_heading(body)
    return fields | {"body": body.strip()}


def divide(text: str) -> tuple[dict[str, Any], str]:
    """Front matter as a mapping, and what follows it. A line of hyphens that begins no mapping is
    part of the text."""
    found = _FENCED.match(text)
    if found is None:
        return {}, text
    if len(found[1]) > LONGEST_FRONT_MATTER:
        raise RowRefused(f"the front matter is longer than {LONGEST_FRONT_MATTER} characters.")
    try:
        told = yaml.load(found[1], Loader=_Loader)  # noqa: S506 - it makes only texts
    except (yaml.YAMLError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f" in line {place.line + 2}" if place else ""
        raise RowRefused(f"the front matter is no YAML{where}; put quotes around it.") from None
    if told is None or told == "":
        return {}, text[found.end() :]
    if not isinstance(told, dict):
        return {}, text
    return {str(name).strip().lower(): value for name, value in told.items()}, text[found.end() :]


def take_heading(text: str) -> tuple[str, str]:
    """The first heading as plain text, and the text without it."""
    tokens = _parser.parse(text)
    for i, token in enumerate(tokens):
        if token.type == "heading_open" and token.level == 0 and token.map:
            pieces = tokens[i + 1].children or []
            title = "".join(piece.content for piece in pieces).strip()
            if title:
                lines = text.split("\n")
                begin, end = token.map
                return title, "\n".join([*lines[:begin], *lines[end:]])
    raise RowRefused("the file has no heading; begin it with `# Title`.")

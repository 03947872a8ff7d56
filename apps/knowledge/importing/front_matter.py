"""Parses an article in a Markdown file: front matter, if there is any, and the text."""

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
    """Loads every scalar as a string: here `no` is Norwegian, and 404 may be a title."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases: a few that refer to one another can expand to fill the memory."""
        if self.check_event(yaml.AliasEvent):
            raise RowRefused("a value in the front matter names another; write it out.")
        return super().compose_node(parent, index)


def read_article(text: str) -> dict[str, Any]:
    """The fields of an article. Raises RowRefused.

    Without a title in the front matter, the first heading is the title and is removed from the
    text.
    """
    fields, body = divide(text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(body) > LONGEST_BODY + LONGEST_FRONT_MATTER:
        raise RowRefused(f"the text is longer than {LONGEST_BODY:,} characters; divide it.")
    if not fields.get("title"):
        fields["title"], body = take_heading(body)
    return fields | {"body": body.strip()}


def divide(text: str) -> tuple[dict[str, Any], str]:
    """The front matter as a mapping, and the text after it.

    A line of hyphens that no mapping follows is part of the text.
    """
    found = _FENCED.match(text)
    if found is None:
        return {}, text
    if len(found[1]) > LONGEST_FRONT_MATTER:
        raise RowRefused(f"the front matter is longer than {LONGEST_FRONT_MATTER} characters.")
    try:
        fields = yaml.load(found[1], Loader=_Loader)  # noqa: S506 - it makes only strings
    except (yaml.YAMLError, RecursionError) as error:
        place = getattr(error, "problem_mark", None)
        where = f" in line {place.line + 2}" if place else ""
        raise RowRefused(f"the front matter is no YAML{where}; put quotes around it.") from None
    if fields is None or fields == "":
        return {}, text[found.end() :]
    if not isinstance(fields, dict):
        return {}, text
    return {str(name).strip().lower(): value for name, value in fields.items()}, text[found.end() :]


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

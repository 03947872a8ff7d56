"""Turns Markdown into plain text, which is searched, shown as evidence and sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

INDENT = "  "
CELL = " | "


@dataclass(frozen=True)
class Block:
    """A heading, a paragraph, a list or a table."""

    text: str
    is_heading: bool = False


@dataclass
class _Writer:
    """Writes the lines of a block; keeps track of nested lists and tables."""

    lines: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    in_cell: bool = False
    depth: int = 0
    marker: str = ""

    def write(self, token: Token) -> None:
        kind = token.type
        if kind == "inline":
            self._add(_read_words(token.children or ()))
        elif kind in {"fence", "code_block"}:
            self._add(token.content)
        elif token.tag in {"th", "td"}:
            self.in_cell = kind.endswith("_open")
        elif kind == "tr_close":
            self._add(CELL.join(self.cells))
            self.cells = []
        elif token.tag in {"ul", "ol"}:
            self.depth += token.nesting
        elif kind == "list_item_open":
            mark = f"{token.info}{token.markup}" if token.info else "-"
            self.marker = f"{INDENT * (self.depth - 1)}{mark} "

    def finish(self) -> str:
        text = "\n".join(self.lines).strip()
        self.lines = []
        return text

    def _add(self, words: str) -> None:
        if self.in_cell:
            self.cells.append(words)
        else:
            self.lines.append(f"{self.marker}{words}".rstrip())
            self.marker = ""


def read_blocks(markdown: str) -> Iterator[Block]:
    """The blocks in order, none empty. Lists keep numbers and dashes, links their addresses."""
    writer = _Writer()
    for token in _parser.parse(markdown):
        writer.write(token)
        ends = token.nesting != 1 and (token.level == 0 or token.type == "paragraph_close")
        if ends and not token.hidden and (text := writer.finish()):
            yield Block(text, is_heading=token.type == "heading_close" and token.level == 0)


def _read_words(tokens: Sequence[Token]) -> str:
    words, target, begin = "", "", 0
    for token in tokens:
        if token.type == "link_open":
            target, begin = str(token.attrGet("href") or ""), len(words)
        elif token.type == "link_close":
            words += _say_target(target, words[begin:])
        elif token.type in {"softbreak", "hardbreak"}:
            words += "\n"
        else:
            words += token.content
    return words


def _say_target(target: str, words: str) -> str:
    """The address of a link in brackets, where it is absolute and not the link's text itself."""
    address = target.removeprefix("mailto:")
    leads = target.startswith(("http://", "https://", "mailto:"))
    return f" ({address})" if leads and address != words else ""


_parser = MarkdownIt("commonmark", {"html": False}).enable("table")

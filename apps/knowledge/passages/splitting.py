"""Splits articles into passages that each answer one question."""

from __future__ import annotations

from apps.knowledge.passages.plain_text import read_blocks

# The version of this splitter. Raise it when articles are split in another way, so that stored ones
# are split again.
SPLITTER = 1
LONGEST = 900
LONGEST_TITLE = 200
_BREAK = "\n\n"


def split_article(title: str, body: str) -> list[tuple[str, str]]:
    """(title, text) of each passage: a section, or parts of one where it is longer than LONGEST.

    The title of a section is "article: section", so that each passage can stand alone. Text is
    plain, without Markdown.
    """
    passages = [
        (name[:LONGEST_TITLE], text)
        for name, paragraphs in _sections(title, body)
        for text in _pack(paragraphs)
    ]
    return passages or [(title, title)]


def _sections(title: str, body: str) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = [(title, [])]
    for block in read_blocks(body):
        if block.is_heading:
            heading = " ".join(block.text.split())
            sections.append((_section_name(title, heading, *sections[-1]), []))
        else:
            sections[-1][1].append(block.text)
    return sections


def _section_name(title: str, heading: str, before: str, text_before: list[str]) -> str:
    """The name of a section, with the heading before it in front where that has no text."""
    if heading == title:
        return title
    return f"{title if text_before else before}: {heading}"


def _pack(paragraphs: list[str]) -> list[str]:
    packed: list[str] = []
    for paragraph in paragraphs:
        for piece in _cut(paragraph):
            if packed and len(packed[-1]) + len(_BREAK) + len(piece) <= LONGEST:
                packed[-1] += _BREAK + piece
            else:
                packed.append(piece)
    return packed


def _cut(paragraph: str) -> list[str]:
    pieces = []
    while len(paragraph) > LONGEST:
        end = paragraph.rfind(" ", 1, LONGEST)
        end = end if end > 0 else LONGEST
        pieces.append(paragraph[:end])
        paragraph = paragraph[end:].lstrip()
    return [*pieces, paragraph] if paragraph else pieces

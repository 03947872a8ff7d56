"""Splitting an article into what retrieval finds: pieces that each answer one question."""

from __future__ import annotations

import re

LONGEST = 900
_HEADING = re.compile(r"^#{1,6}\s+(.*)$")


def split_article(title: str, body: str) -> list[tuple[str, str]]:
    """(title, text) of each passage: a section, or parts of one where it is longer than LONGEST.

    The title of a section is "article: section", so that each passage stands for itself.
    """
    passages: list[tuple[str, str]] = []
    for heading, paragraphs in _sections(body):
        name = f"{title}: {heading}" if heading and heading != title else title
        passages.extend((name[:200], text) for text in _pack(paragraphs))
    return passages or [(title, title)]


def _sections(body: str) -> list[tuple[str, list[str]]]:
    sections: list[tuple[str, list[str]]] = [("", [])]
    for block in re.split(r"\n\s*\n", body.strip()):
        heading, _, rest = block.partition("\n")
        match = _HEADING.match(heading)
        if match:
            sections.append((match.group(1).strip(), [rest.strip()] if rest.strip() else []))
        elif block.strip():
            sections[-1][1].append(block.strip())
    return sections


def _pack(paragraphs: list[str]) -> list[str]:
    packed: list[str] = []
    for paragraph in paragraphs:
        for piece in _cut(paragraph):
            if packed and len(packed[-1]) + len(piece) < LONGEST:
                packed[-1] += "\n\n" + piece
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

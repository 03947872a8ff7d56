"""HTML and SVG elements; text is escaped when they are written."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Content = str | Element


def tag(name: str, *content: Content, **attributes: object) -> Element:
    """An element. The attribute `class_` is written `class`; `_` in other names becomes `-`."""
    written = {
        key.rstrip("_").replace("_", "-"): _write(value) for key, value in attributes.items()
    }
    made = Element(name, written)
    for part in content:
        _append(made, part)
    return made


def table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Element:
    """A table with words in its first column, and numbers aligned right in the others."""
    body = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    head = tag("tr", *(tag("th", heading, scope="col") for heading in headings))
    return tag("div", tag("table", tag("thead", head), tag("tbody", *body)), class_="wide")


def page(title: str, style: str, *content: Element) -> str:
    """A whole HTML document that needs no other file."""
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name_="viewport", content_="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("style", style),
    )
    document = tag("html", head, tag("body", tag("main", *content)), lang="en")
    return "<!doctype html>\n" + tostring(document, encoding="unicode", method="html") + "\n"


def _append(parent: Element, part: Content) -> None:
    if isinstance(part, Element):
        parent.append(part)
    elif len(parent):
        parent[-1].tail = (parent[-1].tail or "") + part
    else:
        parent.text = (parent.text or "") + part


def _write(value: object) -> str:
    return f"{value:.6g}" if isinstance(value, float) else str(value)

"""Parses the export of a Zendesk help centre: `articles`, as its API returns them, with HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urljoin

from bs4.exceptions import ParserRejectedMarkup
from markdownify import MarkdownConverter

from apps.knowledge.importing.records import RowRefused

# Several times the limit of an article, because markup may be longer than the text in it.
LONGEST_HTML = 200_000
_EMPTY_LINES = re.compile(r"\n{3,}")
# The converter's time grows with the square of their length.
_MANY_BLANKS = re.compile(r"[ \t]{100,}")


def list_translations(article: Any) -> Iterator[dict[str, Any] | str]:
    """A row for each language of an article, or a sentence on what is wrong with the article."""
    if not isinstance(article, dict) or "id" not in article:
        yield "the article is no object with an `id`; export it again."
        return
    translations = article.get("translations")
    if not isinstance(translations, list) or not translations:
        translations = [{}]
    for translation in translations:
        fields = translation if isinstance(translation, dict) else {}
        names = ("title", "body", "locale", "draft", "hidden")
        yield {"help_center": article | {name: fields[name] for name in names if name in fields}}


def describe_article(article: dict[str, Any]) -> dict[str, Any]:
    """The fields of an article. One that only a segment of users may see is for agents only."""
    segments = [article.get("user_segment_id"), article.get("user_segment_ids")]
    return {
        "slug": f"zendesk-{article['id']}-{article.get('locale') or ''}".lower().strip("-"),
        "title": article.get("title") or article.get("name"),
        "body": to_markdown(str(article.get("body") or ""), str(article.get("html_url") or "")),
        "language": article.get("locale") or "",
        "draft": bool(article.get("draft") or article.get("hidden")),
        "tags": article.get("label_names") or [],
        "audience": "agents" if any(segments) else "customers",
    }


def to_markdown(html: str, address: str) -> str:
    """Convert HTML to Markdown. `address`: the base of relative links.

    Raises RowRefused for HTML that is too long, nested too deeply, or broken.
    """
    if len(html) > LONGEST_HTML:
        raise RowRefused(
            f"the HTML is longer than {LONGEST_HTML:,} characters; divide the article."
        )
    try:
        converter = _Converter(address, heading_style="ATX", bullets="-")
        markdown = converter.convert(_MANY_BLANKS.sub(" ", html))
    except RecursionError:
        raise RowRefused("the HTML is nested too deeply; simplify it.") from None
    except (ParserRejectedMarkup, ValueError):
        # The converter raises ValueError for a number that is none, such as the start of a list.
        raise RowRefused("the HTML is broken; open the article there and save it anew.") from None
    lines = (line.rstrip() for line in markdown.replace("\xa0", " ").split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


class _Converter(MarkdownConverter):
    """Replaces images, which are not fetched, by their text, and makes links absolute."""

    def __init__(self, address: str, **options: Any) -> None:
        super().__init__(**options)
        self._address = address

    def convert_soup(self, soup: Any) -> str:
        for link in soup.find_all("a", href=True) if self._address else []:
            # `http://[your-domain]/` is no URL, and stays as it is.
            with suppress(ValueError):
                link["href"] = urljoin(self._address, link["href"])
        return str(super().convert_soup(soup))

    def convert_img(self, el: Any, text: str, parent_tags: set[str]) -> str:
        return str(el.attrs.get("alt") or "")

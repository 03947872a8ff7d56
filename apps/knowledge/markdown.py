"""Renders Markdown as safe HTML, whoever wrote it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

SCHEMES = ("http://", "https://", "mailto:")


class _Renderer(RendererHTML):
    def link_open(self, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
        """Add `rel` to links, so that the page they open has no access to ours."""
        tokens[index].attrSet("rel", "noopener noreferrer")
        tokens[index].attrSet("target", "_blank")
        return self.renderToken(tokens, index, options, env)


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name for it
        return url.strip().lower().startswith(SCHEMES)


def render_markdown(text: str) -> SafeString:
    """CommonMark with tables. HTML is shown as text, images are not loaded, and links other than to
    the web or to an e-mail address are shown as text."""
    return SafeString(_markdown.render(text))


_markdown = _Markdown("commonmark", {"html": False}, renderer_cls=_Renderer)
_markdown.enable("table").disable("image")

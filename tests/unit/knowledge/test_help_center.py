"""Whatever HTML a help centre holds, it is read or refused."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from apps.knowledge.importing.help_center import LONGEST_HTML, to_markdown
from apps.knowledge.importing.records import RowRefused
from apps.knowledge.markdown import render_markdown

ADDRESS = "https://help.example/hc/en-us/articles/1"
BLOCKS = ["<p>", "</p>", "<![", "<!--", "<ol start='²'>", "<li>", "<pre>", "<h9>", "x"]
CELLS = ["<table>", "<tr>", "<td colspan='²' rowspan='-1'>", "<a href='http://[you]/'>", "</a>"]
PIECES = st.sampled_from([*BLOCKS, *CELLS, "&#xD800;", "&#0;"])


@given(st.lists(PIECES | st.text(max_size=5), max_size=20).map("".join))
@example("<![a <p>x</p>")
@example("<ol start='²'><li>x")
def test_no_html_does_anything_but_become_markdown_or_be_refused(html: str) -> None:
    with suppress(RowRefused):
        render_markdown(to_markdown(html, ADDRESS))


@pytest.mark.parametrize(
    "address", ["https://help.example/hc/1", "https://[help-centre]/hc/1", "nowhere", ""]
)
def test_an_address_that_is_none_stays_as_it_was_written(address: str) -> None:
    html = "<p>Open <a href='http://[your-domain]/admin'>the page</a>.</p>"
    assert to_markdown(html, address) == "Open [the page](http://[your-domain]/admin)."


def test_html_that_nobody_could_read_at_once_is_refused_unread() -> None:
    with pytest.raises(RowRefused, match="divide the article"):
        to_markdown("<a " * (LONGEST_HTML // 3 + 1), ADDRESS)
    assert to_markdown(f"<p>a{' ' * (LONGEST_HTML - 20)}b</p>", ADDRESS) == "a b"

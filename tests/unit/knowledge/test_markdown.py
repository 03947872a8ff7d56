"""Markdown that somebody hostile wrote."""

from __future__ import annotations

import pytest

from apps.knowledge.markdown import render_markdown


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "<svg onload=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,hello)",
        "[x](//evil.example)",
        "[x][y]\n\n[y]: vbscript:x",
        "<javascript:alert(1)>",
        "![x](https://tracker.example/pixel.png)",
    ],
)
def test_markup_and_odd_links_run_nothing_and_fetch_nothing(text: str) -> None:
    html = render_markdown(text)
    for harmful in (
        "<script",
        "<img",
        "<svg",
        'href="j',
        'href="J',
        'href="d',
        'href="/',
        'href="v',
    ):
        assert harmful not in html


@pytest.mark.parametrize(
    "address", ["https://shop.example/a", "http://shop.example", "mailto:help@shop.example"]
)
def test_links_to_the_web_and_to_an_address_work_and_give_no_way_back(address: str) -> None:
    html = render_markdown(f"[here]({address})")
    assert f'href="{address}"' in html
    assert 'rel="noopener noreferrer"' in html


def test_headings_lists_and_tables_are_kept() -> None:
    html = render_markdown("## Costs\n\n- one\n\n| a | b |\n|---|---|\n| 1 | 2 |")
    assert "<h2>Costs</h2>" in html
    assert "<li>one</li>" in html
    assert "<td>2</td>" in html

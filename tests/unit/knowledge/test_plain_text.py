"""What an article says when nobody draws its marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.knowledge.passages.plain_text import Block, read_blocks


def texts_of(markdown: str) -> list[str]:
    return [block.text for block in read_blocks(markdown)]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Press **the _blue_ button** of `it`.", "Press the blue button of it."),
        ("[Our form](https://shop.example/form)", "Our form (https://shop.example/form)"),
        ("<https://shop.example>", "https://shop.example"),
        ("Write [us](mailto:help@shop.example)", "Write us (help@shop.example)"),
        ("[Here](/help) and ![a button](https://shop.example/b.png)", "Here and a button"),
        ("See [the form][1].\n\n[1]: https://a.example", "See the form (https://a.example)."),
        ("- one\n- *two*\n  1. three", "- one\n- two\n  1. three"),
        ("4. four\n5) five", "4. four"),
        ("> Not **now**", "Not now"),
        ("| a | **b** |\n|---|---|\n| 1 | 2 |", "a | b\n1 | 2"),
        ("```sh\nmake **run**\n```", "make **run**"),
        ("5 \\* 3 * 2 and snake_case_name <ENTER>", "5 * 3 * 2 and snake_case_name <ENTER>"),
        ("one\ntwo  \nthree", "one\ntwo\nthree"),
    ],
)
def test_marks_are_left_out_and_what_they_mean_stays(markdown: str, text: str) -> None:
    assert texts_of(markdown)[0] == text


def test_headings_are_told_from_what_stands_below_them() -> None:
    markdown = "# How *often*\nWeekly.\n\nWhat to use\n---\n- soap\n\n***"
    assert list(read_blocks(markdown)) == [
        Block("How often", is_heading=True),
        Block("Weekly."),
        Block("What to use", is_heading=True),
        Block("- soap"),
    ]


def test_what_is_apart_in_a_list_stays_apart() -> None:
    assert texts_of("1. Fill it.\n\n   Not too full.\n\n2. Run it.") == [
        "1. Fill it.",
        "Not too full.",
        "2. Run it.",
    ]


WORDS = st.text("abcé😀", min_size=1, max_size=8)
MARKED = st.sampled_from(["{}", "**{}**", "_{}_", "`{}`", "[{}](/x)", "***{}***"])
LINES = st.sampled_from(["{}", "- {}", "> {}", "# {}", "7. {}", "- > {}", "| {} |\n|---|"])


@given(st.lists(st.tuples(WORDS, MARKED, LINES), min_size=1, max_size=8))
def test_no_word_is_lost_and_no_mark_is_left(said: list[tuple[str, str, str]]) -> None:
    markdown = "\n\n".join(line.format(mark.format(word)) for word, mark, line in said)
    written = "".join(texts_of(markdown))
    letters = "".join(c for c in written if c in "abcé😀")
    assert letters == "".join(word for word, _, _ in said)
    assert not set(written) & set("*_`[]#>|")

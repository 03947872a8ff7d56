from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apps.knowledge.passages.splitting import LONGEST, split_article

TITLE = "Returns"
words = st.text(st.sampled_from("abcé😀.,"), min_size=1, max_size=12)
paragraphs = st.one_of(
    st.lists(words, min_size=1, max_size=8).map(" ".join),
    st.lists(words, min_size=150, max_size=300).map(" ".join),
    st.integers(LONGEST - 1, 3 * LONGEST).map("x".__mul__),
)
headings = words.map(lambda word: f"## {word}")
blocks = st.lists(st.one_of(paragraphs, paragraphs, headings), max_size=8)


def squeezed(text: str) -> str:
    return "".join(text.split())


@given(blocks=blocks, gap=st.sampled_from(["\n\n", "\n \n", "\r\n\r\n", "\n\n\n\n"]))
def test_no_text_is_lost(blocks: list[str], gap: str) -> None:
    body = gap.join(blocks)
    said = squeezed("".join(block for block in blocks if not block.startswith("#")))
    texts = squeezed("".join(text for _, text in split_article(TITLE, body)))
    assert texts == (said or TITLE)


@given(blocks=blocks)
def test_no_passage_is_too_long_or_empty(blocks: list[str]) -> None:
    for _, text in split_article(TITLE, "\n\n".join(blocks)):
        assert 0 < len(text) <= LONGEST
        assert text == text.strip()


def test_a_passage_may_be_full_to_the_last_character() -> None:
    half = LONGEST // 2 - 1
    assert len(split_article(TITLE, f"{'x' * half}\n\n{'x' * half}")) == 1
    assert len(split_article(TITLE, f"{'x' * half}\n\n{'x' * (half + 1)}")) == 2


@given(blocks=blocks, title=st.text(min_size=1, max_size=200))
def test_each_passage_says_of_which_article_it_is(blocks: list[str], title: str) -> None:
    for name, _ in split_article(title, "\n\n".join(blocks)):
        assert name.startswith(title)
        assert len(name) <= 200


@pytest.mark.parametrize("words_each", [1, 40])
def test_words_stay_whole(words_each: int) -> None:
    given_words = [f"word{n}" for n in range(600)]
    body = " ".join(given_words)
    passages = split_article(TITLE, body)
    assert len(passages) > 1
    assert [word for _, text in passages for word in text.split()] == given_words


def test_each_section_is_a_passage_of_its_own() -> None:
    sections = ["Send it back.\n\nWithin 30 days.", "## Labels\n\nPrint one.\n#not a heading"]
    assert split_article(TITLE, "\n\n".join([*sections, "# Costs\nNone."])) == [
        ("Returns", "Send it back.\n\nWithin 30 days."),
        ("Returns: Labels", "Print one.\n#not a heading"),
        ("Returns: Costs", "None."),
    ]


def test_a_heading_without_text_names_the_section_below_it() -> None:
    body = "# Returns\n\n## Europe\n\n### Germany\n\nFree.\n\n### France\n\nAlso free.\n\n## Empty"
    assert split_article(TITLE, body) == [
        ("Returns: Europe: Germany", "Free."),
        ("Returns: France", "Also free."),
    ]


@pytest.mark.parametrize("body", ["", " \n\n ", "## Only a heading", "# Returns"])
def test_an_article_without_text_is_found_by_its_title(body: str) -> None:
    assert split_article(TITLE, body) == [(TITLE, TITLE)]

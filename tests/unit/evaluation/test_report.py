"""The page that shows an evaluation."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.contracts.payloads import ScoredLabel
from workers.evaluation.evaluate import Evaluation, evaluate
from workers.evaluation.report import write_report

LABELS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)
VOID = {"meta"}


class Parts(HTMLParser):
    """What a page holds, as a browser would read it; asserts that every element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(page)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def judge(*answers: tuple[str, str, float]) -> Evaluation:
    """(expected, predicted, confidence) of each text."""
    return evaluate(
        [expected for expected, _, _ in answers],
        [ScoredLabel(label=told, confidence=confidence) for _, told, confidence in answers],
    )


def write(found: Evaluation, folder: Path, title: str = "Model 2d88d3e4e8d9") -> str:
    write_report(found, folder / "report", title)
    return (folder / "report" / "index.html").read_text("utf-8")


FOUND = judge(
    ("refund", "refund", 0.98),
    ("refund", "refund", 0.9),
    ("refund", "returns", 0.4),
    ("returns", "out_of_scope", 0.3),
    ("out_of_scope", "out_of_scope", 0.7),
)


def test_the_report_shows_the_figures(tmp_path: Path) -> None:
    said = " ".join(Parts(write(FOUND, tmp_path)).texts)
    assert "Model 2d88d3e4e8d9" in said
    assert "5 texts, 3 intents" in said
    assert "Accuracy 60.0%" in said
    assert "In-scope accuracy 50.0%" in said
    assert "Out-of-scope recall 100.0%" in said
    assert "Out-of-scope precision 50.0%" in said


def test_every_pair_that_occurred_has_a_square_that_names_it(tmp_path: Path) -> None:
    parts = Parts(write(FOUND, tmp_path))
    assert parts.tags.count("rect") == 4
    for named in (
        "refund: 2 of 3 right",
        "refund → returns: 1 of 3",
        "returns → out_of_scope: 1 of 1",
        "out_of_scope: 1 of 1 right",
    ):
        assert named in parts.texts


def test_many_intents_have_a_row_and_a_column_each(tmp_path: Path) -> None:
    names = [f"intent_{place:02}" for place in range(77)]
    parts = Parts(write(judge(*((name, name, 0.9) for name in names)), tmp_path))
    assert parts.tags.count("rect") == 77
    for name in names:
        # Its row, its column, their names on hover, and its line of scores.
        assert parts.texts.count(name) == 5


def test_the_page_needs_no_other_file_and_no_script(tmp_path: Path) -> None:
    page = write(FOUND, tmp_path)
    assert not {"script", "link", "img", "iframe"} & set(Parts(page).tags)
    assert not re.search(r"https?://|@import|url\(|\bsrc=|\bhref=", page)


@given(label=LABELS, other=LABELS)
def test_a_label_is_shown_as_it_is_written_whatever_it_is(
    tmp_path_factory: pytest.TempPathFactory, label: str, other: str
) -> None:
    hostile = f"<script>{label}</script>&amp;\"'"
    found = judge((hostile, hostile, 0.9), (hostile, other, 0.5), (other, other, 0.8))
    parts = Parts(write(found, tmp_path_factory.mktemp("page"), title=hostile))
    assert "script" not in parts.tags
    assert parts.texts.count(hostile) >= 3


@pytest.mark.parametrize(
    "answers",
    [
        [("refund", "refund", 1.0)],
        [("refund", "returns", 0.0)],
        [("out_of_scope", "refund", 0.5), ("out_of_scope", "out_of_scope", 0.5)],
    ],
    ids=["all right", "all wrong", "nothing in scope"],
)
def test_there_is_a_page_where_little_is_to_be_shown(
    tmp_path: Path, answers: list[tuple[str, str, float]]
) -> None:
    parts = Parts(write(judge(*answers), tmp_path))
    assert parts.tags.count("svg") == 3
    assert not any("nan" in text for text in parts.texts)


def test_a_second_report_takes_the_place_of_the_first(tmp_path: Path) -> None:
    write(FOUND, tmp_path, title="first")
    page = write(FOUND, tmp_path, title="second")
    assert "second" in page
    assert "first" not in page

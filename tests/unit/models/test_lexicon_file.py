"""What a model's folder keeps beside its heads, and where a folder may be."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from workers.models.artifact_writing import WrongPlaceError, check_place
from workers.models.lexicon_file import read_lexicon, write_lexicon
from workers.text.patterns import Taught

# What the files of training data let through: any character but half of one.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ROWS = st.lists(st.tuples(WORDS, WORDS), max_size=4).map(tuple)


@given(taught=st.builds(Taught, ROWS, ROWS, ROWS))
def test_what_was_taught_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, taught: Taught
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "lexicon.json"
    write_lexicon(path, taught)
    assert read_lexicon(path) == taught


@pytest.mark.parametrize("content", ["", "[", '{"patterns": 1}', '{"patterns": [["alone"]]}'])
def test_a_file_that_holds_something_else_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "lexicon.json"
    path.write_text(content)
    with pytest.raises(ValidationError):
        read_lexicon(path)


def test_a_model_replaces_nothing_but_a_model(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(WrongPlaceError, match=r"something else \(thesis.txt\): name a new folder"):
        check_place(tmp_path)
    (tmp_path / "manifest.json").write_text("of something that is no model")
    with pytest.raises(WrongPlaceError, match=r"something else \(thesis.txt\): name a new folder"):
        check_place(tmp_path)
    (tmp_path / "empty").mkdir()
    check_place(tmp_path / "empty")
    check_place(tmp_path / "new" / "model")


def test_a_mounted_volume_is_refused_before_the_training() -> None:
    with pytest.raises(WrongPlaceError, match=r"^/proc is a mounted volume: name a new folder in"):
        check_place(Path("/proc"))


def test_a_file_is_no_place_for_a_model(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(WrongPlaceError, match="is no place for a model"):
        check_place(tmp_path / "thesis.txt")
    with pytest.raises(WrongPlaceError, match="is no place for a model"):
        check_place(tmp_path / "thesis.txt" / "model")

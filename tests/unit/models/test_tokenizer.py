from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.models.golden import Golden
from workers.models.tokenizer import Tokenizer, split_tokens


@pytest.fixture(scope="module")
def tokenizer(encoder_dir: Path) -> Tokenizer:
    return Tokenizer(encoder_dir / "tokenizer.json")


def test_token_ids_are_those_of_the_reference(tokenizer: Tokenizer, golden: Golden) -> None:
    for row in golden.rows:
        assert tokenizer.windows(row.text) == [row.input_ids]


def test_an_empty_text_is_one_window_of_start_and_end(tokenizer: Tokenizer) -> None:
    assert tokenizer.windows("") == [[101, 102]]


def test_every_window_of_a_long_text_starts_and_ends_as_a_text_does(tokenizer: Tokenizer) -> None:
    windows = tokenizer.windows("parcel " * 600)
    assert len(windows) == 5
    assert {(window[0], window[-1]) for window in windows} == {(101, 102)}
    assert max(map(len, windows)) == 128


@given(text=st.text(max_size=300))
def test_any_text_has_between_one_and_eight_windows(tokenizer: Tokenizer, text: str) -> None:
    assert 1 <= len(tokenizer.windows(text)) <= 8


@given(length=st.integers(0, 254))
def test_a_text_of_up_to_256_tokens_is_read_whole(length: int) -> None:
    tokens = list(range(length))
    assert split_tokens(tokens) == [tokens]


@given(length=st.integers(255, 8 * 126))
def test_up_to_eight_windows_hold_every_token_once(length: int) -> None:
    tokens = list(range(length))
    assert [token for window in split_tokens(tokens) for token in window] == tokens


@given(length=st.integers(8 * 126 + 1, 20_000))
def test_a_very_long_text_is_read_at_its_start_its_end_and_evenly_between(length: int) -> None:
    tokens = list(range(length))
    windows = split_tokens(tokens)
    assert len(windows) == 8
    assert windows[0] == tokens[:126]
    assert windows[-1][-1] == tokens[-1]
    steps = [(after[0] - before[0]) // 126 for before, after in pairwise(windows)]
    assert min(steps) >= 1
    assert max(steps) - min(steps) <= 1

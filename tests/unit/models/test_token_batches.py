from pathlib import Path

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.models.golden import Golden
from workers.models.session import Provider, Session
from workers.models.token_batches import (
    MAX_TOKENS,
    PADDED_LENGTHS,
    padded_feed,
    single_feed,
    token_batches,
)

WINDOWS = st.lists(
    st.integers(2, 256).map(lambda length: [101, *range(2, length), 102]), max_size=300
)


@given(windows=WINDOWS)
def test_every_window_is_in_exactly_one_batch(windows: list[list[int]]) -> None:
    places = [place for batch in token_batches(windows) for place in batch]
    assert sorted(places) == list(range(len(windows)))


@given(windows=WINDOWS)
def test_a_batch_has_one_of_few_lengths_and_a_bounded_number_of_tokens(
    windows: list[list[int]],
) -> None:
    for batch in token_batches(windows):
        rows, length = padded_feed([windows[place] for place in batch])["input_ids"].shape
        assert length in PADDED_LENGTHS
        assert rows * length <= MAX_TOKENS
        assert length <= 16 or min(len(windows[place]) for place in batch) > length // 2


@given(windows=WINDOWS.filter(bool))
def test_the_mask_covers_each_window_and_no_padding(windows: list[list[int]]) -> None:
    feed = padded_feed(windows)
    for row, window in enumerate(windows):
        assert feed["input_ids"][row][feed["attention_mask"][row] == 1].tolist() == window


def test_padding_changes_no_embedding_in_float32(encoder_dir: Path, golden: Golden) -> None:
    session = Session(encoder_dir / "float32.onnx", Provider.CPU)
    windows = [row.input_ids for row in golden.rows]
    together = session.run(padded_feed(windows))
    alone = np.concatenate([session.run(single_feed(window)) for window in windows])
    np.testing.assert_allclose(together, alone, atol=1e-5)

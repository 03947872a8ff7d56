from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.models.small_heads import make_features
from workers.models.features import (
    BLOCKS,
    EMBEDDING,
    EMPTY,
    MANNER,
    TOPIC,
    WIDTH,
    Block,
    Pooling,
    embeddings_of,
    join_windows,
    no_features,
)


def test_the_embedding_is_the_first_block_and_the_last_layers_mean() -> None:
    features = make_features(3)
    np.testing.assert_array_equal(embeddings_of(features), features[:, :384])
    assert EMBEDDING == (0,)
    assert BLOCKS[0] == Block(6, Pooling.EVENLY)


def test_what_heads_read_stands_where_it_stood_when_they_were_trained() -> None:
    assert {place: block for place, block in enumerate(BLOCKS) if block != EMPTY} == {
        0: Block(6, Pooling.EVENLY),
        2: Block(4, Pooling.EVENLY),
        3: Block(6, Pooling.PEAKS),
        5: Block(3, Pooling.TOWARDS_END),
        6: Block(4, Pooling.TOWARDS_END),
    }


def test_nobody_chooses_from_what_is_empty() -> None:
    assert not [place for place in (*EMBEDDING, *TOPIC, *MANNER) if BLOCKS[place] == EMPTY]


def test_what_is_empty_stays_so_in_a_text_of_many_windows() -> None:
    windows = make_features(2)
    windows[:, 384:768] = 0
    assert not join_windows(windows, [2])[:, 384:768].any()


def test_a_single_window_stays_as_it_is_to_the_last_bit() -> None:
    features = make_features(3)
    assert join_windows(features, [1, 1, 1]).tobytes() == features.tobytes()


@given(counts=st.lists(st.integers(1, 4), max_size=5))
def test_windows_are_joined_text_by_text_and_block_by_block(counts: list[int]) -> None:
    features = make_features(sum(counts))
    joined = join_windows(features, counts)
    assert joined.shape == (len(counts), WIDTH)
    assert joined.dtype == np.float32
    start = 0
    for row, count in zip(joined, counts, strict=True):
        for first in range(0, WIDTH, 384):
            mean = features[start : start + count, first : first + 384].mean(axis=0)
            expected = mean / np.linalg.norm(mean)
            np.testing.assert_allclose(row[first : first + 384], expected, atol=1e-5)
        start += count


def test_no_features_are_of_full_width() -> None:
    assert no_features(0).shape == (0, WIDTH)
    assert not no_features(2).any()

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.models.golden import Golden
from workers.models.encoder import Encoder
from workers.models.encoder_folder import (
    TOKENIZER_SHA256,
    WEIGHTS_SHA256,
    BrokenEncoderError,
    Precision,
)
from workers.models.features import BLOCKS, EMPTY
from workers.models.session import Provider
from workers.models.tokenizer import Tokenizer

TEXTS = ["", "Where is my order?", "Ich möchte mein Geld zurück", "thanks " * 40, "🙂", "\x00\n "]


@pytest.fixture(scope="module")
def encoder(encoder_dir: Path) -> Iterator[Encoder]:
    encoder = Encoder(encoder_dir, threads=2)
    yield encoder
    encoder.close()


def test_the_encoder_is_made_from_the_files_of_the_reference(golden: Golden) -> None:
    assert golden.weights_sha256 == WEIGHTS_SHA256
    assert golden.tokenizer_sha256 == TOKENIZER_SHA256


def test_float32_agrees_with_the_reference_in_every_number(
    encoder_dir: Path, golden: Golden
) -> None:
    embeddings = Encoder(encoder_dir, precision=Precision.FLOAT32).embed(golden.texts)
    np.testing.assert_allclose(embeddings, golden.embeddings, atol=1e-4)


def test_float16_is_close_to_the_reference(encoder_dir: Path, golden: Golden) -> None:
    embeddings = Encoder(encoder_dir, precision=Precision.FLOAT16).embed(golden.texts)
    np.testing.assert_allclose(embeddings, golden.embeddings, atol=2e-3)


def test_int8_points_where_the_reference_points(encoder: Encoder, golden: Golden) -> None:
    cosines = np.sum(encoder.embed(golden.texts) * golden.embeddings, axis=1)
    assert cosines.mean() >= 0.98
    assert cosines.min() >= 0.95


def test_on_a_cpu_int8_is_the_default_and_the_identity_says_so(encoder: Encoder) -> None:
    assert encoder.provider is Provider.CPU
    assert encoder.identity == "all-MiniLM-L6-v2-int8-53aa5117"


@settings(max_examples=10)
@given(texts=st.lists(st.sampled_from(TEXTS), min_size=1, max_size=8))
def test_the_numbers_of_a_text_do_not_depend_on_its_batch_mates(
    encoder: Encoder, texts: list[str]
) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in texts])
    np.testing.assert_array_equal(encoder.encode(texts), alone)


@settings(max_examples=25)
@given(text=st.text(max_size=200))
def test_each_block_that_is_read_has_length_one(encoder: Encoder, text: str) -> None:
    """A folder that an earlier release has made gives what is read by nobody as well."""
    features = encoder.encode([text])
    assert features.shape == (1, 3072)
    assert features.dtype == np.float32
    read = features.reshape(8, 384)[[block != EMPTY for block in BLOCKS]]
    np.testing.assert_allclose(np.linalg.norm(read, axis=1), 1, atol=1e-5)


def test_the_embedding_is_the_first_of_the_features(encoder: Encoder) -> None:
    np.testing.assert_array_equal(encoder.embed(TEXTS), encoder.encode(TEXTS)[:, :384])


def test_no_two_blocks_say_the_same(encoder: Encoder) -> None:
    blocks = encoder.encode(["Where is my order?"]).reshape(8, 384)
    cosines = blocks @ blocks.T - np.eye(8)
    assert cosines.max() < 0.999


def test_no_texts_give_no_features(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, 3072)
    assert encoder.embed([]).shape == (0, 384)


def test_each_block_of_a_long_text_is_the_normalised_mean_of_its_windows(
    encoder: Encoder, encoder_dir: Path
) -> None:
    # One token a word, so that the second window holds exactly the second subject.
    first, second = "delivery " * 126, "parcel " * 140
    tokenizer = Tokenizer(encoder_dir / "tokenizer.json")
    assert len(tokenizer.windows(first + second)) == 3
    parts = encoder.encode(["delivery " * 126, "parcel " * 126, "parcel " * 14])
    means = parts.mean(axis=0).reshape(8, 384)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    expected = means / np.where(lengths, lengths, 1)
    np.testing.assert_allclose(encoder.encode([first + second])[0], expected.ravel(), atol=1e-5)


def test_long_and_short_texts_keep_their_order(encoder: Encoder) -> None:
    texts = ["short", "delivery " * 400, "", "refund " * 2_000, "end"]
    alone = np.concatenate([encoder.embed([text]) for text in texts])
    np.testing.assert_array_equal(encoder.embed(texts), alone)


def test_many_threads_may_share_one_encoder(encoder: Encoder) -> None:
    expected = encoder.embed(TEXTS)
    with ThreadPoolExecutor(4) as callers:
        for embeddings in callers.map(encoder.embed, [TEXTS] * 8):
            np.testing.assert_array_equal(embeddings, expected)


def test_warming_changes_no_answer(encoder_dir: Path) -> None:
    encoder = Encoder(encoder_dir)
    before = encoder.embed(["Where is my order?"])
    encoder.warm()
    np.testing.assert_array_equal(encoder.embed(["Where is my order?"]), before)


def test_an_absent_folder_is_refused_with_the_repair(tmp_path: Path) -> None:
    with pytest.raises(BrokenEncoderError, match="make setup"):
        Encoder(tmp_path)

"""Tensors on the wire."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tritonclient.utils import deserialize_bytes_tensor, serialize_byte_tensor

from workers.serving.refusals import InvalidRequest
from workers.serving.tensors import BytesTensor, FloatTensor, split_elements

# Text as it can be sent: no half of a surrogate pair.
SENDABLE = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(SENDABLE, min_size=1))
def test_texts_are_written_as_others_read_them_and_read_as_others_write_them(
    texts: list[str],
) -> None:
    raw = BytesTensor("text", (len(texts),), texts).raw()
    assert [each.decode() for each in deserialize_bytes_tensor(raw)] == texts
    (theirs,) = [serialize_byte_tensor(np.array(texts, dtype=np.object_)).item()]
    assert [each.decode() for each in split_elements(theirs)] == texts


@given(st.binary(max_size=40))
def test_bytes_are_elements_to_the_last_one_or_refused(raw: bytes) -> None:
    try:
        elements = list(split_elements(raw))
    except InvalidRequest:
        return
    assert b"".join(len(e).to_bytes(4, "little") + e for e in elements) == raw


@pytest.mark.parametrize("raw", [b"\x05", b"\x05\0\0\0four", b"\xff\xff\xff\xff"])
def test_an_element_that_is_cut_off_is_refused(raw: bytes) -> None:
    with pytest.raises(InvalidRequest, match="ends within an element"):
        list(split_elements(raw))


def test_numbers_are_little_endian_in_row_order() -> None:
    tensor = FloatTensor("embedding", np.array([[1, 2], [3, 4]], dtype=np.float32))
    assert tensor.shape == (2, 2)
    assert np.frombuffer(tensor.raw(), "<f4").tolist() == [1, 2, 3, 4]
    assert tensor.listed().tolist() == [1, 2, 3, 4]
